//! The clauses on what a half opens.

use crate::graph::Edge;
use crate::profile::Mesh;
use crate::sets::{Allow, Direction, Labels, Peer, PortRange, Ports, Protocol};

use super::peers::Peers;

/// What the half of an edge opens for the pods at one end: at the caller for egress, at the callee for ingress.
///
/// `I6` A pod that is isolated in a direction lets pass what a half of an edge opens for it in that direction, and
/// nothing else. `H5` A half opens the ports of its edge and no other. `P9` `:any` is every port of every protocol.
pub(super) fn opened(peers: &Peers<'_>, subject: &Labels, edge: &Edge, direction: Direction) -> Vec<Allow> {
    let far = match direction {
        Direction::Egress => peers.of_callee(&edge.callee),
        Direction::Ingress => peers.of_caller(&edge.caller),
    };
    let ports = edge.ports.to_ports();
    far.into_iter().map(|peer| towards(peers.mesh(), subject, peer, &ports)).collect()
}

/// What opening these ports towards a peer lets pass.
///
/// `H11` In the mesh `istio-ambient` a half that opens a TCP port between pods opens the tunnel's port 15008 between
/// them too.
pub(super) fn towards(mesh: Mesh, subject: &Labels, peer: Peer, ports: &Ports) -> Allow {
    let tcp = Ports::protocol(Protocol::Tcp);
    let is_tunnelled = matches!(peer, Peer::Pods(_)) && !ports.intersect(&tcp).is_empty();
    let tunnel = mesh.tunnel().filter(|_| is_tunnelled).map(PortRange::to_ports);
    let ports = tunnel.map_or_else(|| ports.clone(), |tunnel| ports.union(&tunnel));
    Allow { subject: subject.clone(), peer, ports }
}
