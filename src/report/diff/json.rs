//! The diff for programs, as `docs/diff.md` describes it.

use serde_json::{Value, json};

use super::Shown;
use super::wording::{kind, who};
use crate::connections::{Kind, Who};
use crate::diagnostic::Sources;
use crate::diff::{AtEnd, Cause, Changed};
use crate::report::connections::{ports, ports_json};
use crate::report::explain::{opened_json, verdict_json};

/// The diff as one object.
pub fn json(shown: Shown<'_>) -> Value {
    let diff = shown.diff;
    json!({
        "opened": diff.count(Kind::Opened),
        "widened": diff.count(Kind::Widened),
        "replaced": diff.count(Kind::Replaced),
        "closed": diff.count(Kind::Closed),
        "narrowed": diff.count(Kind::Narrowed),
        "unchanged": diff.unchanged,
        "new": diff.new.iter().map(|name| &**name).collect::<Vec<_>>(),
        "gone": diff.gone.iter().map(|name| &**name).collect::<Vec<_>>(),
        "changes": diff.changed.iter().map(|changed| change(changed, shown)).collect::<Vec<_>>(),
    })
}

fn change(changed: &Changed<'_>, shown: Shown<'_>) -> Value {
    let Changed { change, ends } = changed;
    let end = |end: &Who| {
        let networks = match end {
            Who::Party(_) => None,
            Who::Addresses(addresses) => Some(addresses.to_nets().iter().map(ToString::to_string).collect::<Vec<_>>()),
        };
        json!({ "name": who(end, &shown.diff.names), "networks": networks })
    };
    json!({
        "kind": kind(change.kind()),
        "source": end(&change.source),
        "destination": end(&change.destination),
        "before": { "conn": ports(&change.before), "ports": ports_json(&change.before) },
        "after": { "conn": ports(&change.after), "ports": ports_json(&change.after) },
        "ends": ends.iter().map(|end| at_end(end, shown)).collect::<Vec<_>>(),
    })
}

fn at_end(end: &AtEnd<'_>, shown: Shown<'_>) -> Value {
    json!({
        "direction": end.direction.to_string(),
        "port": end.port.to_string(),
        "before": cause(&end.before, shown.before),
        "after": cause(&end.after, shown.after),
    })
}

fn cause(cause: &Cause<'_>, sources: &Sources) -> Value {
    match cause {
        Cause::NotIsolated => json!({ "kind": "not-isolated", "passes": true }),
        Cause::Isolated => json!({ "kind": "isolated", "passes": false }),
        Cause::Opened(openings) => {
            let by: Vec<Value> = openings.iter().map(|opening| opened_json(opening, sources)).collect();
            json!({ "kind": "opened", "passes": true, "by": by })
        }
        Cause::Policy(said) => verdict_json(said, sources),
    }
}
