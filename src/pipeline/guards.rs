//! Guards, held against what the graph means.

use std::collections::BTreeMap;

use crate::diagnostic::rule::guard_broken::{self, Shown};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::graph::{Graph, Must};
use crate::sets::Directions;
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

/// The message on a guard that does not hold: the connection, the edges that open it, and what each side says.
fn told(broken: &Broken<'_>) -> Diagnostic {
    let guard = broken.guard;
    let (caller, callee) = (broken.caller.to_string(), broken.callee.to_string());
    let port = broken.port.map_or_else(|| "a port by name".to_owned(), |port| port.to_string());
    let shown = Shown { caller: &caller, callee: &callee, port: &port };
    let told = match guard.must {
        Must::Never => guard_broken::never(guard.place, guard.why.as_deref(), shown),
        Must::Always => guard_broken::always(guard.place, guard.why.as_deref(), shown),
    };
    let told = opening(broken).into_iter().fold(told, |told, (place, halves)| told.at(place, lets(halves)));
    let told = side(told, &broken.egress, &caller, ("lets it out", "lets nothing of it out", "out"));
    side(told, &broken.ingress, &callee, ("lets it in", "lets nothing of it in", "in"))
}

/// Where the edges are written that open it, with the sides at which they do.
fn opening(broken: &Broken<'_>) -> BTreeMap<Place, Directions> {
    let mut opening: BTreeMap<Place, Directions> = BTreeMap::new();
    for place in places(&broken.egress) {
        opening.entry(place).or_default().egress = true;
    }
    for place in places(&broken.ingress) {
        opening.entry(place).or_default().ingress = true;
    }
    opening
}

/// Where the edges are written that open one side.
fn places<'s>(side: &'s Side<'_>) -> impl Iterator<Item = Place> + 's {
    let opening = if let Side::Opened(opening) = side { opening.as_slice() } else { &[] };
    let edges = opening.iter().filter_map(|opening| match opening.opener {
        Opener::Edge(edge) => Some(edge),
        Opener::NameResolution => None,
    });
    edges.flat_map(|edge| &edge.writings).map(|writing| writing.place)
}

/// What an edge does whose halves in these directions open a connection.
fn lets(halves: Directions) -> &'static str {
    match (halves.egress, halves.ingress) {
        (true, true) => "lets it out and in",
        (true, false) => "lets it out",
        (false, _) => "lets it in",
    }
}

/// Adds what one side says beside its edges, in the words for its direction: what opens it, what denies it, and the way.
fn side(told: Diagnostic, side: &Side<'_>, own: &str, (opens, denies, way): (&str, &str, &str)) -> Diagnostic {
    match side {
        Side::NotIsolated => told.help(format!("{own} is not isolated, so everything passes {way}")),
        Side::Denied => told.help(format!("{own} is isolated and {denies}")),
        Side::Opened(opening) if opening.iter().any(|opening| opening.opener == Opener::NameResolution) => {
            told.help(format!("name resolution {opens}"))
        }
        Side::Opened(_) | Side::NoPod => told,
    }
}
