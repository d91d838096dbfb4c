//! The answer for programs.

use serde_json::{Value, json};

use crate::analyzer::evaluate::Verdict;
use crate::diagnostic::Sources;
use crate::explain::objects::{Judged, Part};

use super::super::wording::extent;
use super::{line_of, ports};

/// The answer as one object, as `docs/explain.md` describes it.
pub fn json(judged: &Judged<'_>, sources: &Sources) -> Value {
    json!({
        "caller": judged.caller,
        "callee": judged.callee,
        "ports": ports(&judged.ports),
        "verdict": extent(judged.extent),
        "parts": judged.parts.iter().map(|part| self::part(part, sources)).collect::<Vec<_>>(),
    })
}

fn part(part: &Part<'_>, sources: &Sources) -> Value {
    json!({
        "callers": part.callers,
        "callees": part.callees,
        "ports": ports(&part.ports),
        "passes": part.passes(),
        "egress": side(part.egress.as_ref(), sources),
        "ingress": side(part.ingress.as_ref(), sources),
    })
}

fn side(verdict: Option<&Verdict<'_>>, sources: &Sources) -> Value {
    match verdict {
        Some(said) => self::verdict(said, sources),
        None => json!({ "kind": "no-pod", "passes": true, "policies": [] }),
    }
}

/// What decides, with the policies and the lines where they are written.
pub(in crate::report) fn verdict(verdict: &Verdict<'_>, sources: &Sources) -> Value {
    let (kind, policies) = match verdict {
        Verdict::Rule { policy, rule } => {
            let rule = json!({ "policy": policy.object.to_string(), "place": line_of(policy, rule, sources) });
            ("rule", vec![rule])
        }
        Verdict::Isolated(policies) => {
            let policies = policies
                .iter()
                .map(|policy| json!({ "policy": policy.object.to_string(), "place": sources.line_of(policy.place) }));
            ("isolated", policies.collect())
        }
        Verdict::Default => ("default", Vec::new()),
    };
    json!({ "kind": kind, "passes": verdict.allows(), "policies": policies })
}
