//! Guards, held against what the graph means.

use crate::diagnostic::rule::guard_broken::{self, Shown};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::{Graph, Must};
use crate::verify::compare::SPLIT_BUDGET;
use crate::verify::guards::{Broken, Side, as_if_enforced, judge};
use crate::verify::meaning::Opener;

/// Judges all guards of a graph; each that does not hold goes to `found`.
pub(super) fn check(graph: &Graph, found: &mut Diagnostics) {
    if graph.guards.is_empty() {
        return;
    }
    let enforced = as_if_enforced(graph);
    let judged = judge(&enforced);
    for broken in &judged.broken {
        found.push(told(broken));
    }
    for guard in judged.undecided {
        found.push(guard_broken::undecided(guard.place, SPLIT_BUDGET));
    }
}

/// The message on a guard that does not hold: the connection, and at each side the edges that open it or the advice.
fn told(broken: &Broken<'_>) -> Diagnostic {
    let guard = broken.guard;
    let (caller, callee) = (broken.caller.to_string(), broken.callee.to_string());
    let port = broken.port.map_or_else(|| "a port by name".to_owned(), |port| port.to_string());
    let shown = Shown { caller: &caller, callee: &callee, port: &port };
    let told = match guard.must {
        Must::Never => guard_broken::never(guard.place, guard.why.as_deref(), shown),
        Must::Always => guard_broken::always(guard.place, guard.why.as_deref(), shown),
    };
    let told = side(told, &broken.egress, &caller, ("lets it out", "lets nothing of it out", "out"));
    side(told, &broken.ingress, &callee, ("lets it in", "lets nothing of it in", "in"))
}

/// Adds what one side says, in the words for its direction: an edge that opens it, one that denies it, and the way.
fn side(told: Diagnostic, side: &Side<'_>, own: &str, (opens, denies, way): (&str, &str, &str)) -> Diagnostic {
    match side {
        Side::NoPod => told,
        Side::NotIsolated => told.help(format!("{own} is not isolated, so everything passes {way}")),
        Side::Denied => told.help(format!("{own} is isolated and {denies}")),
        Side::Opened(opening) => opening.iter().fold(told, |told, opening| match opening.opener {
            Opener::Edge(edge) => edge.writings.iter().fold(told, |told, writing| told.at(writing.place, opens)),
            Opener::NameResolution => told.help(format!("name resolution {opens}")),
        }),
    }
}
