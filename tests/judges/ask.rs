//! From policies to questions: worlds of what the policies name, in each direction and of whole connections.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::Value as Json;

use super::questions::{Questions, left_out};
use super::thin;
use crate::world::mentions::Mentions;
use crate::world::oracle;
use crate::world::packets::World;
use crate::world::project::Direction;

/// The labels of a namespace beside its name.
pub(crate) type Labels = BTreeMap<String, String>;

/// How many pods and addresses are tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Of the pods whose policies are asked in one direction.
    pub(crate) subjects: usize,
    /// Of the pods at the other end.
    pub(crate) peers: usize,
    /// Of the pods between which whole connections are tried, all with all.
    pub(crate) pods: usize,
    /// Of the addresses to and from which whole connections are tried.
    pub(crate) addresses: usize,
}

/// A world of at most so many pairs is asked whole.
const SMALL: usize = 600;

/// How many pods are made before they are thinned.
const MOST_PODS: usize = 600;

/// What engines are asked, and what they are not.
pub(crate) struct Asked {
    pub(crate) questions: Vec<Questions>,
    /// What none of them can be asked, by the reason.
    pub(crate) left_out: BTreeMap<&'static str, usize>,
}

/// The questions about the policies of one cluster. `objects` are these policies as an API server hands them out, in
/// the same order; the namespaces are those whose pods are tried as subjects.
pub(crate) fn about(
    policies: &[NetworkPolicy],
    objects: &[Json],
    namespaces: &BTreeMap<String, Labels>,
    size: Size,
    seed: usize,
) -> Asked {
    let mut asked = Asked { questions: Vec::new(), left_out: BTreeMap::new() };
    for (namespace, labels) in namespaces {
        let is_own = |policy: &NetworkPolicy| oracle::namespace(policy) == namespace;
        let all = policies.iter().zip(objects).filter(|(policy, _)| is_own(policy));
        let (own, objects): (Vec<NetworkPolicy>, Vec<Json>) =
            all.map(|(own, json)| (own.clone(), json.clone())).unzip();
        for direction in Direction::BOTH {
            let world = world_of(&own, &[direction], namespace, labels);
            let is_small = world.subjects.len() * world.peers.len() <= SMALL;
            let world = if is_small { world } else { thin::world(world, size.subjects, size.peers, seed) };
            for (reason, count) in left_out(&world) {
                *asked.left_out.entry(reason).or_default() += count;
            }
            asked.questions.push(Questions::one(objects.clone(), direction, world));
        }
    }
    if let Some((namespace, labels)) = namespaces.first_key_value() {
        let world = world_of(policies, &Direction::BOTH, namespace, labels);
        let (pods, addresses) = thin::one_cluster(&world, namespaces, size.pods, size.addresses, seed);
        asked.questions.push(Questions::both(objects.to_vec(), pods, addresses, world.packets));
    }
    asked
}

/// The world of what policies name.
fn world_of(policies: &[NetworkPolicy], directions: &[Direction], namespace: &str, labels: &Labels) -> World {
    let mut mentions = Mentions::default();
    for direction in directions {
        mentions.by_policies(policies, *direction);
    }
    if directions.len() > 1 {
        // Each pod is at both ends.
        let subjects = mentions.subject_labels.clone();
        for (key, values) in subjects {
            mentions.peer_labels.entry(key).or_default().extend(values);
        }
    }
    let of_namespaces = mentions.namespaces.len() + 1;
    thin::values(&mut mentions.namespace_labels, MOST_PODS / of_namespaces);
    let namespaces = of_namespaces * thin::combinations(&mentions.namespace_labels);
    thin::values(&mut mentions.peer_labels, MOST_PODS / namespaces);
    thin::values(&mut mentions.subject_labels, MOST_PODS);
    World::new(&mentions, namespace, labels)
}
