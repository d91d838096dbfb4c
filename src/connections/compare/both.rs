//! The ends of both sides in one list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Side;
use super::overlap::Overlaps;
use crate::analyzer::evaluate::Rules;
use crate::analyzer::evaluate::classes::{End, EndId};
use crate::connections::objects::ranges;
use crate::connections::party::{Name, Parties, Party, Told, Variant};
use crate::sets::{Direction, LabelKey, Labels, NAMESPACE_NAME, Peer, Pod};

/// The ends of both sides in one list.
pub(super) struct Both {
    pub(super) parties: Parties,
    /// By end.
    pub(super) ends: Vec<Ends>,
    /// The ends that are intersections of others.
    pub(super) overlaps: BTreeSet<EndId>,
    /// Whether there are more intersections than are among the ends.
    pub(super) overlaps_are_cut: bool,
    /// The parties that only the second side has, sorted.
    pub(super) new: Vec<Arc<str>>,
    /// The parties that only the first side has, sorted.
    pub(super) gone: Vec<Arc<str>>,
}

/// An end as it is on either side.
#[derive(Debug, Clone, Default)]
pub(super) struct Ends {
    pub(super) before: Option<End>,
    pub(super) after: Option<End>,
}

impl Both {
    pub(super) fn of(before: &Side<'_>, after: &Side<'_>) -> Self {
        // Where one side is a graph, its nodes are the names to speak of.
        let of_before: &[Party] = if after.is_graph && !before.is_graph { &[] } else { &before.parties };
        let of_after: &[Party] = if before.is_graph && !after.is_graph { &[] } else { &after.parties };
        let rules = [before.rules(), after.rules()];
        let mut found = Found::default();
        found.add(of_before, |ends, end| ends.before = Some(end.clone()));
        found.add(of_after, |ends, end| ends.after = Some(end.clone()));
        let (mut overlapping, mut overlaps_are_cut) = (BTreeSet::<Arc<str>>::new(), false);
        if before.is_graph || after.is_graph {
            found.judge_on_both_sides();
            let sets = sets(rules);
            let overlaps = Overlaps::of(&sets);
            let (strange, between) = (strangers(sets, &found), strangers(&overlaps.sets, &found));
            overlapping = between.iter().map(|party| Arc::from(party.name.to_string())).collect();
            overlaps_are_cut = overlaps.are_cut;
            found.add(&strange, put_on_both_sides);
            found.add(&between, put_on_both_sides);
        } else if before.has_absent && after.has_absent {
            let pods = found.pods();
            let absent: Vec<Party> =
                strangers(sets(rules), &found).into_iter().filter(|party| pods.are_none_of(party)).collect();
            found.add(&absent, put_on_both_sides);
        }
        found.add(&ranges(&rules), put_on_both_sides);
        let (parties, ends) = found.finish();
        let (new, gone) = (not_among(of_after, of_before), not_among(of_before, of_after));
        let owners = parties.owners().iter().enumerate();
        let overlaps = owners.filter(|(_, owner)| overlapping.contains(&owner.name)).map(|(end, _)| end).collect();
        Self { parties, ends, overlaps, overlaps_are_cut, new, gone }
    }
}

/// The names of parties that are not among others. Names of a graph are not compared with those of policies.
fn not_among(parties: &[Party], others: &[Party]) -> Vec<Arc<str>> {
    let others: BTreeSet<&Name> = others.iter().map(|party| &party.name).collect();
    let names: BTreeSet<&Name> =
        parties.iter().map(|party| &party.name).filter(|name| !others.contains(name)).collect();
    if others.is_empty() { Vec::new() } else { names.into_iter().map(|name| Arc::from(name.to_string())).collect() }
}

fn put_on_both_sides(ends: &mut Ends, end: &End) {
    *ends = Ends { before: Some(end.clone()), after: Some(end.clone()) };
}

/// The sets of pods that the rules of either side bind or name.
fn sets(rules: [&Rules; 2]) -> BTreeSet<&Labels> {
    let policies = || rules.into_iter().flat_map(|rules| &rules.policies);
    let judged =
        Direction::BOTH.into_iter().flat_map(|direction| policies().filter_map(move |policy| policy.rules(direction)));
    let peers = judged.flatten().flat_map(|rule| &*rule.peers).filter_map(|peer| match peer {
        Peer::Pods(labels) => Some(labels),
        Peer::Addresses(_) | Peer::Entities(_) => None,
    });
    policies().filter_map(|policy| policy.subject.as_ref()).chain(peers).collect()
}

