//! The canonical form of a relation: subject → peer → ports.
//!
//! Entries with the same subject and the same peer pods are one, their ports united. Addresses are cut where their
//! ports change, so that overlapping ranges end up in the same form however they were written. Equal forms are equal
//! relations; the other way round it need not be so.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::sets::{Addresses, Allow, Bound, Intervals, Labels, Peer, Ports, Relation, Values};

/// A relation in canonical form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Canonical<'r> {
    /// The isolated pods: sorted, none inside another.
    isolated: Vec<&'r Labels>,
    /// What each subject may do.
    allowed: BTreeMap<&'r Labels, Peers<'r>>,
}

/// What one subject may do: with whom, on which ports. No set in it is empty.
#[derive(Debug, Default, PartialEq, Eq)]
struct Peers<'r> {
    pods: BTreeMap<&'r Labels, Cow<'r, Ports>>,
    entities: BTreeMap<&'r Values, Cow<'r, Ports>>,
    /// The addresses by their ports: each address stands once, under all its ports.
    addresses: BTreeMap<Cow<'r, Ports>, Addresses>,
}

impl<'r> Canonical<'r> {
    /// The canonical form of a relation.
    pub(super) fn of(relation: &'r Relation) -> Self {
        let mut allowed: BTreeMap<&Labels, Peers<'_>> = BTreeMap::new();
        let mut ranges: BTreeMap<&Labels, Vec<(&Addresses, &Ports)>> = BTreeMap::new();
        // Entries of one subject mostly stand together, so it is looked up once for a stretch of them.
        for stretch in relation.allowed.chunk_by(|one, next| one.subject == next.subject) {
            let says_something = |allow: &&Allow| !allow.ports.is_empty() && !allow.peer.is_empty();
            let Some(Allow { subject, .. }) = stretch.iter().find(says_something) else { continue };
            let peers = allowed.entry(subject).or_default();
            for Allow { peer, ports, .. } in stretch.iter().filter(says_something) {
                match peer {
                    Peer::Pods(labels) => unite(&mut peers.pods, labels, ports),
                    Peer::Entities(names) => unite(&mut peers.entities, names, ports),
                    Peer::Addresses(addresses) => ranges.entry(subject).or_default().push((addresses, ports)),
                }
            }
        }
        for (subject, ranges) in ranges {
            allowed.entry(subject).or_default().addresses = by_ports(&ranges);
        }
        Self { isolated: widest(&relation.isolated), allowed }
    }

    /// The isolated pods.
    pub(super) fn isolated(&self) -> impl Iterator<Item = &'r Labels> {
        self.isolated.iter().copied()
    }

    /// All that is allowed, in pieces.
    pub(super) fn pieces(&self) -> Vec<Allow> {
        let mut pieces = Vec::new();
        for (&subject, peers) in &self.allowed {
            let mut add = |peer: Peer, ports: &Ports| {
                pieces.push(Allow { subject: subject.clone(), peer, ports: ports.clone() });
            };
            for (&labels, ports) in &peers.pods {
                add(Peer::Pods(labels.clone()), ports);
            }
            for (&names, ports) in &peers.entities {
                add(Peer::Entities(names.clone()), ports);
            }
            for (ports, addresses) in &peers.addresses {
                add(Peer::Addresses(addresses.clone()), ports);
            }
        }
        pieces
    }

    /// Whether a single entry allows all of a piece: a quick look, `false` says nothing.
    pub(super) fn covers(&self, piece: &Allow) -> bool {
        let Some(peers) = self.allowed.get(&piece.subject) else { return false };
        let enough = |ports: &Cow<'_, Ports>| piece.ports.is_subset(ports);
        match &piece.peer {
            Peer::Pods(labels) => peers.pods.get(labels).is_some_and(enough),
            Peer::Entities(names) => peers.entities.get(names).is_some_and(enough),
            Peer::Addresses(addresses) => {
                peers.addresses.get(&piece.ports).is_some_and(|listed| addresses.is_subset(listed))
            }
        }
    }
}

/// Adds ports to those of a key.
fn unite<'r, K: Ord>(entries: &mut BTreeMap<&'r K, Cow<'r, Ports>>, key: &'r K, ports: &'r Ports) {
    entries.entry(key).and_modify(|own| *own = Cow::Owned(own.union(ports))).or_insert(Cow::Borrowed(ports));
}

/// The sets without those that lie inside another, sorted.
fn widest(sets: &[Labels]) -> Vec<&Labels> {
    // A set with fewer keys is never inside one with more.
    let mut candidates: Vec<&Labels> = sets.iter().collect();
    candidates.sort_by_key(|labels| labels.requirements().len());
    let mut widest: Vec<&Labels> = Vec::new();
    for labels in candidates {
        if !widest.iter().any(|wide| labels.is_subset(wide)) {
            widest.retain(|narrow| !narrow.is_subset(labels));
            widest.push(labels);
        }
    }
    widest.sort_unstable();
    widest
}

/// The addresses by all the ports that are open to them.
fn by_ports<'r>(ranges: &[(&'r Addresses, &'r Ports)]) -> BTreeMap<Cow<'r, Ports>, Addresses> {
    let v4: Vec<_> = ranges.iter().map(|(addresses, ports)| (&addresses.v4, *ports)).collect();
    let v6: Vec<_> = ranges.iter().map(|(addresses, ports)| (&addresses.v6, *ports)).collect();
    let mut addresses: BTreeMap<Cow<'_, Ports>, Addresses> = BTreeMap::new();
    for (ports, numbers) in numbers_by_ports(&v4) {
        addresses.entry(ports).or_default().v4 = numbers;
    }
    for (ports, numbers) in numbers_by_ports(&v6) {
        addresses.entry(ports).or_default().v6 = numbers;
    }
    addresses
}

/// The same for the numbers of one family: a sweep from the lowest to the highest that keeps the sets which hold the
/// current number.
fn numbers_by_ports<'r, T: Bound>(sets: &[(&Intervals<T>, &'r Ports)]) -> BTreeMap<Cow<'r, Ports>, Intervals<T>> {
    let mut changes: Vec<(T, usize)> = Vec::new();
    for (index, (numbers, _)) in sets.iter().enumerate() {
        for (first, last) in numbers.ranges() {
            changes.push((*first, index));
            changes.extend(last.next().map(|after| (after, index)));
        }
    }
    changes.sort_unstable();

    let mut stretches: BTreeMap<Cow<'_, Ports>, Vec<(T, T)>> = BTreeMap::new();
    let mut holding: BTreeSet<usize> = BTreeSet::new();
    let mut changes = changes.into_iter().peekable();
    while let Some((start, index)) = changes.next() {
        // A set begins where it did not hold, and ends where it did.
        if !holding.remove(&index) {
            holding.insert(index);
        }
        let end = changes.peek().map_or(Some(T::MAX), |(next, _)| next.previous());
        if let (Some(end), Some(ports)) = (end.filter(|end| start <= *end), union_of(sets, &holding)) {
            stretches.entry(ports).or_default().push((start, end));
        }
    }
    stretches.into_iter().map(|(ports, stretches)| (ports, Intervals::from_ranges(stretches))).collect()
}

/// The ports of these sets together; `None` where there are none.
fn union_of<'r, T>(sets: &[(&Intervals<T>, &'r Ports)], members: &BTreeSet<usize>) -> Option<Cow<'r, Ports>> {
    members
        .iter()
        .filter_map(|index| sets.get(*index))
        .map(|(_, ports)| Cow::Borrowed(*ports))
        .reduce(|left, right| if left == right { left } else { Cow::Owned(left.union(&right)) })
}
