//! The clauses on name resolution.

use crate::graph::{End, Graph, GroupId, NamespaceId, ServiceId};
use crate::profile::Mesh;
use crate::sets::{Allow, Direction, Labels, Peer, Ports};

use super::calls::Calls;
use super::half::towards;
use super::peers::Peers;

/// Whether an end may ask for names.
///
/// `R1` A service or group that is the caller of an edge, at whichever end it is written, may ask `@dns`. `R2` A
/// service or group with `resolve = true` may ask `@dns` even if it calls nothing. `R3` A service or group with
/// `resolve = false` may not, whatever it calls. `R4` With `resolve = true` on a namespace, every pod of it may ask
/// `@dns`. `R8` Every pod of a namespace that is itself the caller of an edge may ask `@dns`, unless the namespace has
/// `resolve = false`. `R9` A service on the host network asks as its node does, which no policy binds.
pub(super) fn may_ask(graph: &Graph, calls: &Calls<'_>, end: &End) -> bool {
    let written = match end {
        End::Service(id) => match graph.service(*id) {
            Some(service) if !service.host_network => service.resolve,
            _ => Some(false),
        },
        End::Group(id) => graph.group(*id).map_or(Some(false), |group| group.resolve),
        End::Namespace(id) => graph.namespace(*id).map_or(Some(false), |namespace| namespace.resolve),
        _ => Some(false),
    };
    written.unwrap_or_else(|| calls.of_end(end, Direction::Egress).next().is_some())
}

/// What whoever may ask for names may do, and what whoever answers them lets in.
#[derive(Debug)]
pub(super) struct Resolution {
    mesh: Mesh,
    /// Whom to ask.
    peers: Vec<Peer>,
    ports: Ports,
    /// The service that answers, where it is one.
    answering: Option<End>,
    /// Who may ask it.
    asking: Vec<Peer>,
}

impl Resolution {
    /// Looks through all that may ask.
    pub(super) fn of(graph: &Graph, calls: &Calls<'_>, peers: &Peers<'_>) -> Self {
        let ranges = graph.dns.iter().flat_map(|dns| &dns.ports);
        let ports = ranges.fold(Ports::none(), |all, range| all.union(&range.to_ports()));
        let end = graph.dns.as_ref().map(|dns| &dns.end);
        let answering = end.filter(|end| matches!(end, End::Service(_))).cloned();
        Self {
            mesh: graph.profile.mesh,
            peers: end.map(|end| peers.of_callee(end)).unwrap_or_default(),
            ports,
            asking: if answering.is_some() { asking(graph, calls, peers) } else { Vec::new() },
            answering,
        }
    }

    /// Whether there is nobody to ask, or no port to ask on.
    pub(super) fn is_empty(&self) -> bool {
        self.peers.is_empty() || self.ports.is_empty()
    }

    /// `R6` Asking `@dns` opens egress to what `@dns` stands for on its ports, and nothing else.
    pub(super) fn asked(&self, subject: &Labels) -> impl Iterator<Item = Allow> {
        self.peers.iter().map(|peer| towards(self.mesh, subject, peer.clone(), &self.ports))
    }

    /// Whether anybody may ask this end.
    pub(super) fn is_answered_by(&self, end: &End) -> bool {
        self.answering.as_ref() == Some(end) && !self.asking.is_empty() && !self.ports.is_empty()
    }

    /// `R11` A service that stands for `@dns` is called by whoever may ask, on the ports of `@dns`.
    pub(super) fn answered(&self, end: &End, subject: &Labels) -> impl Iterator<Item = Allow> {
        let asking: &[Peer] = if self.is_answered_by(end) { &self.asking } else { &[] };
        asking.iter().map(|peer| towards(self.mesh, subject, peer.clone(), &self.ports))
    }
}

/// All that may ask, whether or not a policy binds them there.
fn asking(graph: &Graph, calls: &Calls<'_>, peers: &Peers<'_>) -> Vec<Peer> {
    let services = (0..).map(ServiceId).map(End::Service).take(graph.services.len());
    let groups = (0..).map(GroupId).map(End::Group).take(graph.groups.len());
    let namespaces = (0..).map(NamespaceId).map(End::Namespace).take(graph.namespaces.len());
    let all = services.chain(groups).chain(namespaces);
    all.filter(|end| may_ask(graph, calls, end)).flat_map(|end| peers.of_caller(&end)).collect()
}
