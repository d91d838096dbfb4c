//! Pods that are in several sets at once.
//!
//! What a pod may do follows from all the sets of the rules that hold it. A change can thus show for the pods of two
//! sets at once, and for none that is in one of them alone: the intersections are ends of their own. What is so for a
//! whole set is not told of its intersections again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Delta;
use super::both::Ends;
use crate::analyzer::evaluate::classes::{End, EndId};
use crate::sets::Labels;

/// How many intersections are looked at: what the pods of all of them may do is held in memory.
const MOST: usize = 256;

/// The intersections of two or more of some sets.
#[derive(Debug, Default)]
pub(super) struct Overlaps {
    /// Those that are none of the sets themselves.
    pub(super) sets: BTreeSet<Labels>,
    /// Whether there are more.
    pub(super) are_cut: bool,
}

impl Overlaps {
    /// The intersections of these sets: of two of them first, then of three, and so on.
    pub(super) fn of(sets: &BTreeSet<&Labels>) -> Self {
        let mut by_namespace: BTreeMap<Option<Arc<str>>, Vec<&Labels>> = BTreeMap::new();
        for set in sets {
            by_namespace.entry(set.namespace()).or_default().push(set);
        }
        let mut found = Self::default();
        let mut queue: Vec<Labels> = sets.iter().copied().cloned().collect();
        let mut next = 0;
        while let Some(set) = queue.get(next).cloned() {
            next += 1;
            let namespace = set.namespace();
            let is_near = |other: &Option<Arc<str>>| namespace.is_none() || other.is_none() || *other == namespace;
            for other in by_namespace.iter().filter(|(other, _)| is_near(other)).flat_map(|(_, sets)| sets) {
                let Some(both) = set.intersect(other) else { continue };
                if sets.contains(&both) || found.sets.contains(&both) {
                    continue;
                }
                if found.sets.len() == MOST {
                    found.are_cut = true;
                    return found;
                }
                found.sets.insert(both.clone());
                queue.push(both);
            }
        }
        found
    }
}

/// Leaves out the changes of intersections that are told of sets which hold these.
pub(super) fn without_told(changed: Vec<Delta>, ends: &[Ends], overlaps: &BTreeSet<EndId>) -> Vec<Delta> {
    let by_ends: BTreeMap<(EndId, EndId), &Delta> = changed.iter().map(|delta| (delta.example, delta)).collect();
    let holding: BTreeMap<EndId, Vec<EndId>> = overlaps.iter().map(|end| (*end, holding(*end, ends))).collect();
    let with_itself = |end: EndId| holding.get(&end).into_iter().flatten().copied().chain([end]);
    let is_told = |delta: &Delta| {
        let (source, destination) = delta.example;
        with_itself(source).any(|source| {
            with_itself(destination)
                .filter_map(|destination| by_ends.get(&(source, destination)))
                .any(|other| other.example != delta.example && other.holds(delta))
        })
    };
    let kept: BTreeSet<(EndId, EndId)> =
        changed.iter().filter(|delta| !is_told(delta)).map(|delta| delta.example).collect();
    changed.into_iter().filter(|delta| kept.contains(&delta.example)).collect()
}

/// The ends that hold all pods of an end, other than itself.
fn holding(end: EndId, ends: &[Ends]) -> Vec<EndId> {
    let Some(own) = ends.get(end).and_then(labels) else { return Vec::new() };
    let holds = |other: &Ends| labels(other).is_some_and(|labels| labels != own && own.is_subset(labels));
    ends.iter().enumerate().filter(|(_, other)| holds(other)).map(|(id, _)| id).collect()
}

/// The pods of an end that is the same on both sides.
fn labels(ends: &Ends) -> Option<&Labels> {
    match (&ends.before, &ends.after) {
        (Some(End::OtherPod(before)), Some(End::OtherPod(after))) if before == after => Some(after),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
