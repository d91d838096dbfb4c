//! `consent = "both"`: a half is made in a namespace of another owner only where that owner writes the edge too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::rule::consent_missing;
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::File;
use crate::graph::{Edge, End, GroupId, GroupNamespaces, Namespace};
use crate::sets::Direction;

use super::extent::Extent;
use super::governed::{Namespaces, every_pod};
use super::names::Names;

/// Checks who declares what: each namespace has one owner, whose files alone declare its services and say how it is
/// governed. `settings` is a place in `npgen.toml`, which may say that of every namespace.
pub(super) fn check_files(files: &[File], namespaces: &Namespaces, settings: Place, found: &mut Diagnostics) {
    let mut owners: BTreeMap<&str, BTreeMap<Option<&str>, Place>> = BTreeMap::new();
    for file in files {
        let owner = file.owner.as_ref().map(|owner| owner.value.as_str());
        for service in &file.services {
            let Some(home) = service.namespace.as_ref().or(file.namespace.as_ref()) else { continue };
            owners.entry(&home.value).or_default().entry(owner).or_insert(service.name.place);
        }
        for namespace in file.namespaces.iter().filter(|_| file.source != settings.source) {
            let (name, place) = (&namespace.name.value, namespace.name.place);
            if let Some(other) = owner_of(name, namespaces).filter(|other| Some(&**other) != owner) {
                found.push(consent_missing::namespace_of_another(place, name, &other));
            }
        }
    }
    for (namespace, owners) in owners {
        let Some(home) = owner_of(namespace, namespaces) else {
            let mut places = owners.into_values().collect::<Vec<_>>();
            places.sort_unstable();
            if let [first, second, ..] = places.as_slice() {
                found.push(consent_missing::two_owners(*second, *first, namespace));
            }
            continue;
        };
        for (_, place) in owners.iter().filter(|(owner, _)| **owner != Some(&*home)) {
            found.push(consent_missing::service_of_another(*place, namespace, &home));
        }
    }
}

fn owner_of(namespace: &str, namespaces: &Namespaces) -> Option<Arc<str>> {
    namespaces.get(namespaces.id(namespace)?)?.owner.clone()
}

/// Checks that each half is answered for. `shared` are the places of edges that call ports of a name that all may call.
pub(super) fn check_edges(edges: &[Edge], shared: &BTreeSet<Place>, names: Names<'_>, found: &mut Diagnostics) {
    let mut of_ends: BTreeMap<(Direction, &End), Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        of_ends.entry((Direction::Egress, &edge.caller)).or_default().push(edge);
        of_ends.entry((Direction::Ingress, &edge.callee)).or_default().push(edge);
    }
    let mut groups = BTreeSet::new();
    for ((direction, end), halves) in &of_ends {
        if let End::Group(id) = end {
            groups.insert(*id);
        }
        let Some(owner) = names.owner(end).filter(|_| names.has_half(end)) else { continue };
        let (answers, asking): (Vec<&Edge>, Vec<&Edge>) = halves
            .iter()
            .copied()
            .partition(|edge| edge.writings.iter().any(|one| one.file_owner.as_ref() == Some(&owner)));
        for edge in asking {
            let Some(writing) = edge.writings.first() else { continue };
            let is_shared = *direction == Direction::Ingress && shared.contains(&writing.place);
            if !is_shared && !answers.iter().any(|answer| holds(answer, edge, *direction, names)) {
                let list = if *direction == Direction::Egress { "calls" } else { "callers" };
                let there = declared_at(end, names);
                found.push(consent_missing::unanswered(writing.place, &names.describe(end), &owner, list, there));
            }
        }
    }
    for id in groups {
        check_group(id, names, found);
    }
}

/// Whether one edge opens, seen from the end that both have in common, all that another one does.
fn holds(answer: &Edge, edge: &Edge, direction: Direction, names: Names<'_>) -> bool {
    let far = |edge: &Edge| match direction {
        Direction::Egress => Extent::of_callee(&edge.callee, names),
        Direction::Ingress => Extent::of_caller(&edge.caller, names),
    };
    edge.ports.to_ports().is_subset(&answer.ports.to_ports()) && far(answer).contains(&far(edge))
}

/// A group has halves only in namespaces of the owner of its file.
fn check_group(id: GroupId, names: Names<'_>, found: &mut Diagnostics) {
    let Some(group) = names.group(id) else { return };
    let foreign =
        |namespace: &Namespace| namespace.governed && namespace.owner.is_some() && namespace.owner != group.owner;
    let holds = |at, namespace: &Namespace| match &group.namespaces {
        GroupNamespaces::Listed(listed) => listed.contains(&at),
        GroupNamespaces::Labelled | GroupNamespaces::Every => !group.pods.is_disjoint(&every_pod(namespace)),
    };
    for (at, namespace) in names.nodes.namespaces.iter().filter(|(_, namespace)| foreign(namespace)) {
        if holds(at, namespace) {
            let owner = namespace.owner.as_deref().unwrap_or_default();
            found.push(consent_missing::group(group.place, &group.name, names.nodes.namespaces.name(at), owner));
        }
    }
}

fn declared_at(end: &End, names: Names<'_>) -> Option<Place> {
    match end {
        End::Service(id) => names.service(*id).map(|service| service.place),
        End::Group(id) => names.group(*id).map(|group| group.place),
        _ => None,
    }
}
