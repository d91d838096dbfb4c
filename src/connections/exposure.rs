//! What is open to pods that nobody named, and to the outside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analyzer::evaluate::Rules;
use crate::analyzer::evaluate::classes::{Classes, End, EndId};
use crate::manifest::inventory::Inventory;
use crate::sets::{Direction, LabelKey, LabelValues, Labels, NAMESPACE_NAME, Peer, Ports, Values};

use super::party::Parties;
use super::table::{Row, ShownPorts};

/// What unnamed pods and the outside may reach or be reached by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exposure {
    /// What the named pods may call; sorted, none twice.
    pub egress: Vec<Exposed>,
    /// Who may call the named pods; sorted, none twice.
    pub ingress: Vec<Exposed>,
    /// The pods that no policy binds in a direction; sorted.
    pub unprotected: Vec<(Arc<str>, Direction)>,
}

/// One way between named pods and others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exposed {
    /// The named pods.
    pub party: Arc<str>,
    /// The others.
    pub other: OtherEnd,
    /// The destination's ports; none where these pods are an exception from what all others may do.
    pub ports: Ports,
}

/// Who is at the other end of an exposure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherEnd {
    /// Addresses, as in the rows of the table.
    Addresses(Arc<str>),
    /// Any other pod of the cluster.
    EntireCluster,
    /// Any other pod of this set, which some rule names.
    Pods(Labels),
}

/// Pods that nobody named.
#[derive(Debug, Clone)]
pub(super) struct Stranger {
    pub(super) shown: OtherEnd,
    pub(super) end: End,
}

/// Any other pod of the cluster, first, and any other pod of each set that a rule names as a peer.
///
/// Where a rule names the very labels that a pod of the inventory has, the rule is about that one, and strangers with
/// the same labels are not reported. What the labels of a named namespace are is known where it is in the inventory.
pub(super) fn strangers(rules: &Rules, inventory: &Inventory, known: &[End]) -> Vec<Stranger> {
    let directions = Direction::BOTH.into_iter();
    let judged =
        directions.flat_map(|direction| rules.policies.iter().filter_map(move |policy| policy.rules(direction)));
    let peers: BTreeSet<&Labels> = judged
        .flatten()
        .flat_map(|rule| &*rule.peers)
        .filter_map(|peer| match peer {
            Peer::Pods(labels) if *labels != Labels::any() => Some(labels),
            _ => None,
        })
        .collect();
    let known = Known::of(known);
    let is_known = |labels: &Labels| is_plain(labels) && known.has_one_of(labels);
    let strangers = peers.into_iter().filter(|labels| !is_known(labels)).map(|labels| Stranger {
        shown: OtherEnd::Pods(labels.clone()),
        end: End::OtherPod(with_namespace(labels, inventory)),
    });
    let any = Stranger { shown: OtherEnd::EntireCluster, end: End::OtherPod(Labels::any()) };
    [any].into_iter().chain(strangers).collect()
}

/// Known pods by each of their labels.
struct Known<'e>(BTreeMap<(&'e LabelKey, &'e str), Vec<&'e End>>);

impl<'e> Known<'e> {
    fn of(ends: &'e [End]) -> Self {
        let mut labelled: BTreeMap<_, Vec<&End>> = BTreeMap::new();
        for end in ends {
            let End::Pod { pod, .. } = end else { continue };
            for (key, value) in &pod.0 {
                labelled.entry((key, &**value)).or_default().push(end);
            }
        }
        Self(labelled)
    }

    /// Whether one of them is a member of a plain set: it must have each label, so the rarest tells where to look.
    fn has_one_of(&self, labels: &Labels) -> bool {
        let values = labels.requirements().iter().flat_map(|(key, values)| {
            values.values.named().iter().map(move |value| self.0.get(&(key, &**value)).map_or(&[][..], Vec::as_slice))
        });
        values.min_by_key(|ends| ends.len()).is_some_and(|ends| ends.iter().any(|end| end.is_among(labels)))
    }
}

/// Whether a set names one value for each label, of the pod and of the namespace both.
fn is_plain(labels: &Labels) -> bool {
    let one = |values: &LabelValues| !values.absent && matches!(&values.values, Values::Only(list) if list.len() == 1);
    let keys = || labels.requirements().iter().map(|(key, _)| key);
    labels.requirements().iter().all(|(_, values)| one(values))
        && keys().any(|key| matches!(key, LabelKey::Pod(_)))
        && keys().any(|key| matches!(key, LabelKey::Namespace(_)))
}

