//! The answer for programs.

use serde_json::{Value, json};

use crate::diagnostic::Sources;
use crate::explain::{Cause, Explanation, Missing, Side};
use crate::verify::meaning::{Isolated, Opener, Opening};
use crate::verify::sides::Connections;

use super::wording::{extent, hindrance, owner, peer, ports};

/// The answer as one object, as `docs/explain.md` describes it.
pub fn json(explanation: &Explanation<'_>, sources: &Sources) -> Value {
    let missing = explanation.missing.iter().flatten();
    json!({
        "caller": explanation.caller.text,
        "callee": explanation.callee.text,
        "ports": ports(&explanation.ports),
        "verdict": extent(explanation.extent),
        "passing": explanation.passing.iter().map(connections).collect::<Vec<_>>(),
        "egress": side(&explanation.egress, sources),
        "ingress": side(&explanation.ingress, sources),
        "missing": missing.map(|missing| way_out(missing, sources)).collect::<Vec<_>>(),
        "hindrance": explanation.missing.as_ref().err().map(|hindrance| self::hindrance(hindrance, explanation, sources)),
    })
}

fn connections(connections: &Connections) -> Value {
    json!({
        "caller": peer(&connections.caller),
        "callee": peer(&connections.callee),
        "ports": ports(&connections.ports),
    })
}

fn side(side: &Side<'_>, sources: &Sources) -> Value {
    json!({
        "verdict": extent(side.extent),
        "isolated": side.isolated.iter().map(isolated).collect::<Vec<_>>(),
        "causes": side.causes.iter().map(|cause| self::cause(cause, sources)).collect::<Vec<_>>(),
    })
}

fn isolated(isolated: &Isolated) -> Value {
    let Isolated { pods, namespace, object } = isolated;
    json!({
        "pods": pods.to_string(),
        "policy": object.name,
        "namespace": &**namespace,
        "file": object.path(namespace),
    })
}

fn cause(cause: &Cause<'_>, sources: &Sources) -> Value {
    match cause {
        Cause::NoPod => json!({ "kind": "no-pod" }),
        Cause::NotIsolated(pods) => json!({ "kind": "not-isolated", "pods": pods.to_string() }),
        Cause::Opened(opening) => opened(opening, sources),
    }
}

/// What lets something through.
pub(in crate::report) fn opened(opening: &Opening<'_>, sources: &Sources) -> Value {
    let (kind, writings) = match opening.opener {
        Opener::NameResolution => ("name-resolution", Vec::new()),
        Opener::Edge(edge) => {
            let writing = edge.writings.iter().map(|writing| {
                json!({ "place": sources.line_of(writing.place), "owner": owner(edge, writing), "why": writing.why.as_deref() })
            });
            ("edge", writing.collect())
        }
    };
    json!({
        "kind": kind,
        "writings": writings,
        "policy": opening.object.name,
        "namespace": &*opening.namespace,
        "file": opening.object.path(&opening.namespace),
    })
}

fn way_out(missing: &Missing, sources: &Sources) -> Value {
    json!({
        "table": missing.table,
        "place": sources.line_of(missing.place),
        "list": missing.list,
        "entry": missing.entry,
        "declare": missing.declare,
    })
}
