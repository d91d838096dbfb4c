//! The clauses on isolation: who is denied by default, in which directions.

use std::sync::Arc;

use crate::graph::{Graph, Namespace, NamespaceId, Service, ServiceId, Stage};
use crate::sets::{Direction, Directions, Labels};

use super::MeantObject;

/// Some pods that are isolated in a direction, and what isolates them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Isolated {
    /// The pods, all of one namespace.
    pub pods: Labels,
    /// Their namespace.
    pub namespace: Arc<str>,
    /// The object that isolates them: the default deny of the namespace, or that of a service that isolates.
    pub object: MeantObject,
}

/// The directions in which every pod of a namespace is denied by default.
///
/// `I2` A governed namespace is isolated in the directions of its `isolate`, which bind every pod of it. `I8` With
/// `stage = "off"` nothing is written for a namespace, and its pods are isolated in no direction.
pub(super) fn of_namespace(namespace: &Namespace) -> Directions {
    if is_enforced(namespace) { namespace.isolated } else { Directions::NONE }
}

/// The directions in which the pods of a service are denied by default because the service says so.
///
/// `I9` `isolate` on a service isolates the pods that it selects, and no others, in its directions. `I8` With
/// `stage = "off"` nothing is written for a namespace, and its pods are isolated in no direction. `H8` A service on the
/// host network has no half.
pub(super) fn of_service(graph: &Graph, service: &Service) -> Directions {
    let enforced = graph.namespace(service.namespace).is_some_and(is_enforced);
    if enforced && !service.host_network { service.isolates } else { Directions::NONE }
}

fn is_enforced(namespace: &Namespace) -> bool {
    namespace.governed && namespace.stage == Stage::Enforce
}

/// The services that isolate their own pods, by the namespace's position.
#[derive(Debug)]
pub(super) struct Isolating(Vec<Vec<ServiceId>>);

impl Isolating {
    /// Looks through the services of a graph.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut isolating: Vec<Vec<ServiceId>> = vec![Vec::new(); graph.namespaces.len()];
        for (id, service) in (0..).map(ServiceId).zip(&graph.services) {
            let home = usize::try_from(service.namespace.0).ok();
            if let Some(list) = home.and_then(|home| isolating.get_mut(home))
                && !of_service(graph, service).is_none()
            {
                list.push(id);
            }
        }
        Self(isolating)
    }

    /// Those of a namespace, each with its directions.
    pub(super) fn in_namespace<'g>(
        &self,
        graph: &'g Graph,
        namespace: NamespaceId,
    ) -> impl Iterator<Item = (&'g Service, Directions)> {
        let ids = usize::try_from(namespace.0).ok().and_then(|at| self.0.get(at)).into_iter().flatten();
        ids.filter_map(|id| graph.service(*id).map(|service| (service, of_service(graph, service))))
    }

    /// The pods of a namespace that are denied by default in a direction, as a union.
    ///
    /// `I10` A pod is isolated in a direction when its namespace, or a service that selects it, says so. `H3` A half
    /// binds only pods that are isolated in its direction, and isolates none: nothing but this isolates.
    pub(super) fn isolated(&self, graph: &Graph, namespace: NamespaceId, direction: Direction) -> Vec<Isolated> {
        let Some(named) = graph.namespace(namespace) else { return Vec::new() };
        let by = |object: String, pods: Labels| {
            let object = MeantObject::policy(&graph.prefix, object);
            Isolated { pods, namespace: named.name.clone(), object }
        };
        let mut isolated = Vec::new();
        if of_namespace(named).contains(direction) {
            isolated.push(by(graph.prefix.default_deny(), Labels::in_namespace(named.name.clone())));
        }
        for (service, directions) in self.in_namespace(graph, namespace) {
            if directions.contains(direction) {
                isolated.push(by(graph.prefix.service_object(&service.name), service.pods.clone()));
            }
        }
        isolated
    }
}
