//! The clauses on isolation and halves.

use crate::graph::{Edge, EdgePorts, Namespace};
use crate::sets::{Allow, Direction, Directions, Labels, Ports};

use super::peers::Peers;

/// The directions in which the pods of a namespace are denied by default.
///
/// `I2` A governed namespace is isolated in the directions of its `isolate`, which bind every pod of it. `H3` A half
/// binds only pods that are isolated in its direction, and isolates none: nothing but this isolates.
pub(super) fn isolated(namespace: &Namespace) -> Directions {
    if namespace.governed { namespace.isolated } else { Directions::NONE }
}

/// What the half of an edge opens for the pods at one end: at the caller for egress, at the callee for ingress.
///
/// `I6` A pod that is isolated in a direction lets pass what a half of an edge opens for it in that direction, and
/// nothing else.
pub(super) fn opened(peers: &Peers<'_>, subject: &Labels, edge: &Edge, direction: Direction) -> Vec<Allow> {
    let far = match direction {
        Direction::Egress => peers.of_callee(&edge.callee),
        Direction::Ingress => peers.of_caller(&edge.caller),
    };
    let ports = opened_ports(edge);
    let allow = |peer| Allow { subject: subject.clone(), peer, ports: ports.clone() };
    far.into_iter().map(allow).collect()
}

/// `H5` A half opens the ports of its edge and no other. `P9` `:any` is every port of every protocol.
fn opened_ports(edge: &Edge) -> Ports {
    match &edge.ports {
        EdgePorts::Every => Ports::all(),
        EdgePorts::Listed(ranges) => {
            let sets = ranges.iter().map(|range| range.to_ports());
            sets.reduce(|all, more| all.union(&more)).unwrap_or_default()
        }
    }
}
