//! Which sets of pods, addresses and entities hold which ends.
//!
//! The same set stands in many rules: each is asked once. And it is not asked about every end: a set that names the
//! values of a label is asked only about the ends that have one of them.

use std::net::IpAddr;
use std::ops::Range;
use std::sync::Arc;

use crate::sets::{Addresses, LabelKey, LabelValues, Labels, Peer, Values};

use super::{ByKey, End, Known, at};

/// A set by its place in [`Sets`].
pub(super) type SetId = u32;

/// Distinct sets, numbered as they come.
#[derive(Debug, Default)]
pub(super) struct Sets<'r> {
    all: Vec<Set<'r>>,
    pods: ByKey<&'r Labels, SetId>,
    addresses: ByKey<&'r Addresses, SetId>,
    entities: ByKey<&'r Values, SetId>,
    by_place: ByPlace,
}

/// What is known, by where it lies in memory. Rules that were read together share their sets, and to know one again
/// by what it says takes far longer.
#[derive(Debug, Default)]
struct ByPlace {
    /// By the address of their list.
    pods: ByKey<usize, SetId>,
    /// Lists of peers, by address and length.
    peers: ByKey<(usize, usize), Range<usize>>,
    /// The sets of these lists, one list after the other.
    sets: Vec<SetId>,
}

