//! Which edges make a rule for whom.
//!
//! An edge makes two halves, egress at its caller and ingress at its callee, where the end is a service, a group or a
//! namespace; any other end lets others in and out and gives itself nothing. Whether a half becomes a rule depends on
//! whether its pods are isolated in its direction, which is asked namespace by namespace.

use crate::graph::{Edge, End, Graph, GroupId, GroupNamespaces, NamespaceId, ServiceId};
use crate::sets::Direction;

/// One half of an edge, seen from one end of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Half<'g> {
    /// The way the call goes, seen from this end.
    pub(super) direction: Direction,
    /// The edge.
    pub(super) edge: &'g Edge,
}

impl<'g> Half<'g> {
    /// The other end.
    pub(super) fn peer(self) -> &'g End {
        match self.direction {
            Direction::Ingress => &self.edge.caller,
            Direction::Egress => &self.edge.callee,
        }
    }
}

/// What one service, group or namespace has.
#[derive(Debug, Clone, Default)]
pub(super) struct Halves<'g> {
    /// Its halves, in the order of the edges.
    pub(super) list: Vec<Half<'g>>,
    /// Whether it asks for names where egress is isolated: because it says so, or because it calls and does not say
    /// otherwise.
    pub(super) resolves: bool,
    /// Whether it is what answers those who ask.
    pub(super) answers: bool,
}

impl Halves<'_> {
    fn settle_resolve(&mut self, written: Option<bool>) {
        let calls = self.list.iter().any(|half| half.direction == Direction::Egress);
        self.resolves = written.unwrap_or(calls);
    }
}

/// The halves of a graph by whom they are for.
#[derive(Debug)]
pub(super) struct Index<'g> {
    services: Vec<Halves<'g>>,
    groups: Vec<Halves<'g>>,
    namespaces: Vec<Halves<'g>>,
    services_in: Vec<Vec<ServiceId>>,
    groups_in: Vec<Vec<GroupId>>,
    groups_anywhere: Vec<GroupId>,
    resolvers: Vec<End>,
}

impl<'g> Index<'g> {
    /// Looks through the edges once.
    pub(super) fn new(graph: &'g Graph) -> Self {
        let mut index = Self {
            services: vec![Halves::default(); graph.services.len()],
            groups: vec![Halves::default(); graph.groups.len()],
            namespaces: vec![Halves::default(); graph.namespaces.len()],
            services_in: vec![Vec::new(); graph.namespaces.len()],
            groups_in: vec![Vec::new(); graph.namespaces.len()],
            groups_anywhere: Vec::new(),
            resolvers: Vec::new(),
        };
        for edge in &graph.edges {
            index.add(&edge.caller, Half { direction: Direction::Egress, edge });
            index.add(&edge.callee, Half { direction: Direction::Ingress, edge });
        }
        for (halves, service) in index.services.iter_mut().zip(&graph.services) {
            halves.settle_resolve(service.resolve);
            if service.host_network {
                // To a policy its pods are nodes, and nodes have no rules.
                *halves = Halves::default();
            }
        }
        for (halves, group) in index.groups.iter_mut().zip(&graph.groups) {
            halves.settle_resolve(group.resolve);
        }
        for (halves, namespace) in index.namespaces.iter_mut().zip(&graph.namespaces) {
            halves.settle_resolve(namespace.resolve);
        }
        index.place_resolution(graph);
        index.place_services(graph);
        index.place_groups(graph);
        index
    }

    /// The halves of a service.
    pub(super) fn service(&self, id: ServiceId) -> Option<&Halves<'g>> {
        at(&self.services, id.0)
    }

    /// The halves of a group.
    pub(super) fn group(&self, id: GroupId) -> Option<&Halves<'g>> {
        at(&self.groups, id.0)
    }

    /// The halves of a namespace itself: of every pod of it.
    pub(super) fn namespace(&self, id: NamespaceId) -> Option<&Halves<'g>> {
        at(&self.namespaces, id.0)
    }

    /// The services of a namespace, in order.
    pub(super) fn services_in(&self, namespace: NamespaceId) -> impl Iterator<Item = ServiceId> {
        at(&self.services_in, namespace.0).into_iter().flatten().copied()
    }

    /// The groups that could have pods in a namespace, as far as its name says.
    pub(super) fn groups_in(&self, namespace: NamespaceId) -> impl Iterator<Item = GroupId> {
        at(&self.groups_in, namespace.0).into_iter().flatten().chain(&self.groups_anywhere).copied()
    }

    /// Who asks for names, where a service of the graph answers.
    pub(super) fn resolvers(&self) -> &[End] {
        &self.resolvers
    }

    fn add(&mut self, end: &End, half: Half<'g>) {
        let halves = match end {
            End::Service(id) => at_mut(&mut self.services, id.0),
            End::Group(id) => at_mut(&mut self.groups, id.0),
            End::Namespace(id) => at_mut(&mut self.namespaces, id.0),
            End::External(_)
            | End::PodsOf(_)
            | End::Cluster
            | End::Anywhere
            | End::World
            | End::Internet
            | End::Nodes
            | End::Name(_) => None,
        };
        if let Some(halves) = halves {
            halves.list.push(half);
        }
    }

    /// Where a service answers for names, it is called by all that ask.
    fn place_resolution(&mut self, graph: &Graph) {
        let Some(End::Service(id)) = graph.dns.as_ref().map(|dns| &dns.end) else { return };
        if graph.service(*id).is_none_or(|service| service.host_network) {
            return;
        }
        let services = (0..).map(ServiceId).map(End::Service).zip(&self.services);
        let groups = (0..).map(GroupId).map(End::Group).zip(&self.groups);
        let namespaces = (0..).map(NamespaceId).map(End::Namespace).zip(&self.namespaces);
        let all = services.chain(groups).chain(namespaces);
        self.resolvers = all.filter(|(_, halves)| halves.resolves).map(|(end, _)| end).collect();
        if let Some(halves) = at_mut(&mut self.services, id.0) {
            halves.answers = !self.resolvers.is_empty();
        }
    }

    fn place_services(&mut self, graph: &Graph) {
        for (id, service) in (0..).map(ServiceId).zip(&graph.services) {
            if let Some(services) = at_mut(&mut self.services_in, service.namespace.0) {
                services.push(id);
            }
        }
    }

    fn place_groups(&mut self, graph: &Graph) {
        for (id, group) in (0..).map(GroupId).zip(&graph.groups) {
            match &group.namespaces {
                GroupNamespaces::Every | GroupNamespaces::Labelled => self.groups_anywhere.push(id),
                GroupNamespaces::Listed(namespaces) => {
                    for namespace in namespaces {
                        if let Some(groups) = at_mut(&mut self.groups_in, namespace.0) {
                            groups.push(id);
                        }
                    }
                }
            }
        }
    }
}

fn at<T>(list: &[T], position: u32) -> Option<&T> {
    list.get(usize::try_from(position).ok()?)
}

fn at_mut<T>(list: &mut [T], position: u32) -> Option<&mut T> {
    list.get_mut(usize::try_from(position).ok()?)
}
