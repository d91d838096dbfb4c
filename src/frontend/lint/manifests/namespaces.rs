//! Namespaces of the graph that the manifests lack.

use std::collections::BTreeMap;

use crate::diagnostic::rule::namespace_not_there;
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::graph::{GroupNamespaces, NamespaceId};

use super::held::Held;

/// Looks at each namespace in which a node lives. One that is not governed may be someone else's, whose manifests are
/// not here: it is looked at only where namespaces are among the manifests.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    let mut living: BTreeMap<NamespaceId, Place> = BTreeMap::new();
    for service in &held.graph.services {
        living.entry(service.namespace).or_insert(service.place);
    }
    for group in &held.graph.groups {
        if let GroupNamespaces::Listed(namespaces) = &group.namespaces {
            for id in namespaces {
                living.entry(*id).or_insert(group.place);
            }
        }
    }
    let lists_namespaces = !held.inventory.namespaces.is_empty();
    for (id, place) in living {
        let governed = held.graph.namespace(id).is_some_and(|namespace| namespace.governed);
        let name = held.name(id);
        if (governed || lists_namespaces) && !held.is_there(name) {
            found.push(namespace_not_there::missing(place, name, nearest(name, held.namespaces())));
        }
    }
}
