//! What lets a connection through: for a person who asks why it passes.

use crate::graph::{Edge, NamespaceId};
use crate::sets::{Allow, Direction, Endpoint, LabelKey, Pod, Port};

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
            let edges = bearer.end.iter().flat_map(|end| self.calls.of_end(end, direction));
            let opening =
                edges.filter(|edge| half::opened(&self.peers, &bearer.subject, edge, direction).iter().any(passes));
            openers.extend(opening.map(Opener::Edge));
            if direction == Direction::Egress
                && self.may_ask_names(&bearer)
                && self.resolution.opened(&bearer.subject).any(|allow| passes(&allow))
            {
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
