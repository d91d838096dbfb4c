//! Graph → relations: what the graph means for the pods of a namespace.
//!
//! It is the specification against which every build is judged, so it follows `docs/language.md` clause by clause: each
//! clause about halves, name resolution and what is cut out of ranges is a function here, named in its documentation.
//! It sees only the graph, never what was made of it, and computes with sets: no selector is written here and no
//! network is split. Speed matters less than that each function can be held against its sentence.

mod bearer;
mod bound;
mod calls;
mod half;
mod isolation;
mod names;
mod opening;
mod peers;
#[cfg(test)]
mod tests;

use crate::graph::{Edge, End, Graph, GroupId, NamespaceId, Prefix, ServiceId};
use crate::sets::{Allow, Direction, Directions, Labels, Peer, Relations};

pub use isolation::Isolated;
pub use opening::{Opener, Opening};

use bearer::{Bearer, Bearers};
use bound::Bound;
use calls::Calls;
use isolation::Isolating;
use names::Resolution;
use peers::Peers;

/// What a graph means, namespace by namespace.
#[derive(Debug)]
pub struct Meaning<'g> {
    graph: &'g Graph,
    isolating: Isolating,
    bearers: Bearers,
    calls: Calls<'g>,
    peers: Peers<'g>,
    resolution: Resolution,
}

/// An object that must be in a namespace's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeantObject {
    /// The file inside the folder.
    pub file: String,
    /// The object's kind.
    pub kind: &'static str,
    /// The object's name.
    pub name: String,
}

impl MeantObject {
    fn policy(prefix: &Prefix, name: String) -> Self {
        Self { file: prefix.file(&name), kind: "NetworkPolicy", name }
    }

    /// The file below the folder of the cluster, of an object in this namespace: `shop/web.yaml`.
    pub fn path(&self, namespace: &str) -> String {
        format!("{namespace}/{}", self.file)
    }
}

/// Which ends of edges have a half that binds any pod.
#[derive(Debug)]
pub struct RuleMakers {
    services: Vec<Directions>,
    groups: Vec<Directions>,
    namespaces: Vec<Directions>,
}

impl RuleMakers {
    /// The directions in which an edge makes a rule: egress at its caller, ingress at its callee. In none, it opens
    /// nothing that was closed.
    pub fn halves(&self, edge: &Edge) -> Directions {
        Directions { egress: self.of_end(&edge.caller).egress, ingress: self.of_end(&edge.callee).ingress }
    }

    fn of_end(&self, end: &End) -> Directions {
        let (list, at) = match end {
            End::Service(id) => (&self.services, id.0),
            End::Group(id) => (&self.groups, id.0),
            End::Namespace(id) => (&self.namespaces, id.0),
            _ => return Directions::NONE,
        };
        usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or(Directions::NONE)
    }
}

impl<'g> Meaning<'g> {
    /// Looks through the graph once, so that each namespace can be asked for cheaply.
    pub fn new(graph: &'g Graph) -> Self {
        let (calls, peers) = (Calls::of(graph), Peers::of(graph));
        let resolution = Resolution::of(graph, &calls, &peers);
        Self { graph, isolating: Isolating::of(graph), bearers: Bearers::of(graph), calls, peers, resolution }
    }

    /// The graph that this is the meaning of.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// What an end stands for where it calls, as a union; nothing for an end that the graph lacks.
    pub fn calling(&self, end: &End) -> Vec<Peer> {
        self.peers.of_caller(end)
    }

    /// What an end stands for where it is called, as a union; nothing for an end that the graph lacks.
    pub fn called(&self, end: &End) -> Vec<Peer> {
        self.peers.of_callee(end)
    }

    /// Who may call, and be called by, the pods of one namespace.
    pub fn relations(&self, namespace: NamespaceId) -> Relations {
        let mut relations = Relations::default();
        for direction in Direction::BOTH {
            let isolated = self.isolating.isolated(self.graph, namespace, direction);
            relations.of_mut(direction).isolated = isolated.into_iter().map(|isolated| isolated.pods).collect();
        }
        for bearer in self.bearers.of_namespace(self.graph, namespace) {
            for bound in self.bound(namespace, &bearer) {
                for direction in bound.directions.iter() {
                    relations.of_mut(direction).allowed.extend(self.opened(&bearer.end, &bound.subject, direction));
                }
            }
        }
        relations
    }

