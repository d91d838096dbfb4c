//! What lets a connection through: for a person who asks why it passes.

use std::sync::Arc;

use crate::graph::{Edge, NamespaceId};
use crate::sets::{Allow, Direction, Endpoint, LabelKey, Labels, Peer, Pod, Port, Ports};

use super::bound::Bound;
use super::{Meaning, MeantObject, half};

/// What lets some connections through at one of their ends, and where that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'g> {
    /// The edge, or name resolution.
    pub opener: Opener<'g>,
    /// The namespace of the pods.
    pub namespace: Arc<str>,
    /// The object that holds the rule.
    pub object: MeantObject,
}

impl Opening<'_> {
    /// The file of the object, below the folder of the cluster: `shop/web.yaml`.
    pub fn file(&self) -> String {
        format!("{}/{}", self.namespace, self.object.file)
    }
}

/// What lets a connection through at one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener<'g> {
    /// A half of this edge.
    Edge(&'g Edge),
    /// Leave to ask for names.
    NameResolution,
}

impl<'g> Meaning<'g> {
    /// All that lets a connection through at `subject`, in the order of the edges; nothing where `subject` is not
    /// isolated and so needs no leave. With `port` being `None`, on any port.
    pub fn openers(&self, direction: Direction, subject: &Pod, peer: &Endpoint, port: Option<Port>) -> Vec<Opener<'g>> {
        let Some(namespace) = self.namespace_of(subject) else { return Vec::new() };
        let passes = |allow: &Allow| {
            let on_port = port.is_none_or(|port| allow.ports.contains(port));
            allow.subject.contains(subject) && allow.peer.contains(peer) && on_port
        };
        let mut openers = Vec::new();
        for bearer in self.bearers.of_namespace(self.graph, namespace) {
            let binds = |bound: &Bound| bound.directions.contains(direction) && bound.subject.contains(subject);
            let Some(bound) = self.bound(namespace, &bearer).into_iter().find(binds) else { continue };
            let edges = self.calls.of_end(&bearer.end, direction);
            let opening =
                edges.filter(|edge| half::opened(&self.peers, &bound.subject, edge, direction).iter().any(passes));
            openers.extend(opening.map(Opener::Edge));
            if self.resolution_of(&bearer.end, &bound.subject, direction).iter().any(passes) {
                openers.push(Opener::NameResolution);
            }
        }
        openers
    }

    /// All that lets any connection between these pods and a peer through on any of these ports, at the pods' side, in
    /// the order of namespaces and edges.
    pub fn opening(&self, direction: Direction, own: &Labels, far: &Peer, ports: &Ports) -> Vec<Opening<'g>> {
        let passes = |allow: &Allow| {
            !allow.subject.is_disjoint(own)
                && allow.peer.intersect(far).is_some()
                && !allow.ports.intersect(ports).is_empty()
        };
        let mut opening = Vec::new();
        for namespace in self.graph.governed() {
            let Some(named) = self.graph.namespace(namespace) else { continue };
            if own.is_disjoint(&Labels::in_namespace(named.name.clone())) {
                continue;
            }
            for bearer in self.bearers.of_namespace(self.graph, namespace) {
                let binds = |bound: &Bound| bound.directions.contains(direction) && !bound.subject.is_disjoint(own);
                for bound in self.bound(namespace, &bearer).into_iter().filter(binds) {
                    let object = MeantObject::policy(&self.graph.prefix, bound.object.clone());
                    let opens = |opener| Opening { opener, namespace: named.name.clone(), object: object.clone() };
                    let edges = self.calls.of_end(&bearer.end, direction);
                    let of_edges = edges
                        .filter(|edge| half::opened(&self.peers, &bound.subject, edge, direction).iter().any(passes));
                    opening.extend(of_edges.map(|edge| opens(Opener::Edge(edge))));
                    if self.resolution_of(&bearer.end, &bound.subject, direction).iter().any(passes) {
                        opening.push(opens(Opener::NameResolution));
                    }
                }
            }
        }
        opening
    }

    /// The declared namespace in which a pod lives.
    fn namespace_of(&self, pod: &Pod) -> Option<NamespaceId> {
        let name = pod.get(&LabelKey::namespace_name())?;
        let at = self.graph.namespaces.iter().position(|namespace| &*namespace.name == name)?;
        u32::try_from(at).ok().map(NamespaceId)
    }
}
