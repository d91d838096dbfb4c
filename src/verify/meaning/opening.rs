//! What lets a connection through: for a person who asks why it passes.

use std::sync::Arc;

use crate::graph::{Edge, NamespaceId};
use crate::sets::{Allow, Direction, Endpoint, LabelKey, Labels, Peer, Pod, Port, Ports};

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

/// What lets a connection through at one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener<'g> {
    /// A half of this edge.
    Edge(&'g Edge),
    /// Leave to ask for names.
    NameResolution,
}

impl<'g> Meaning<'g> {
    /// All that lets any connection between these pods and a peer through on any of these ports, at the pods' side, in
    /// the order of namespaces and edges. Pods that are not isolated need no leave: then it is nothing.
    pub fn opening(&self, direction: Direction, own: &Labels, far: &Peer, ports: &Ports) -> Vec<Opening<'g>> {
        let passes = |allow: &Allow| {
            !allow.subject.is_disjoint(own)
                && allow.peer.intersect(far).is_some()
                && !allow.ports.intersect(ports).is_empty()
        };
        self.homes_of(own).flat_map(|namespace| self.opening_in(namespace, direction, passes)).collect()
    }

    /// All that lets one connection through at `subject`, a pod, in the order of the edges. With `port` being `None`, on
    /// any port.
    pub fn opening_for(
        &self,
        direction: Direction,
        subject: &Pod,
        peer: &Endpoint,
        port: Option<Port>,
    ) -> Vec<Opening<'g>> {
        let passes = |allow: &Allow| {
            let on_port = port.is_none_or(|port| allow.ports.contains(port));
            allow.subject.contains(subject) && allow.peer.contains(peer) && on_port
        };
        let namespace = self.namespace_of(subject);
        namespace.map(|namespace| self.opening_in(namespace, direction, passes)).unwrap_or_default()
    }

    /// Whatever of the pods of a namespace lets something pass for which this is so.
    fn opening_in(
        &self,
        namespace: NamespaceId,
        direction: Direction,
        passes: impl Fn(&Allow) -> bool,
    ) -> Vec<Opening<'g>> {
        let Some(named) = self.graph.namespace(namespace) else { return Vec::new() };
        let mut opening = Vec::new();
        for bearer in self.bearers.of_namespace(self.graph, namespace) {
            let bound = self.bound(namespace, &bearer);
            for bound in bound.into_iter().filter(|bound| bound.directions.contains(direction)) {
                let object = MeantObject::policy(&self.graph.prefix, bound.object);
                let opens = |opener| Opening { opener, namespace: named.name.clone(), object: object.clone() };
                let opened =
                    |edge: &&Edge| half::opened(&self.peers, &bound.subject, edge, direction).iter().any(&passes);
                let edges = self.calls.of_end(&bearer.end, direction).filter(opened);
                opening.extend(edges.map(|edge| opens(Opener::Edge(edge))));
                if self.resolution_of(&bearer.end, &bound.subject, direction).iter().any(&passes) {
                    opening.push(opens(Opener::NameResolution));
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