    /// Those of some pods that are isolated in a direction, in the order of namespaces; a pod that two objects isolate is
    /// there twice.
    pub fn isolated(&self, direction: Direction, own: &Labels) -> Vec<Isolated> {
        let all = self.homes_of(own).flat_map(|namespace| self.isolating.isolated(self.graph, namespace, direction));
        all.filter_map(|isolated| Some(Isolated { pods: own.intersect(&isolated.pods)?, ..isolated })).collect()
    }

    /// The objects that must be in the folder of one namespace, sorted, beside its `kustomization.yaml`; none where it
    /// has no folder.
    ///
    /// `O1` A governed namespace in which a pod is isolated in a direction has a folder, and no other has one. `O2` Where
    /// the namespace itself is isolated, that has the default deny. `O7` There is no file for a service, group or namespace that
    /// has no rule, save a service that isolates. `O19` A service that isolates has its object, with or without rules.
    /// `O20` Rules for the pods that others share with a service that isolates have an object of their own.
    pub fn objects(&self, namespace: NamespaceId) -> Vec<MeantObject> {
        let Some(named) = self.graph.namespace(namespace) else { return Vec::new() };
        let prefix = &self.graph.prefix;
        let mut objects = Vec::new();
        if !isolation::of_namespace(named).is_none() {
            objects.push(MeantObject::policy(prefix, prefix.default_deny()));
        }
        for bearer in self.bearers.of_namespace(self.graph, namespace) {
            for bound in self.bound(namespace, &bearer) {
                let isolates = bound.object == bearer.object && !bearer.isolates.is_none();
                if isolates || bound.directions.iter().any(|direction| self.has_rule(&bearer.end, direction)) {
                    objects.push(MeantObject::policy(prefix, bound.object));
                }
            }
        }
        objects.sort();
        objects
    }

    /// Which edges make a rule, for all edges of the graph at once.
    pub fn rule_makers(&self) -> RuleMakers {
        let directions = |end: End| {
            let homes = bearer::of_end(self.graph, &end);
            let bound = homes.iter().flat_map(|(home, bearer)| self.bound(*home, bearer));
            bound.fold(Directions::NONE, |all, bound| all.union(bound.directions))
        };
        let Graph { services, groups, namespaces, .. } = self.graph;
        RuleMakers {
            services: (0..).take(services.len()).map(|id| directions(End::Service(ServiceId(id)))).collect(),
            groups: (0..).take(groups.len()).map(|id| directions(End::Group(GroupId(id)))).collect(),
            namespaces: (0..).take(namespaces.len()).map(|id| directions(End::Namespace(NamespaceId(id)))).collect(),
        }
    }

    /// The governed namespaces in which some of these pods can live.
    fn homes_of(&self, pods: &Labels) -> impl Iterator<Item = NamespaceId> {
        self.graph.governed().filter(|namespace| {
            let named = self.graph.namespace(*namespace);
            named.is_some_and(|named| !pods.is_disjoint(&Labels::in_namespace(named.name.clone())))
        })
    }

    fn bound(&self, namespace: NamespaceId, bearer: &Bearer) -> Vec<Bound> {
        bound::bound(self.graph, namespace, &self.isolating, bearer)
    }

    /// What these pods of an end may do in one direction.
    fn opened(&self, end: &End, subject: &Labels, direction: Direction) -> Vec<Allow> {
        let edges = self.calls.of_end(end, direction);
        let of_edges = edges.flat_map(|edge| half::opened(&self.peers, subject, edge, direction));
        of_edges.chain(self.resolution_of(end, subject, direction)).collect()
    }

    /// What these pods of an end may do for the sake of name resolution.
    fn resolution_of(&self, end: &End, subject: &Labels, direction: Direction) -> Vec<Allow> {
        match direction {
            Direction::Egress if self.may_ask_names(end) => self.resolution.asked(subject).collect(),
            Direction::Egress => Vec::new(),
            Direction::Ingress => self.resolution.answered(end, subject).collect(),
        }
    }

    /// Whether [`Meaning::opened`] would hold anything.
    fn has_rule(&self, end: &End, direction: Direction) -> bool {
        self.calls.of_end(end, direction).next().is_some()
            || match direction {
                Direction::Egress => self.may_ask_names(end),
                Direction::Ingress => self.resolution.is_answered_by(end),
            }
    }

    fn may_ask_names(&self, end: &End) -> bool {
        !self.resolution.is_empty() && names::may_ask(self.graph, &self.calls, end)
    }
}