/// The pods of those of the sets that are no party's.
fn strangers<'l>(sets: impl IntoIterator<Item = &'l Labels>, found: &Found) -> Vec<Party> {
    let known = found.label_sets();
    let strange = sets.into_iter().filter(|labels| !known.contains(labels));
    let party = |labels: &Labels| Party {
        name: Name::Pods(labels.clone()),
        variants: vec![Variant { end: End::OtherPod(labels.clone()), mark: String::new() }],
        calls: true,
        is_called: true,
        told: Told::WhereBound,
    };
    strange.map(party).collect()
}

/// Parties as they are shown, with their ends by what tells these apart.
#[derive(Default)]
struct Found(BTreeMap<Arc<str>, (Party, BTreeMap<String, Ends>)>);

impl Found {
    /// Adds parties, and puts their ends where `put` says.
    fn add(&mut self, parties: &[Party], put: impl Fn(&mut Ends, &End)) {
        for party in parties {
            let new = || (Party { variants: Vec::new(), ..party.clone() }, BTreeMap::new());
            let (known, ends) = self.0.entry(Arc::from(party.name.to_string())).or_insert_with(new);
            known.calls |= party.calls;
            known.is_called |= party.is_called;
            for variant in &party.variants {
                put(ends.entry(variant.mark.clone()).or_default(), &variant.end);
            }
        }
    }

    /// Makes what is on one side only an end on both.
    fn judge_on_both_sides(&mut self) {
        for ends in self.0.values_mut().flat_map(|(_, ends)| ends.values_mut()) {
            ends.before = ends.before.take().or_else(|| ends.after.clone());
            ends.after = ends.after.take().or_else(|| ends.before.clone());
        }
    }

    /// The sets of pods that are ends on both sides.
    fn label_sets(&self) -> BTreeSet<&Labels> {
        let ends = self.0.values().flat_map(|(_, ends)| ends.values()).filter(|ends| ends.before == ends.after);
        ends.filter_map(|ends| match &ends.after {
            Some(End::OtherPod(labels)) => Some(labels),
            _ => None,
        })
        .collect()
    }

    /// The pods that are ends.
    fn pods(&self) -> Pods {
        let ends = self.0.values().flat_map(|(_, ends)| ends.values());
        let mut pods = Pods::default();
        for end in ends.flat_map(|ends| [&ends.before, &ends.after]).flatten() {
            if let End::Pod { pod, .. } = end {
                let namespace = pod.0.get(&LabelKey::Namespace(Arc::from(NAMESPACE_NAME))).cloned();
                pods.0.entry(namespace.unwrap_or_default()).or_default().insert(pod.clone());
            }
        }
        pods
    }

    /// The parties, and the ends of both sides in their order.
    fn finish(self) -> (Parties, Vec<Ends>) {
        let mut all = Vec::new();
        let parties = self.0.into_values().map(|(mut party, by_mark)| {
            for (mark, ends) in by_mark {
                party
                    .variants
                    .extend(ends.after.clone().or_else(|| ends.before.clone()).map(|end| Variant { end, mark }));
                all.push(ends);
            }
            party
        });
        (Parties::new(parties.collect()), all)
    }
}

/// Pods, by the name of their namespace.
#[derive(Default)]
struct Pods(BTreeMap<Arc<str>, BTreeSet<Arc<Pod>>>);

impl Pods {
    /// Whether none of them is one of a party's.
    fn are_none_of(&self, party: &Party) -> bool {
        let sets = party.variants.iter().filter_map(|variant| match &variant.end {
            End::OtherPod(labels) => Some(labels),
            End::Pod { .. } | End::Range(_) | End::Entity(_) => None,
        });
        sets.into_iter().all(|labels| match labels.namespace() {
            Some(namespace) => !self.0.get(&namespace).into_iter().flatten().any(|pod| labels.contains(pod)),
            None => !self.0.values().flatten().any(|pod| labels.contains(pod)),
        })
    }
}
