//! Who has halves: whose pods of a namespace have rules of their own.

use crate::graph::{End, Graph, GroupId, GroupNamespaces, NamespaceId, ServiceId};
use crate::sets::{Direction, Labels};

use super::half;

/// Pods of one namespace with rules of their own, which stand in an object of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bearer {
    /// The object's name.
    pub(super) object: String,
    /// The pods; the namespace's name is among the labels.
    pub(super) subject: Labels,
    /// The end of edges that they are; `None`: they are all pods of the namespace, and an end of none.
    pub(super) end: Option<End>,
    /// `resolve` as written for them.
    pub(super) resolve: Option<bool>,
}

/// Which services and groups have pods in which namespace.
#[derive(Debug)]
pub(super) struct Bearers {
    /// By the namespace's position.
    services: Vec<Vec<ServiceId>>,
    /// By the namespace's position.
    groups: Vec<Vec<GroupId>>,
}

impl Bearers {
    /// Looks through the services and groups of a graph.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut services: Vec<Vec<ServiceId>> = vec![Vec::new(); graph.namespaces.len()];
        let mut groups: Vec<Vec<GroupId>> = vec![Vec::new(); graph.namespaces.len()];
        for (id, service) in (0..).map(ServiceId).zip(&graph.services) {
            if let Some(list) = entry(&mut services, service.namespace) {
                list.push(id);
            }
        }
        for (id, group) in (0..).map(GroupId).zip(&graph.groups) {
            match &group.namespaces {
                GroupNamespaces::Every | GroupNamespaces::Labelled => groups.iter_mut().for_each(|list| list.push(id)),
                GroupNamespaces::Listed(namespaces) => {
                    for namespace in namespaces {
                        if let Some(list) = entry(&mut groups, *namespace) {
                            list.push(id);
                        }
                    }
                }
            }
        }
        Self { services, groups }
    }

    /// Who could have rules in a namespace: its services, the groups with pods there, and the namespace itself.
    pub(super) fn of_namespace(&self, graph: &Graph, namespace: NamespaceId) -> impl Iterator<Item = Bearer> {
        let services = position(namespace).and_then(|at| self.services.get(at)).into_iter().flatten();
        let groups = position(namespace).and_then(|at| self.groups.get(at)).into_iter().flatten();
        services
            .filter_map(|id| service(graph, *id))
            .chain(groups.filter_map(move |id| group(graph, *id, namespace)))
            .chain(whole_namespace(graph, namespace))
    }
}

/// Whether an end has a half that binds any pod.
///
/// `H4` An external and an `@NAME` have no half.
pub(super) fn is_bound(graph: &Graph, end: &End, direction: Direction) -> bool {
    let isolates =
        |id: NamespaceId| graph.namespace(id).is_some_and(|namespace| half::isolated(namespace).contains(direction));
    match end {
        End::Service(id) => graph.service(*id).is_some_and(|service| isolates(service.namespace)),
        End::Group(id) => {
            let binds = |namespace| isolates(namespace) && group(graph, *id, namespace).is_some();
            graph.group(*id).is_some_and(|named| match &named.namespaces {
                GroupNamespaces::Listed(namespaces) => namespaces.iter().copied().any(binds),
                GroupNamespaces::Every | GroupNamespaces::Labelled => graph.governed().any(binds),
            })
        }
        End::Namespace(id) => isolates(*id),
        End::External(_)
        | End::PodsOf(_)
        | End::Cluster
        | End::Anywhere
        | End::World
        | End::Internet
        | End::Nodes
        | End::Name(_) => false,
    }
}

/// `H1` A service has its half of each of its edges.
fn service(graph: &Graph, id: ServiceId) -> Option<Bearer> {
    let service = graph.service(id)?;
    Some(Bearer {
        object: graph.prefix.service_object(&service.name),
        subject: service.pods.clone(),
        end: Some(End::Service(id)),
        resolve: service.resolve,
    })
}

/// `H2` A group has its half of each of its edges, for those of its pods that live in governed namespaces. `None`: it
/// has no pods in this one.
fn group(graph: &Graph, id: GroupId, namespace: NamespaceId) -> Option<Bearer> {
    let group = graph.group(id)?;
    let governed = graph.namespace(namespace).filter(|namespace| namespace.governed)?;
    Some(Bearer {
        object: graph.prefix.group_object(&group.name),
        subject: group.pods.intersect(&Labels::in_namespace(governed.name.clone()))?,
        end: Some(End::Group(id)),
        resolve: group.resolve,
    })
}

/// All pods of the namespace, for what they may do without being the end of an edge.
fn whole_namespace(graph: &Graph, id: NamespaceId) -> Option<Bearer> {
    let namespace = graph.namespace(id)?;
    Some(Bearer {
        object: graph.prefix.namespace_object(),
        subject: Labels::in_namespace(namespace.name.clone()),
        end: None,
        resolve: namespace.resolve,
    })
}

fn entry<T>(lists: &mut [Vec<T>], namespace: NamespaceId) -> Option<&mut Vec<T>> {
    position(namespace).and_then(|at| lists.get_mut(at))
}

fn position(namespace: NamespaceId) -> Option<usize> {
    usize::try_from(namespace.0).ok()
}
