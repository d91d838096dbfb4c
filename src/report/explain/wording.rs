//! Ends, ports and edges in the words of both formats.

use crate::diagnostic::Sources;
use crate::explain::{Explanation, Extent, Hindrance};
use crate::graph::{Edge, Writing};
use crate::sets::{Direction, Peer, PortRange, Ports};
use crate::verify::sides::Connections;

/// A set of things: pods by label, addresses as networks.
pub(in crate::report) fn peer(peer: &Peer) -> String {
    match peer {
        Peer::Pods(labels) => labels.to_string(),
        Peer::Addresses(addresses) => {
            let nets = addresses.to_nets();
            let shown: Vec<String> = nets.iter().take(4).map(ToString::to_string).collect();
            let more = nets.len() - shown.len();
            if more == 0 { shown.join(",") } else { format!("{} and {more} more networks", shown.join(",")) }
        }
        Peer::Entities(_) => "what only the network plug-in knows".to_owned(),
    }
}

/// Ports as an intent writes them.
pub(super) fn ports(ports: &Ports) -> String {
    if ports.is_all() {
        return "every port".to_owned();
    }
    let ranges: Vec<String> = PortRange::of_ports(ports).iter().map(ToString::to_string).collect();
    ranges.join(",")
}

/// Why no edge would help.
pub(super) fn hindrance(hindrance: &Hindrance, explanation: &Explanation<'_>, sources: &Sources) -> String {
    let (caller, callee) = (&explanation.caller.text, &explanation.callee.text);
    match hindrance {
        Hindrance::OtherPorts(Some((table, place))) => {
            let declared_at = sources.line_of(*place);
            format!("{callee} declares other ports: add these to `ports` of {table} ({declared_at}), then ask again")
        }
        Hindrance::OtherPorts(None) => format!("{callee} comes with other ports, which the profile gives it"),
        Hindrance::NoRules(direction) => {
            let end = if *direction == Direction::Egress { caller } else { callee };
            format!(
                "no edge can be named that opens it: {end} has isolated pods and is no service, group or `[namespaces.NAME]`"
            )
        }
        Hindrance::OfCluster(addresses) => {
            format!(
                "no external stands for {addresses}, which the profile gives to pods and nodes: name the pods, or `@nodes`"
            )
        }
    }
}

/// Some connections.
pub(super) fn connections(connections: &Connections) -> String {
    let Connections { caller, callee, ports: on } = connections;
    format!("{} -> {} on {}", peer(caller), peer(callee), ports(on))
}

/// Who answers for one writing of an edge: the edge's owner, else that of the file.
pub(super) fn owner<'e>(edge: &'e Edge, writing: &'e Writing) -> Option<&'e str> {
    edge.owner.as_deref().or(writing.file_owner.as_deref())
}

/// One writing of an edge: `edge FILE:LINE (OWNER): WHY`.
pub(in crate::report) fn writing(edge: &Edge, writing: &Writing, sources: &Sources) -> String {
    let place = sources.line_of(writing.place);
    let owner = owner(edge, writing).map(|owner| format!(" ({owner})")).unwrap_or_default();
    let why = writing.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    format!("edge {place}{owner}{why}")
}

/// A verdict, as programs are told of it.
pub(super) fn extent(extent: Extent) -> &'static str {
    match extent {
        Extent::All => "all",
        Extent::Some => "some",
        Extent::None => "none",
        Extent::Undecided => "undecided",
    }
}
