//! Wildcards: one edge for each service that they stand for.

use crate::frontend::resolve::names::{Named, Names};
use crate::graph::{Edge, EdgePorts, End, LeftOut, NamespaceId, Why};

use super::Told;
use super::draft::{Draft, Ports};

/// Hands the edges of a draft to `take`: its own, or one for each service that its wildcard stands for. One that stands
/// for nobody is listed as left out.
///
/// What a wildcard opens at a service adds up with what else is open there: the same ends and ports may come again, each
/// with the reasons of its own edge.
pub(super) fn expand(draft: &Draft, names: Names<'_>, told: &mut Told<'_>, mut take: impl FnMut(Edge, &mut Told<'_>)) {
    let mut is_anybody = false;
    match (&draft.caller, &draft.callee, &draft.ports) {
        (Named::Each(namespace), Named::One(callee), Ports::Same(ports)) => {
            for caller in ends(*namespace, callee, names) {
                is_anybody = true;
                take(edge(draft, caller, callee.clone(), ports.clone()), told);
            }
        }
        (Named::One(caller), Named::Each(namespace), Ports::OfEach(of_each)) => {
            for callee in ends(*namespace, caller, names) {
                if let Some(ports) = of_each.at(&callee, draft, names, told.found) {
                    is_anybody = true;
                    take(edge(draft, caller.clone(), callee, ports), told);
                }
            }
        }
        (Named::One(caller), Named::One(callee), Ports::Same(ports)) => {
            is_anybody = true;
            take(edge(draft, caller.clone(), callee.clone(), ports.clone()), told);
        }
        // No writing is between two wildcards, and none has ports of another kind than its callee.
        _ => {}
    }
    if !is_anybody {
        let places = draft.writings.iter().map(|writing| writing.place);
        told.left_out.extend(places.map(|place| LeftOut { place, why: Why::NobodyPicked }));
    }
}

/// The services that a wildcard stands for, those left out of which neither end can get a rule.
fn ends(namespace: Option<NamespaceId>, other: &End, names: Names<'_>) -> impl Iterator<Item = End> {
    let other_has = names.has_half(other);
    names.each(namespace, other).map(End::Service).filter(move |end| other_has || names.has_half(end))
}

fn edge(draft: &Draft, caller: End, callee: End, ports: EdgePorts) -> Edge {
    let owner = draft.owner.as_ref().map(|(owner, _)| owner.clone());
    let detail = draft.detail.as_ref().and_then(|detail| detail.kept());
    Edge { caller, callee, ports, owner, writings: draft.writings.clone(), detail }
}
