//! Graph → relations: what the graph means for the pods of a namespace.
//!
//! It is the specification against which every build is judged, so it follows `docs/language.md` clause by clause: each
//! clause about halves, name resolution and what is cut out of ranges is a function here, named in its documentation.
//! It sees only the graph, never what was made of it, and computes with sets: no selector is written here and no
//! network is split. Speed matters less than that each function can be held against its sentence.

mod bearer;
mod calls;
mod half;
mod names;
mod openers;
mod peers;
#[cfg(test)]
mod tests;

use crate::graph::{Edge, End, Graph, NamespaceId, Prefix};
use crate::sets::{Allow, Direction, Directions, Endpoint, Labels, Peer, Pod, Port, Relations};

pub use openers::Opener;

use bearer::{Bearer, Bearers, is_bound};
use calls::Calls;
use names::Resolution;
use peers::Peers;

/// What a graph means, namespace by namespace.
#[derive(Debug)]
pub struct Meaning<'g> {
    graph: &'g Graph,
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
}

impl<'g> Meaning<'g> {
    /// Looks through the graph once, so that each namespace can be asked for cheaply.
    pub fn new(graph: &'g Graph) -> Self {
        let peers = Peers::of(graph);
        let resolution = Resolution::of(&peers, &graph.profile);
        Self { graph, bearers: Bearers::of(graph), calls: Calls::of(graph), peers, resolution }
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
        let Some(named) = self.graph.namespace(namespace) else { return relations };
        for direction in half::isolated(named).iter() {
            let relation = relations.of_mut(direction);
            relation.isolated.push(Labels::in_namespace(named.name.clone()));
            for bearer in self.bearers.of_namespace(self.graph, namespace) {
                relation.allowed.extend(self.opened(&bearer, direction));
            }
        }
        relations
    }

    /// The objects that must be in the folder of one namespace, sorted, beside its `kustomization.yaml`; none where it
    /// has no folder.
    ///
    /// `O1` A governed namespace that is isolated in a direction has a folder, and no other has one. `O2` It has the
    /// default deny. `O7` There is no file for a service, group or namespace that has no rule.
    pub fn objects(&self, namespace: NamespaceId) -> Vec<MeantObject> {
        let isolated = self.graph.namespace(namespace).map_or(Directions::NONE, half::isolated);
        if isolated.is_none() {
            return Vec::new();
        }
        let prefix = &self.graph.prefix;
        let mut objects = vec![MeantObject::policy(prefix, prefix.default_deny())];
        let bearers = self.bearers.of_namespace(self.graph, namespace);
        let with_rules = bearers.filter(|bearer| isolated.iter().any(|direction| self.has_rule(bearer, direction)));
        objects.extend(with_rules.map(|bearer| MeantObject::policy(prefix, bearer.object)));
        objects.sort();
        objects
    }

    /// The object of a namespace that must let a connection pass, if any must: for a person who asks why it is meant.
    pub fn opener(
        &self,
        namespace: NamespaceId,
        direction: Direction,
        subject: &Pod,
        peer: &Endpoint,
        port: Port,
    ) -> Option<MeantObject> {
        let passes =
            |allow: &Allow| allow.subject.contains(subject) && allow.peer.contains(peer) && allow.ports.contains(port);
        let mut bearers = self.bearers.of_namespace(self.graph, namespace);
        let opener = bearers.find(|bearer| self.opened(bearer, direction).iter().any(passes))?;
        Some(MeantObject::policy(&self.graph.prefix, opener.object))
    }

    /// The directions in which an edge makes a rule: egress at its caller, ingress at its callee.
    pub fn halves(&self, edge: &Edge) -> Directions {
        Directions {
            egress: is_bound(self.graph, &edge.caller, Direction::Egress),
            ingress: is_bound(self.graph, &edge.callee, Direction::Ingress),
        }
    }

    /// The edges that make no rule, since neither end is isolated there. They open nothing that was closed; a build
    /// lists them.
    pub fn unbound_edges(&self) -> impl Iterator<Item = &'g Edge> {
        self.graph.edges.iter().filter(|edge| self.halves(edge).is_none())
    }

    /// What the pods of a bearer may do in one direction.
    fn opened(&self, bearer: &Bearer, direction: Direction) -> Vec<Allow> {
        let edges = bearer.end.iter().flat_map(|end| self.calls.of_end(end, direction));
        let mut opened: Vec<Allow> =
            edges.flat_map(|edge| half::opened(&self.peers, &bearer.subject, edge, direction)).collect();
        if direction == Direction::Egress && self.may_ask_names(bearer) {
            opened.extend(self.resolution.opened(&bearer.subject));
        }
        opened
    }

    /// Whether [`Meaning::opened`] would hold anything.
    fn has_rule(&self, bearer: &Bearer, direction: Direction) -> bool {
        let has_half = bearer.end.as_ref().is_some_and(|end| self.calls.of_end(end, direction).next().is_some());
        has_half || (direction == Direction::Egress && self.may_ask_names(bearer))
    }

    fn may_ask_names(&self, bearer: &Bearer) -> bool {
        if self.resolution.is_empty() {
            return false;
        }
        match &bearer.end {
            Some(end) => names::may_ask(bearer.resolve, self.calls.of_end(end, Direction::Egress).next().is_some()),
            None => names::whole_namespace_may_ask(bearer.resolve),
        }
    }
}
