//! What is drafted: for each namespace its nodes, with names, selectors, ports and calls.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Sources;
use crate::manifest::inventory::{Inventory, LabelMap, Service, Workload};

use super::guess::{self, Guesses, Services};
use super::is_system;
use super::port::{self, Port, Spec};
use super::selector::{self, Pods, Selector};
use super::syntax::{is_label, is_namespace, is_reserved, service_name};

/// A whole draft.
pub(super) struct Plan<'i> {
    /// The label key of the project's default selector.
    pub(super) default: Option<Arc<str>>,
    /// The namespaces in which something runs, sorted, with their nodes, sorted by name.
    pub(super) namespaces: BTreeMap<&'i str, Vec<Node<'i>>>,
    /// Workloads whose pods have no labels by which a selector could tell them.
    pub(super) unlabelled: Vec<&'i Workload>,
    /// Which node a workload belongs to, by its position in the inventory: the namespace, and the position there.
    pub(super) node_of: BTreeMap<usize, (&'i str, usize)>,
}

/// One node: workloads that no label tells apart, mostly a single one.
pub(super) struct Node<'i> {
    /// The name that the language takes.
    pub(super) name: String,
    /// The workloads, at least one, each with its position in the inventory.
    pub(super) workloads: Vec<(usize, &'i Workload)>,
    /// The labels of its pods that Kubernetes takes, at least one.
    labels: LabelMap,
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
    let (mut namespaces, unlabelled) = nodes(services.inventory());
    let mut node_of = BTreeMap::new();
    for (namespace, nodes) in &mut namespaces {
        name_all(nodes);
        for (place, node) in nodes.iter().enumerate() {
            node_of.extend(node.workloads.iter().map(|(at, _)| (*at, (*namespace, place))));
        }
    }
    for node in namespaces.values_mut().flatten() {
        for (at, workload) in &node.workloads {
            node.guesses.add(guess::guesses(workload, *at, services, sources));
        }
    }
    find_ports(&mut namespaces, services);
    let default = select_all(&mut namespaces);
    Plan { default, namespaces, unlabelled, node_of }
}

/// The nodes of each namespace, as far as their workloads say what they are, and the workloads without labels.
fn nodes(inventory: &Inventory) -> (BTreeMap<&str, Vec<Node<'_>>>, Vec<&Workload>) {
    let mut alike: BTreeMap<(&str, LabelMap), Vec<(usize, &Workload)>> = BTreeMap::new();
    let mut unlabelled = Vec::new();
    for (at, workload) in inventory.workloads.iter().enumerate() {
        if workload.is_finished() || is_system(&workload.namespace) || !is_namespace(&workload.namespace) {
            continue;
        }
        let mut labels = workload.labels.clone();
        labels.retain(|key, value| is_label(key, value));
        if labels.is_empty() {
            unlabelled.push(workload);
        } else {
            alike.entry((&workload.namespace, labels)).or_default().push((at, workload));
        }
    }
    let mut namespaces: BTreeMap<&str, Vec<Node<'_>>> = BTreeMap::new();
    for ((namespace, labels), workloads) in alike {
        let node = Node {
            name: String::new(),
            host_network: workloads.iter().all(|(_, workload)| workload.host_network),
            workloads,
            labels,
            pods: None,
            services: Vec::new(),
            ports: Vec::new(),
            guesses: Guesses::default(),
        };
        namespaces.entry(namespace).or_default().push(node);
    }
    (namespaces, unlabelled)
}

/// Gives each node of a namespace a name, and sorts them by it: that of its first workload, with the kind before it
/// where the language has another use for the name or another node has it.
fn name_all(nodes: &mut [Node<'_>]) {
    let mut taken = BTreeSet::new();
    for node in nodes.iter_mut() {
        let Some((_, workload)) = node.workloads.first() else { continue };
        let plain = Some(service_name(&workload.name)).filter(|name| !name.is_empty() && !is_reserved(name));
        let with_kind = service_name(&format!("{}-{}", workload.kind, workload.name));
        let numbered = (2..).map(|number| format!("{number}-{with_kind}"));
        let names = plain.into_iter().chain([with_kind.clone()]).chain(numbered);
        let mut fitting = names.map(|name| service_name(&name)).filter(|name| !name.is_empty() && !is_reserved(name));
        node.name = fitting.find(|name| taken.insert(name.clone())).unwrap_or_default();
    }
    nodes.sort_by(|left, right| left.name.cmp(&right.name));
}

/// Finds the Services that lead to each node, and its ports.
fn find_ports<'i>(namespaces: &mut BTreeMap<&str, Vec<Node<'i>>>, services: &Services<'i>) {
    let mut called: BTreeMap<usize, BTreeSet<Spec>> = BTreeMap::new();
    for callee in namespaces.values().flatten().flat_map(|node| node.guesses.calls.keys()) {
        let spec = Spec { number: callee.number, protocol: callee.protocol };
        called.entry(callee.workload).or_default().insert(spec);
    }
    let mut leading: BTreeMap<usize, Vec<&Service>> = BTreeMap::new();
    for service in &services.inventory().services {
        for at in services.behind(service) {
            leading.entry(*at).or_default().push(service);
        }
    }
    for node in namespaces.values_mut().flatten() {
        let at = || node.workloads.iter().map(|(at, _)| at);
        let called = at().filter_map(|at| called.get(at)).flatten().copied().collect();
        // All its workloads have the same labels, and so the same Services.
        node.services = at().next().and_then(|at| leading.get(at)).cloned().unwrap_or_default();
        node.ports = port::ports(&node.workloads, &node.services, &called);
    }
}

/// Gives each node for which the default selector will not do one of its own, and returns the key of the default one.
fn select_all(namespaces: &mut BTreeMap<&str, Vec<Node<'_>>>) -> Option<Arc<str>> {
    let pods: Vec<Vec<(&str, Pods<'_>)>> = namespaces
        .values()
        .map(|nodes| nodes.iter().map(|node| (node.name.as_str(), pods_of(node))).collect())
        .collect();
    let default = selector::default_key(&pods).map(Arc::from);
    let selectors: Vec<Vec<Option<Selector>>> = pods.iter().map(|nodes| selectors(nodes, default.as_deref())).collect();
    for (nodes, selectors) in namespaces.values_mut().zip(selectors) {
        for (node, selector) in nodes.iter_mut().zip(selectors) {
            node.pods = selector;
        }
    }
    default
}

/// The selectors of a namespace's nodes; `None` where the default one will do.
fn selectors(nodes: &[(&str, Pods<'_>)], default: Option<&str>) -> Vec<Option<Selector>> {
    let of = |(at, (name, own)): (usize, &(&str, Pods<'_>))| {
        let is_own = |key: &&str| own.labels.get(*key).is_some_and(|value| **value == **name);
        if default.filter(is_own).is_some_and(|key| selector::default_fits(key, name, nodes)) {
            return None;
        }
        let others = nodes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (_, pods))| *pods);
        Some(selector::exact(*own, &others.collect::<Vec<_>>()))
    };
    nodes.iter().enumerate().map(of).collect()
}

fn pods_of<'n>(node: &'n Node<'_>) -> Pods<'n> {
    static NONE: LabelMap = LabelMap::new();
    let known_by = node.workloads.first().map_or(&NONE, |(_, workload)| &workload.selector);
    Pods { labels: &node.labels, known_by }
}
