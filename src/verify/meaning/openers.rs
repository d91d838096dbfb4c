//! What lets a connection through: for a person who asks why it passes.

use crate::graph::{Edge, NamespaceId};
use crate::sets::{Allow, Direction, Endpoint, LabelKey, Pod, Port};

use super::bound::Bound;
use super::{Meaning, half};

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

    /// The declared namespace in which a pod lives.
    fn namespace_of(&self, pod: &Pod) -> Option<NamespaceId> {
        let name = pod.get(&LabelKey::namespace_name())?;
        let at = self.graph.namespaces.iter().position(|namespace| &*namespace.name == name)?;
        u32::try_from(at).ok().map(NamespaceId)
    }
}
