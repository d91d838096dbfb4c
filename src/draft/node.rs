//! What is drafted: for each namespace its nodes, with names, selectors, ports and calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Sources;
use crate::manifest::inventory::{Service, Workload};

use super::guess::{self, Callee, Guesses, Services};
use super::is_system;
use super::port::{self, Port, Spec};
use super::selector::{self, Pods, Selector};

/// A whole draft.
pub(super) struct Plan<'i> {
    /// The label key of the project's default selector.
    pub(super) default: Option<&'i str>,
    /// The namespaces in which something runs, sorted, with their nodes, sorted by name.
    pub(super) namespaces: BTreeMap<&'i str, Vec<Node<'i>>>,
    /// Workloads whose pods have no labels by which a selector could tell them, by namespace.
    pub(super) unlabelled: BTreeMap<&'i str, Vec<&'i Workload>>,
    /// Which node a workload belongs to, by its position in the inventory: the namespace, and the position there.
    pub(super) node_of: BTreeMap<usize, (&'i str, usize)>,
}

/// One node: workloads that no label tells apart, mostly a single one.
pub(super) struct Node<'i> {
    /// The name that the language takes.
    pub(super) name: String,
    /// The workloads, at least one.
    pub(super) workloads: Vec<&'i Workload>,
    /// The selector; `None` where the default one will do.
    pub(super) pods: Option<Selector>,
    /// Whether its pods are on the host network, all of them.
    pub(super) host_network: bool,
    /// The Services that lead to it, sorted by name.
    pub(super) services: Vec<&'i Service>,
    /// Its ports.
    pub(super) ports: Vec<Port>,
    /// What its texts name.
    pub(super) guesses: Guesses,
}

/// Plans a draft.
pub(super) fn plan<'i>(services: &Services<'i>, sources: &Sources) -> Plan<'i> {
    let inventory = services.inventory();
    let mut plan =
        Plan { default: None, namespaces: BTreeMap::new(), unlabelled: BTreeMap::new(), node_of: BTreeMap::new() };
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, workload) in inventory.workloads.iter().enumerate() {
        if workload.is_finished() || is_system(&workload.namespace) {
            continue;
        }
        if workload.labels.is_empty() {
            plan.unlabelled.entry(&workload.namespace).or_default().push(workload);
            continue;
        }
        alike.entry((&*workload.namespace, &workload.labels)).or_default().push(at);
    }
    let mut called: BTreeMap<usize, BTreeSet<Spec>> = BTreeMap::new();
    let mut parts: BTreeMap<&str, Vec<(Node<'i>, Vec<usize>)>> = BTreeMap::new();
    for ((namespace, _), positions) in alike {
        let workloads: Vec<&Workload> = positions.iter().filter_map(|at| inventory.workloads.get(*at)).collect();
        let mut guesses = Guesses::default();
        for (at, workload) in positions.iter().zip(&workloads) {
            guesses.add(guess::guesses(workload, *at, services, sources));
        }
        for Callee { workload, number, protocol } in guesses.calls.keys().copied() {
            called.entry(workload).or_default().insert(Spec { number, protocol });
        }
        let node = Node {
            name: String::new(),
            host_network: workloads.iter().all(|workload| workload.host_network),
            workloads,
            pods: None,
            services: Vec::new(),
            ports: Vec::new(),
            guesses,
        };
        parts.entry(namespace).or_default().push((node, positions));
    }
    let mut leading: BTreeMap<usize, Vec<&Service>> = BTreeMap::new();
    for service in &inventory.services {
        for at in services.behind(service) {
            leading.entry(*at).or_default().push(service);
        }
    }
    for (namespace, mut nodes) in parts {
        name_all(&mut nodes);
        let nodes = nodes.into_iter().enumerate().map(|(place, (mut node, positions))| {
            let of_node = |by: &BTreeMap<usize, BTreeSet<Spec>>| -> BTreeSet<Spec> {
                positions.iter().filter_map(|at| by.get(at)).flatten().copied().collect()
            };
            let first = positions.first().and_then(|at| leading.get(at));
            node.services = first.cloned().unwrap_or_default();
            node.ports = port::ports(&node.workloads, &node.services, &of_node(&called));
            plan.node_of.extend(positions.iter().map(|at| (*at, (namespace, place))));
            node
        });
        plan.namespaces.insert(namespace, nodes.collect());
    }
    select_all(&mut plan);
    plan
}

/// Gives each node of a namespace a name, and sorts them by it: that of its first workload, with the kind before it
/// where the language has another use for the name or another node has it.
fn name_all(nodes: &mut [(Node<'_>, Vec<usize>)]) {
    let mut taken = BTreeSet::new();
    for (node, _) in nodes.iter_mut() {
        let Some(workload) = node.workloads.first() else { continue };
        let with_kind = format!("{}-{}", workload.kind.to_ascii_lowercase(), workload.name);
        let plain = Some(workload.name.to_string()).filter(|name| !is_reserved(name));
        let numbered = (2..).map(|number| format!("{with_kind}-{number}"));
        let names = plain.into_iter().chain([with_kind.clone()]).chain(numbered);
        node.name = names.into_iter().find(|name| taken.insert(name.clone())).unwrap_or_default();
    }
    nodes.sort_by(|(left, _), (right, _)| left.name.cmp(&right.name));
}

/// Whether files of `out/` bear this name.
fn is_reserved(name: &str) -> bool {
    matches!(name, "default-deny" | "namespace" | "kustomization") || name.starts_with("group-")
}

/// Finds the default selector, and one for each node that needs another.
fn select_all(plan: &mut Plan<'_>) {
    let pods: Vec<Vec<(String, _)>> = plan
        .namespaces
        .values()
        .map(|nodes| nodes.iter().filter_map(|node| Some((node.name.clone(), pods_of(node)?))).collect())
        .collect();
    let pods: Vec<Vec<(&str, Pods<'_>)>> =
        pods.iter().map(|nodes| nodes.iter().map(|(name, pods)| (name.as_str(), *pods)).collect()).collect();
    plan.default = selector::default_key(&pods);
    for (nodes, all) in plan.namespaces.values_mut().zip(&pods) {
        for (at, node) in nodes.iter_mut().enumerate() {
            let Some((name, own)) = all.get(at) else { continue };
            let fits = plan.default.is_some_and(|key| {
                own.labels.get(key).is_some_and(|value| **value == **name) && selector::default_fits(key, name, all)
            });
            if !fits {
                let others = all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (_, pods))| *pods);
                node.pods = Some(selector::exact(*own, &others.collect::<Vec<_>>()));
            }
        }
    }
}

fn pods_of<'i>(node: &Node<'i>) -> Option<Pods<'i>> {
    node.workloads.first().map(|workload| Pods { labels: &workload.labels, known_by: &workload.selector })
}
