//! Edges with `http` beside edges without, to the same pods and port: the conditions of the first would shut nothing out.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::diagnostic::rule::{http_may_be_undone, http_undone};
use crate::frontend::resolve::extent::Extent;
use crate::frontend::resolve::names::Names;
use crate::graph::{Edge, End, Widening};

use super::Told;

/// An edge with conditions as it is written.
pub(super) struct Conditional {
    /// Where its conditions are.
    pub(super) http: Place,
    /// Who calls whom, before anything is widened.
    pub(super) edge: Edge,
}

/// Tells of each edge with conditions that another one undoes.
pub(super) fn check(conditional: &[Conditional], edges: &[Edge], names: Names<'_>, told: &mut Told<'_>) {
    if conditional.is_empty() {
        return;
    }
    let mut plain: BTreeMap<&End, Vec<&Edge>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| is_plain(edge)) {
        plain.entry(edge.meant_callee()).or_default().push(edge);
    }
    for Conditional { http, edge } in conditional {
        let callee = Extent::of_callee(&edge.callee, names);
        let caller = Extent::of_caller(&edge.caller, names);
        let wanted = edge.ports.to_ports();
        let same_pods = |end: &End| *end == edge.callee || Extent::of_callee(end, names).meets(&callee);
        let others = plain.iter().filter(|(end, _)| same_pods(end)).flat_map(|(_, edges)| edges);
        let others = others.filter(|other| !other.ports.to_ports().intersect(&wanted).is_empty());
        let mut met = None;
        let mut undone = None;
        for other in others {
            let from = Extent::of_caller(&other.caller, names);
            let place = other.writings.first().map(|writing| writing.place);
            if from.contains(&caller) {
                undone = undone.or(place);
            } else if from.meets(&caller) {
                met = met.or(place);
            }
        }
        let callee = names.describe(&edge.callee);
        match (undone, met) {
            (Some(plain), _) => told.found.push(http_undone::edge(*http, plain, &callee)),
            (None, Some(plain)) => told.found.push(http_may_be_undone::edge(*http, plain, &callee)),
            (None, None) => {}
        }
    }
}

/// Whether an edge was written without conditions: the flavor says none, so whatever had some was widened.
fn is_plain(edge: &Edge) -> bool {
    !edge.widened().contains(&Widening::L4)
}
