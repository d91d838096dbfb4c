//! `one-sided-edge`: edges that are opened at one side, while the pods at the other are isolated and nothing lets them
//! pass.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::one_sided_edge::{self, Side};
use crate::graph::{Edge, End, Graph, Stage};
use crate::sets::{Direction, Labels, Peer};
use crate::verify::meaning::Meaning;

/// Looks at the edges with an end that is pods and has no half: `@namespace`, or a name of the profile. Of every other
/// end without a half some are not isolated.
pub(super) fn check(meaning: &Meaning<'_>, found: &mut Diagnostics) {
    let has_no_half = |end: &End| matches!(end, End::PodsOf(_) | End::Name(_));
    let edges = meaning.graph().edges.iter();
    let mut edges = edges.filter(|edge| has_no_half(&edge.caller) || has_no_half(&edge.callee)).peekable();
    if edges.peek().is_none() {
        return;
    }
    let makers = meaning.rule_makers();
    for edge in edges {
        for opened in makers.halves(edge).iter() {
            let shut = opened.opposite();
            let side = match shut {
                Direction::Egress => Side::Caller,
                Direction::Ingress => Side::Callee,
            };
            if let (Some(namespace), Some(writing)) = (shut_in(meaning, edge, shut), edge.writings.first()) {
                found.push(one_sided_edge::edge(writing.place, namespace, side));
            }
        }
    }
}

/// The namespace in which the pods at one side of an edge live, where they all are isolated and nothing lets any of them
/// pass.
fn shut_in<'g>(meaning: &Meaning<'g>, edge: &Edge, direction: Direction) -> Option<&'g str> {
    let (caller, callee) = (meaning.calling(&edge.caller), meaning.called(&edge.callee));
    let (own, far) = match direction {
        Direction::Egress => (caller, callee),
        Direction::Ingress => (callee, caller),
    };
    let ports = edge.ports.to_ports();
    let mut home = None;
    for peer in own {
        let Peer::Pods(pods) = peer else { return None };
        home = Some(isolated_in(meaning.graph(), &pods, direction)?);
        if far.iter().any(|far| !meaning.opening(direction, &pods, far, &ports).is_empty()) {
            return None;
        }
    }
    home
}

/// The namespace that isolates all of these pods.
fn isolated_in<'g>(graph: &'g Graph, pods: &Labels, direction: Direction) -> Option<&'g str> {
    let mut namespaces = graph.governed().filter_map(|id| graph.namespace(id));
    let home = namespaces.find(|namespace| pods.is_subset(&Labels::in_namespace(namespace.name.clone())))?;
    (home.stage == Stage::Enforce && home.isolated.contains(direction)).then_some(&*home.name)
}
