//! Wildcards: one edge for each service that they stand for.

use crate::frontend::resolve::names::{Named, Names};
use crate::graph::{Edge, EdgePorts, End, LeftOut, NamespaceId, Why};

use super::Told;
use super::draft::{Draft, Ports};

/// One edge of each draft, or one for each service that its wildcard stands for, in canonical order.
///
/// What a wildcard opens at a service adds up with what else is open there: the same ends and ports may come again, each
/// with the reasons of its own edge.
pub(super) fn expanded(drafts: Vec<Draft>, names: Names<'_>, told: &mut Told<'_>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let before = edges.len();
        match (&draft.caller, &draft.callee, &draft.ports) {
            (Named::Each(namespace), Named::One(callee), Ports::Same(ports)) => {
                let callers = ends(*namespace, callee, names);
                edges.extend(callers.map(|caller| edge(&draft, caller, callee.clone(), ports.clone())));
            }
            (Named::One(caller), Named::Each(namespace), Ports::OfEach(of_each)) => {
                for callee in ends(*namespace, caller, names) {
                    if let Some(ports) = of_each.at(&callee, &draft, names, told.found) {
                        edges.push(edge(&draft, caller.clone(), callee, ports));
                    }
                }
            }
            (Named::One(_), Named::One(_), Ports::Same(_)) => {
                edges.extend(whole(draft));
                continue;
            }
            // No writing is between two wildcards, and none has ports of another kind than its callee.
            _ => continue,
        }
        if edges.len() == before {
            let places = draft.writings.iter().map(|writing| writing.place);
            told.left_out.extend(places.map(|place| LeftOut { place, why: Why::NobodyPicked }));
        }
    }
    edges.sort_by(|left, right| key(left).cmp(&key(right)));
    edges
}

/// The services that a wildcard stands for, those left out of which neither end can get a rule.
fn ends(namespace: Option<NamespaceId>, other: &End, names: Names<'_>) -> impl Iterator<Item = End> {
    let other_has = names.has_half(other);
    names.each(namespace, other).map(End::Service).filter(move |end| other_has || names.has_half(end))
}

/// The edge of a draft without a wildcard.
fn whole(draft: Draft) -> Option<Edge> {
    let (Named::One(caller), Named::One(callee), Ports::Same(ports)) = (draft.caller, draft.callee, draft.ports) else {
        return None;
    };
    let owner = draft.owner.map(|(owner, _)| owner);
    Some(Edge { caller, callee, ports, owner, writings: draft.writings, detail: None })
}

fn edge(draft: &Draft, caller: End, callee: End, ports: EdgePorts) -> Edge {
    let owner = draft.owner.as_ref().map(|(owner, _)| owner.clone());
    Edge { caller, callee, ports, owner, writings: draft.writings.clone(), detail: None }
}

fn key(edge: &Edge) -> (&End, &End, &EdgePorts) {
    (&edge.caller, &edge.callee, &edge.ports)
}
