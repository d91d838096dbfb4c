//! `resolve = false` where names can be asked for all the same, or must be.

use std::collections::BTreeMap;

use crate::diagnostic::rule::resolve_conflict;
use crate::diagnostic::{Diagnostics, Place};
use crate::graph::{Edge, End, ExternalId, NamespaceId};
use crate::sets::Labels;

use super::names::Names;

/// Checks each node that says so.
pub(super) fn check(edges: &[Edge], names: Names<'_>, found: &mut Diagnostics) {
    if names.nodes.refuses_names.is_empty() {
        return;
    }
    let asking = asking_namespaces(edges, names);
    let by_name = calls_by_name(edges, names);
    for (node, place) in &names.nodes.refuses_names {
        let homes: Vec<NamespaceId> = match node {
            End::Service(id) => names.service(*id).map(|service| service.namespace).into_iter().collect(),
            End::Group(id) => {
                let pods = names.group(*id).map(|group| &group.pods);
                let holds = |id: &&NamespaceId| {
                    let home = Labels::in_namespace(names.nodes.namespaces.name_in_cluster(**id));
                    pods.is_some_and(|pods| !pods.is_disjoint(&home))
                };
                asking.keys().filter(holds).copied().collect()
            }
            _ => Vec::new(),
        };
        if let Some((home, because)) = homes.into_iter().find_map(|home| Some((home, asking.get(&home)?))) {
            let home = names.nodes.namespaces.name(home);
            found.push(resolve_conflict::node(*place, &names.describe(node), home, *because));
        }
        if let Some((external, edge)) = by_name.get(node) {
            let external = names.external(*external).map_or("", |external| &external.name);
            found.push(resolve_conflict::calls_by_name(*place, &names.describe(node), external, *edge));
        }
    }
}

/// The namespaces every pod of which may ask for names, with the place that says so.
fn asking_namespaces(edges: &[Edge], names: Names<'_>) -> BTreeMap<NamespaceId, Option<Place>> {
    let namespaces = &names.nodes.namespaces;
    let written = namespaces.iter().filter(|(_, namespace)| namespace.resolve == Some(true));
    let mut asking: BTreeMap<_, _> = written.map(|(id, _)| (id, namespaces.places(id).resolve)).collect();
    for edge in edges {
        let End::Namespace(id) = edge.caller else { continue };
        if namespaces.get(id).is_some_and(|namespace| namespace.resolve.is_none()) {
            asking.entry(id).or_insert_with(|| edge.writings.first().map(|writing| writing.place));
        }
    }
    asking
}

/// For each node that calls an external by its DNS names, the first such external and edge.
fn calls_by_name<'e>(edges: &'e [Edge], names: Names<'_>) -> BTreeMap<&'e End, (ExternalId, Place)> {
    let mut calls = BTreeMap::new();
    for edge in edges {
        let (End::External(id), Some(writing)) = (edge.meant_callee(), edge.writings.first()) else { continue };
        if names.external(*id).is_some_and(|external| !external.dns.is_empty()) {
            calls.entry(&edge.caller).or_insert((*id, writing.place));
        }
    }
    calls
}