#[derive(Debug, Clone, Copy)]
enum Set<'r> {
    Pods(&'r Labels),
    Addresses(&'r Addresses),
    Entities(&'r Values),
}

impl<'r> Sets<'r> {
    /// The id of the set of these pods.
    pub(super) fn pods(&mut self, labels: &'r Labels) -> SetId {
        let Self { all, pods, .. } = self;
        let by_content = || *pods.entry(labels).or_insert_with(|| added(all, Set::Pods(labels)));
        *self.by_place.pods.entry(labels.requirements().as_ptr().addr()).or_insert_with(by_content)
    }

    /// The ids of the sets of some peers, in their order.
    pub(super) fn peers(&mut self, peers: &'r [Peer]) -> &[SetId] {
        let place = (peers.as_ptr().addr(), peers.len());
        if !self.by_place.peers.contains_key(&place) {
            let start = self.by_place.sets.len();
            for peer in peers {
                let set = self.peer(peer);
                self.by_place.sets.push(set);
            }
            self.by_place.peers.insert(place, start..self.by_place.sets.len());
        }
        let list = self.by_place.peers.get(&place).cloned();
        list.and_then(|list| self.by_place.sets.get(list)).unwrap_or_default()
    }

    fn peer(&mut self, peer: &'r Peer) -> SetId {
        let all = &mut self.all;
        match peer {
            Peer::Pods(labels) => self.pods(labels),
            Peer::Addresses(set) => *self.addresses.entry(set).or_insert_with(|| added(all, Set::Addresses(set))),
            Peer::Entities(set) => *self.entities.entry(set).or_insert_with(|| added(all, Set::Entities(set))),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The keys of which some set demands values.
    fn demanded(&self) -> Known<&'r LabelKey> {
        let pods = self.all.iter().filter_map(|set| match set {
            Set::Pods(labels) => Some(*labels),
            Set::Addresses(_) | Set::Entities(_) => None,
        });
        let requirements = pods.flat_map(Labels::requirements);
        let demanding = requirements.filter(|(_, values)| demanded_of(values).is_some());
        demanding.map(|(key, _)| key).collect()
    }

    /// The sets that hold each end, in the order of the ends; ids rising.
    pub(super) fn holding(&self, ends: &[End]) -> Vec<Vec<SetId>> {
        let index = Index::of(ends, &self.demanded());
        let mut holding = vec![Vec::new(); ends.len()];
        for (id, set) in (0..).zip(&self.all) {
            for position in index.held_by(*set, ends) {
                if let Some(sets) = holding.get_mut(position) {
                    sets.push(id);
                }
            }
        }
        holding
    }
}

/// The values of which a pod needs one; `None` where it needs none of these.
fn demanded_of(values: &LabelValues) -> Option<&[Arc<str>]> {
    match &values.values {
        Values::Only(list) if !values.absent => Some(list),
        _ => None,
    }
}

fn added<'r>(all: &mut Vec<Set<'r>>, set: Set<'r>) -> SetId {
    let id = SetId::try_from(all.len()).unwrap_or(SetId::MAX);
    all.push(set);
    id
}

/// Where to look for the ends that a set could hold.
struct Index<'e> {
    /// Positions of pods by a label that they have and of which some set demands values. Of a set of pods with several
    /// values, the first stands for all: who holds the whole set has that one too.
    labelled: ByKey<(&'e LabelKey, &'e str), Vec<usize>>,
    pods: Vec<usize>,
    /// Ranges by their first address.
    ranges: Vec<(IpAddr, IpAddr, usize)>,
    entities: Vec<usize>,
}

impl<'e> Index<'e> {
    fn of(ends: &'e [End], demanded: &Known<&LabelKey>) -> Self {
        let mut index = Self { labelled: ByKey::default(), pods: Vec::new(), ranges: Vec::new(), entities: Vec::new() };
        for (position, end) in ends.iter().enumerate() {
            match end {
                End::Pod { pod, .. } => {
                    index.pods.push(position);
                    for (key, value) in pod.0.iter().filter(|(key, _)| demanded.contains(key)) {
                        index.labelled.entry((key, value)).or_default().push(position);
                    }
                }
                End::OtherPod(labels) => {
                    index.pods.push(position);
                    let own = labels.requirements().iter().filter(|(key, _)| demanded.contains(key));
                    for (key, value) in own.filter_map(|(key, values)| Some((key, demanded_of(values)?.first()?))) {
                        index.labelled.entry((key, value)).or_default().push(position);
                    }
                }
                End::Range(range) => index.ranges.push((range.first, range.last, position)),
                End::Entity(_) => index.entities.push(position),
            }
        }
        index.ranges.sort_unstable();
        index
    }

    fn held_by(&self, set: Set<'_>, ends: &[End]) -> Vec<usize> {
        match set {
            Set::Pods(labels) => {
                let is_held = |position: &usize| at(ends, *position).is_some_and(|end| end.is_among(labels));
                match self.candidates(labels) {
                    Some(lists) => lists.into_iter().flatten().copied().filter(is_held).collect(),
                    None => self.pods.iter().copied().filter(is_held).collect(),
                }
            }
            Set::Addresses(addresses) => {
                addresses.ranges().flat_map(|range| self.inside(range.first, range.last)).collect()
            }
            Set::Entities(names) => {
                let is_held =
                    |position: &usize| matches!(at(ends, *position), Some(End::Entity(name)) if names.contains(name));
                self.entities.iter().copied().filter(is_held).collect()
            }
        }
    }

    /// The pods that have one of the values which the set demands of a key, of the key with the fewest; `None` where
    /// it demands none. A pod has one value of a key, so none comes twice.
    fn candidates<'a>(&'a self, labels: &'a Labels) -> Option<Vec<&'a [usize]>> {
        let held = labels.requirements().iter().filter_map(|(key, values)| {
            let demanded = demanded_of(values)?.iter();
            Some(demanded.filter_map(|value| self.labelled.get(&(key, &**value)).map(Vec::as_slice)).collect())
        });
        held.min_by_key(|lists: &Vec<&[usize]>| lists.iter().map(|list| list.len()).sum::<usize>())
    }

    /// The ranges that lie between two addresses of one family.
    fn inside(&self, first: IpAddr, last: IpAddr) -> impl Iterator<Item = usize> {
        let start = self.ranges.partition_point(|(begin, ..)| *begin < first);
        let from_first = self.ranges.iter().skip(start).take_while(move |(begin, ..)| *begin <= last);
        from_first.filter(move |(_, end, _)| *end <= last).map(|(.., position)| *position)
    }
}
