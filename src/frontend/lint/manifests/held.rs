//! A graph and the manifests side by side: which workloads each node selects.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::{Graph, Group, NamespaceId, Service, ServiceId};
use crate::manifest::Inventory;
use crate::manifest::inventory::{Service as KubernetesService, Workload};
use crate::sets::{LabelKey, Labels, Pod};

/// A graph and what the manifests have.
pub(super) struct Held<'h> {
    pub(super) graph: &'h Graph,
    pub(super) inventory: &'h Inventory,
    /// The workloads that have not run to their end, with their pods as a policy sees them; sorted by namespace.
    workloads: Vec<Running<'h>>,
    /// The names of all namespaces that are there as objects or in which something is.
    namespaces: BTreeSet<&'h str>,
    /// Which workloads each service selects, in the order of the graph's services.
    selected: Vec<Vec<&'h Workload>>,
}

/// A workload and its pods as a policy sees them.
pub(super) type Running<'h> = (&'h Workload, Pod);

impl<'h> Held<'h> {
    pub(super) fn new(graph: &'h Graph, inventory: &'h Inventory) -> Self {
        let running = inventory.workloads.iter().filter(|workload| !workload.is_finished());
        let workloads: Vec<Running<'h>> = running.map(|workload| (workload, pod(graph, inventory, workload))).collect();
        let mut held = Self { graph, inventory, workloads, namespaces: BTreeSet::new(), selected: Vec::new() };
        held.namespaces.extend(inventory.namespaces.iter().map(|namespace| &*namespace.name));
        held.namespaces.extend(inventory.workloads.iter().map(|workload| &*workload.namespace));
        held.namespaces.extend(inventory.services.iter().map(|service| &*service.namespace));
        held.selected =
            graph.services.iter().map(|service| held.matching(held.name(service.namespace), &service.pods)).collect();
        held
    }

    /// Whether the manifests have a workload in a namespace of the graph.
    pub(super) fn speak_of_the_same(&self) -> bool {
        self.graph.governed().any(|id| !self.living_in(self.name(id)).is_empty())
    }

    /// The name of a namespace.
    pub(super) fn name(&self, id: NamespaceId) -> &'h str {
        self.graph.namespace(id).map_or("", |namespace| &namespace.name)
    }

    /// Whether a namespace is there, or anything in it.
    pub(super) fn is_there(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }

    /// The namespaces that are there.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &'h str> {
        self.namespaces.iter().copied()
    }

    /// Each service with the workloads that it selects.
    pub(super) fn services(&self) -> impl Iterator<Item = (&'h Service, &[&'h Workload])> {
        self.graph.services.iter().zip(self.selected.iter().map(Vec::as_slice))
    }

    /// The workloads that a service selects.
    pub(super) fn of_service(&self, id: ServiceId) -> &[&'h Workload] {
        usize::try_from(id.0).ok().and_then(|at| self.selected.get(at)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The workloads of a group.
    pub(super) fn of_group(&self, group: &Group) -> impl Iterator<Item = &'h Workload> {
        let pods = group.pods.clone();
        self.workloads.iter().filter(move |(_, pod)| pods.contains(pod)).map(|(workload, _)| *workload)
    }

    /// The workloads of a namespace.
    pub(super) fn living_in(&self, namespace: &str) -> &[Running<'h>] {
        let start = self.workloads.partition_point(|(workload, _)| *workload.namespace < *namespace);
        let end = self.workloads.partition_point(|(workload, _)| *workload.namespace <= *namespace);
        self.workloads.get(start..end).unwrap_or_default()
    }

    /// The Kubernetes Services that send calls to one of these workloads, all of which live in one namespace.
    pub(super) fn services_of(&self, workloads: &[&'h Workload]) -> impl Iterator<Item = &'h KubernetesService> {
        let namespace = workloads.first().map_or("", |workload| &*workload.namespace);
        let services = &self.inventory.services;
        let start = services.partition_point(|service| *service.namespace < *namespace);
        let end = services.partition_point(|service| *service.namespace <= *namespace);
        let services = services.get(start..end).unwrap_or_default();
        services.iter().filter(|service| workloads.iter().any(|workload| service.selects(workload)))
    }

    fn matching(&self, namespace: &str, pods: &Labels) -> Vec<&'h Workload> {
        self.living_in(namespace).iter().filter(|(_, pod)| pods.contains(pod)).map(|(workload, _)| *workload).collect()
    }
}

/// A workload's pods as a policy sees them. What is declared of a namespace holds where it is not there as an object.
fn pod(graph: &Graph, inventory: &Inventory, workload: &Workload) -> Pod {
    let mut pod = inventory.pod(workload);
    if inventory.namespace(&workload.namespace).is_none() {
        let declared = graph.namespaces.iter().find(|namespace| namespace.name == workload.namespace);
        let labels = declared.into_iter().flat_map(|namespace| &namespace.labels);
        let labels = labels.filter_map(|(key, value)| Some((LabelKey::Namespace(key.clone()), value.clone()?)));
        pod.0.extend::<Vec<(LabelKey, Arc<str>)>>(labels.collect());
    }
    pod
}

/// A workload for a person, by kind and name.
pub(super) fn shown(workload: &Workload) -> String {
    format!("the {} `{}`", workload.kind, workload.name)
}
