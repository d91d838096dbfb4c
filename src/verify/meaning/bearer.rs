//! Who has halves: whose pods of a namespace have rules of their own.

use crate::graph::{End, Graph, Group, GroupId, GroupNamespaces, Namespace, NamespaceId, ServiceId};
use crate::sets::{Directions, LabelKey, LabelValues, Labels, Values};

use super::isolation;

/// Pods of one namespace with rules of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bearer {
    /// The name of the object that holds the rules.
    pub(super) object: String,
    /// The pods; of their namespace, its name alone is among the labels.
    pub(super) subject: Labels,
    /// The end of edges that they are.
    pub(super) end: End,
    /// The directions in which they are isolated because they are the pods of a service that says so.
    pub(super) isolates: Directions,
}

/// Which services and groups could have pods in which namespace.
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

    /// Who has halves in a namespace: its services, the groups with pods there, and the namespace itself.
    pub(super) fn of_namespace(&self, graph: &Graph, namespace: NamespaceId) -> impl Iterator<Item = Bearer> {
        let services = position(namespace).and_then(|at| self.services.get(at)).into_iter().flatten();
        let groups = position(namespace).and_then(|at| self.groups.get(at)).into_iter().flatten();
        services
            .filter_map(|id| service(graph, *id))
            .chain(groups.filter_map(move |id| group(graph, *id, namespace)))
            .chain(whole_namespace(graph, namespace))
    }
}

/// An end's halves, each in its namespace.
///
/// `H4` An external and an `@NAME` have no half.
pub(super) fn of_end(graph: &Graph, end: &End) -> Vec<(NamespaceId, Bearer)> {
    match end {
        End::Service(id) => {
            let home = graph.service(*id).map(|service| service.namespace);
            home.zip(service(graph, *id)).into_iter().collect()
        }
        End::Group(id) => {
            let namespaces = match graph.group(*id).map(|group| &group.namespaces) {
                Some(GroupNamespaces::Listed(namespaces)) => namespaces.clone(),
                Some(GroupNamespaces::Every | GroupNamespaces::Labelled) => graph.governed().collect(),
                None => Vec::new(),
            };
            namespaces.into_iter().filter_map(|home| Some((home, group(graph, *id, home)?))).collect()
        }
        End::Namespace(id) => whole_namespace(graph, *id).map(|bearer| (*id, bearer)).into_iter().collect(),
        End::External(_)
        | End::PodsOf(_)
        | End::Cluster
        | End::Anywhere
        | End::World
        | End::Internet
        | End::Nodes
        | End::Name(_) => Vec::new(),
    }
}

/// `H1` A service has its half of each of its edges. `H8` A service on the host network has no half.
fn service(graph: &Graph, id: ServiceId) -> Option<Bearer> {
    let service = graph.service(id).filter(|service| !service.host_network)?;
    Some(Bearer {
        object: graph.prefix.service_object(&service.name),
        subject: service.pods.clone(),
        end: End::Service(id),
        isolates: isolation::of_service(graph, service),
    })
}

/// `H2` A group has its half of each of its edges, for those of its pods that live in governed namespaces. `None`: it
/// has no pods in this one.
fn group(graph: &Graph, id: GroupId, namespace: NamespaceId) -> Option<Bearer> {
    let group = graph.group(id)?;
    let governed = graph.namespace(namespace).filter(|namespace| namespace.governed)?;
    Some(Bearer {
        object: graph.prefix.group_object(&group.name),
        subject: pods_in(group, governed)?,
        end: End::Group(id),
        isolates: Directions::NONE,
    })
}

/// The pods of a group that live in a namespace; `None` where there can be none.
///
/// `H9` A group by the labels of namespaces has pods in a governed namespace whose declared labels fit, and in no other
/// governed one.
fn pods_in(group: &Group, namespace: &Namespace) -> Option<Labels> {
    let declared = namespace.labels.iter().map(|(key, value)| {
        let value =
            value.as_ref().map_or(LabelValues::absent(), |value| LabelValues::present(Values::one(value.clone())));
        (LabelKey::Namespace(key.clone()), value)
    });
    let every_pod = Labels::in_namespace(namespace.name.clone());
    let every_pod_as_declared = Labels::all_of(every_pod.requirements().iter().cloned().chain(declared))?;
    let pods = group.pods.intersect(&every_pod_as_declared)?;
    let of_namespace = |labels: &Labels| {
        let keys = labels.requirements().iter().map(|(key, _)| key.clone());
        keys.filter(|key| matches!(key, LabelKey::Namespace(_))).collect::<Vec<_>>()
    };
    if of_namespace(&pods) != of_namespace(&every_pod_as_declared) {
        // The group asks for a label of which the namespace says nothing.
        return None;
    }
    let of_pods = pods.requirements().iter().filter(|(key, _)| !matches!(key, LabelKey::Namespace(_)));
    Labels::all_of(every_pod.requirements().iter().chain(of_pods).cloned())
}

/// `H7` A namespace that calls or is called itself has its half of each of these edges for every pod of it.
fn whole_namespace(graph: &Graph, id: NamespaceId) -> Option<Bearer> {
    let namespace = graph.namespace(id)?;
    Some(Bearer {
        object: graph.prefix.namespace_object(),
        subject: Labels::in_namespace(namespace.name.clone()),
        end: End::Namespace(id),
        isolates: Directions::NONE,
    })
}

fn entry<T>(lists: &mut [Vec<T>], namespace: NamespaceId) -> Option<&mut Vec<T>> {
    position(namespace).and_then(|at| lists.get_mut(at))
}

fn position(namespace: NamespaceId) -> Option<usize> {
    usize::try_from(namespace.0).ok()
}
