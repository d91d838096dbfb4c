//! Why a connection passes or does not under the policies of manifests, as text and as JSON.

mod json;
mod text;

pub use json::json;
pub(in crate::report) use json::verdict as verdict_json;
pub use text::text;

use crate::analyzer::evaluate::{Policy, Rule};
use crate::diagnostic::{Place, Sources};
use crate::sets::{Port, Ports};

use super::wording;

/// The line on which a rule starts: `FILE:LINE`.
pub(in crate::report) fn line_of(policy: &Policy, rule: &Rule, sources: &Sources) -> String {
    let source = policy.place.source;
    sources.line_of(Place { source, start: rule.span.start, end: rule.span.end })
}

/// Ports as intents write them, and all that has none.
fn ports(ports: &Ports) -> String {
    let numbers = wording::ports(ports);
    let has_more = ports.contains(Port::Other(0)) && !ports.is_all();
    match (numbers.is_empty(), has_more) {
        (_, false) => numbers,
        (true, true) => "other protocols".to_owned(),
        (false, true) => format!("{numbers},other protocols"),
    }
}
