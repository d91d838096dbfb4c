//! What passes between ends, under the names of the parties that have them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyzer::evaluate::classes::EndId;

use super::party::{Owner, Parties};

/// Something about a source and a destination, by name.
pub(super) type Between<V> = (Arc<str>, Arc<str>, V);

/// Something about two ends of parties.
type BetweenEnds<V> = (Owner, Owner, V);

/// Whether what is between the ends of one party counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// It does: pods of one workload that may call each other.
    Counts,
    /// It does not, as in the tables of the peers.
    LeftOut,
}

/// Values for pairs of ends as they come together: a value for each pair of parties, and where the ends of a party
/// differ, one for each of them.
pub(super) struct Named<'p, V> {
    parties: &'p Parties,
    own: Own,
    /// Between parties that are one end each.
    whole: Vec<Between<V>>,
    /// The values of parties that are several ends, by the places of the two.
    several: BTreeMap<(usize, usize), Vec<BetweenEnds<V>>>,
}

impl<'p, V: Clone> Named<'p, V> {
    /// Of these parties, nothing yet.
    pub(super) fn new(parties: &'p Parties, own: Own) -> Self {
        Self { parties, own, whole: Vec::new(), several: BTreeMap::new() }
    }

    /// Adds what there is between two ends.
    pub(super) fn add(&mut self, source: EndId, destination: EndId, value: V) {
        let owners = self.parties.owners();
        let (Some(source), Some(destination)) = (owners.get(source), owners.get(destination)) else { return };
        let (Some(from), Some(to)) = (self.parties.party(source), self.parties.party(destination)) else { return };
        if source.name == destination.name && self.own == Own::LeftOut {
            return;
        }
        if from.variants.len() == 1 && to.variants.len() == 1 {
            self.whole.push((source.name.clone(), destination.name.clone(), value));
        } else {
            let pair = self.several.entry((source.party, destination.party)).or_default();
            pair.push((source.clone(), destination.clone(), value));
        }
    }

    /// Parties that are several ends get one value where it is the same for all their ends, else one for each. Sorted by
    /// names, provided that the ends came in their order.
    pub(super) fn finish(mut self, is_same: impl Fn(&V, &V) -> bool) -> Vec<Between<V>> {
        if self.several.is_empty() {
            return self.whole;
        }
        for found in self.several.into_values() {
            let Some((source, destination, value)) = found.first() else { continue };
            let ends = |owner| self.parties.party(owner).map_or(0, |party| party.variants.len());
            let is_all = found.len() == ends(source) * ends(destination);
            if is_all && found.iter().all(|(.., other)| is_same(other, value)) {
                self.whole.push((source.name.clone(), destination.name.clone(), value.clone()));
            } else {
                let marked = |(source, destination, value): BetweenEnds<V>| (source.marked, destination.marked, value);
                self.whole.extend(found.into_iter().map(marked));
            }
        }
        self.whole.sort_by(|left, right| (&left.0, &left.1).cmp(&(&right.0, &right.1)));
        self.whole
    }
}
