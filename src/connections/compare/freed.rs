//! Pods that nothing isolates any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::judged::Judged;
use crate::analyzer::evaluate::classes::EndId;
use crate::connections::party::{Name, Parties};
use crate::sets::{Direction, Directions};

/// Pods that a policy isolates on the first side, and none on the second.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Freed {
    /// What they are called.
    pub name: Arc<str>,
    /// Their namespace; `None` where they can be in several.
    pub namespace: Option<Arc<str>>,
    /// In which directions.
    pub directions: Directions,
}

/// All of them, by name. What isolates an intersection isolates a whole set, so that intersections are none of them.
pub(super) fn freed(
    parties: &Parties,
    overlaps: &BTreeSet<EndId>,
    before: &Judged<'_>,
    after: &Judged<'_>,
) -> Vec<Freed> {
    let mut freed: BTreeMap<Arc<str>, Freed> = BTreeMap::new();
    for (end, owner) in parties.owners().iter().enumerate().filter(|(end, _)| !overlaps.contains(end)) {
        let is_freed = |direction: Direction| {
            before.is_isolated(end, direction) == Some(true) && after.is_isolated(end, direction) == Some(false)
        };
        let directions = Directions::BOTH.filter(is_freed);
        if directions.is_none() {
            continue;
        }
        let namespace = parties.party(owner).and_then(|party| namespace(&party.name));
        let new = || Freed { name: owner.name.clone(), namespace, directions: Directions::NONE };
        let known = freed.entry(owner.name.clone()).or_insert_with(new);
        known.directions = known.directions.union(directions);
    }
    freed.into_values().collect()
}

/// The one namespace in which whatever bears a name is.
fn namespace(name: &Name) -> Option<Arc<str>> {
    match name {
        Name::InNamespace { namespace, .. } => Some(namespace.clone()),
        Name::Pods(labels) => labels.namespace(),
        Name::Range(_) | Name::Named { .. } | Name::At(_) => None,
    }
}
