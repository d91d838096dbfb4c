//! Fewer of many: worlds are thinned so that each engine can be asked about hundreds of them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::ask::Labels;
use crate::world::packets::{Endpoint, World};
use crate::world::project::Pod;

/// At most so many, spread evenly, from a place that the seed picks.
pub(crate) fn spread<T>(all: Vec<T>, most: usize, seed: usize) -> Vec<T> {
    let step = all.len().div_ceil(most.max(1)).max(1);
    all.into_iter().skip(seed % step).step_by(step).collect()
}

/// How many pods the values of labels make.
pub(crate) fn combinations(labels: &BTreeMap<String, BTreeSet<String>>) -> usize {
    // Beside each value there is one that nobody names, and none.
    labels.values().map(|values| values.len() + 2).fold(1, usize::saturating_mul)
}

/// Leaves out values of labels, first of those that have most, until they make few enough pods.
pub(crate) fn values(labels: &mut BTreeMap<String, BTreeSet<String>>, most: usize) {
    while combinations(labels) > most.max(1) {
        let Some((key, values)) = labels.iter_mut().max_by_key(|(_, values)| values.len()) else { return };
        if values.len() > 1 {
            values.pop_last();
        } else {
            let key = key.clone();
            labels.remove(&key);
        }
    }
}

/// A world with fewer subjects and pods; every address, so every edge of a range, and every port stay.
pub(crate) fn world(world: World, subjects: usize, pods: usize, seed: usize) -> World {
    let (others, rest): (Vec<_>, Vec<_>) = world.peers.into_iter().partition(|peer| matches!(peer, Endpoint::Pod(_)));
    World {
        subjects: spread(world.subjects, subjects, seed),
        peers: spread(others, pods, seed).into_iter().chain(rest).collect(),
        packets: world.packets,
    }
}

/// Pods as they can be in one cluster, where each namespace has one set of labels, and some addresses. The labels of
/// some namespaces are known.
pub(crate) fn one_cluster(
    world: &World,
    known: &BTreeMap<String, Labels>,
    pods: usize,
    addresses: usize,
    seed: usize,
) -> (Vec<Pod>, Vec<IpAddr>) {
    let all: BTreeSet<&Pod> = world.subjects.iter().chain(world.peers.iter().filter_map(pod)).collect();
    let mut labels: BTreeMap<&str, Vec<&Labels>> = BTreeMap::new();
    for pod in &all {
        labels.entry(&pod.namespace).or_default().push(&pod.namespace_labels);
    }
    let of =
        |namespace: &str| known.get(namespace).unwrap_or_else(|| labels[namespace][seed % labels[namespace].len()]);
    let settled = |pod: &Pod| Pod { namespace_labels: of(&pod.namespace).clone(), ..pod.clone() };
    let here: BTreeSet<Pod> = all.into_iter().map(settled).collect();
    let ranges = world.peers.iter().filter_map(|peer| match peer {
        Endpoint::Address(address) => Some(*address),
        _ => None,
    });
    (spread(here.into_iter().collect(), pods, seed), spread(ranges.collect(), addresses, seed))
}

fn pod(peer: &Endpoint) -> Option<&Pod> {
    match peer {
        Endpoint::Pod(pod) => Some(pod),
        _ => None,
    }
}