/// The set with the labels that its namespace has, where it is in one namespace that the inventory knows.
pub fn with_namespace(labels: &Labels, inventory: &Inventory) -> Labels {
    let named = match labels.get(&LabelKey::namespace_name()).map(|values| &values.values) {
        Some(Values::Only(names)) if names.len() == 1 => names.first().and_then(|name| inventory.namespace(name)),
        _ => None,
    };
    let of_namespace = named.into_iter().flat_map(|namespace| &namespace.labels);
    let of_namespace = of_namespace
        .filter(|(key, _)| &***key != NAMESPACE_NAME)
        .map(|(key, value)| (LabelKey::Namespace(key.clone()), LabelValues::present(Values::one(value.clone()))));
    let own = labels.requirements().iter().cloned();
    Labels::all_of(own.chain(of_namespace)).unwrap_or_else(|| labels.clone())
}

/// What the strangers and the outside may do with the chosen sources and destinations.
///
/// The strangers stand in the order of [`strangers`]. A set of them is told of only where it may not do just what every
/// stranger may do. `rows` are those of the table: what passes between pods and addresses stands in both.
pub(super) fn exposure(
    classes: &mut Classes<'_>,
    parties: &Parties,
    (sources, destinations): (&[EndId], &[EndId]),
    strangers: &[(EndId, Stranger)],
    rows: &[Row],
    shown: &mut ShownPorts<'_>,
) -> Exposure {
    let Some(((any, first), sets)) = strangers.split_first() else { return Exposure::default() };
    let sets: BTreeMap<EndId, &OtherEnd> = sets.iter().map(|(place, stranger)| (*place, &stranger.shown)).collect();
    let held = classes.held(&sets.keys().copied().collect::<Vec<EndId>>());
    let (mut ingress, mut egress) = of_addresses(parties, rows);
    let mut unprotected = BTreeSet::new();
    for (direction, ends) in [(Direction::Ingress, destinations), (Direction::Egress, sources)] {
        let exposed = if direction == Direction::Ingress { &mut ingress } else { &mut egress };
        for end in ends.iter().copied() {
            let is_pod = classes.ends().get(end).is_some_and(End::is_pod);
            let Some(owner) = parties.owners().get(end).filter(|_| is_pod) else { continue };
            if classes.binding(end, direction).next().is_none() {
                unprotected.insert((owner.name.clone(), direction));
            }
            let apart = classes.told_apart(direction, end, *any, &held);
            let mut ports_of = |stranger| {
                let ports = match direction {
                    Direction::Ingress => classes.one_way(direction, stranger, end),
                    Direction::Egress => classes.one_way(direction, end, stranger),
                };
                shown.of(classes, ports)
            };
            let of_any = ports_of(*any);
            let mut told: Vec<(&OtherEnd, Option<Ports>)> = Vec::new();
            // None is told of only as an exception from something.
            told.extend(of_any.is_some().then(|| (&first.shown, of_any.clone())));
            for place in apart {
                let ports = ports_of(place);
                told.extend(sets.get(&place).filter(|_| ports != of_any).map(|shown| (*shown, ports)));
            }
            exposed.extend(told.into_iter().map(|(other, ports)| Exposed {
                party: owner.name.clone(),
                other: other.clone(),
                ports: ports.unwrap_or_default(),
            }));
        }
    }
    let (ingress, egress) = (ingress.into_iter().collect(), egress.into_iter().collect());
    Exposure { egress, ingress, unprotected: unprotected.into_iter().collect() }
}

/// What passes between pods and addresses, for ingress and for egress.
fn of_addresses(parties: &Parties, rows: &[Row]) -> (BTreeSet<Exposed>, BTreeSet<Exposed>) {
    let ranges = parties.ranges();
    let exposed = |party: &Arc<str>, range: &Arc<str>, row: &Row| Exposed {
        party: party.clone(),
        other: OtherEnd::Addresses(range.clone()),
        ports: row.ports.clone(),
    };
    let from = rows.iter().filter(|row| ranges.contains_key(&row.source));
    let to = rows.iter().filter(|row| ranges.contains_key(&row.destination));
    (
        from.map(|row| exposed(&row.destination, &row.source, row)).collect(),
        to.map(|row| exposed(&row.source, &row.destination, row)).collect(),
    )
}
