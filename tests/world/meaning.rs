//! A naive reading of a project: one packet against the edges as they were written.
//!
//! The second meaning beside the one that npgen proves its output against: no sets, no halves per namespace, no
//! merging, straight from the language's sentences.

use std::net::IpAddr;

use ipnet::IpNet;

use super::packets::{Endpoint, Packet};
use super::project::{Called, Direction, Dns, End, NAMESPACES, Pod, Ports, Project};

/// What is no public address, by the IANA registries of special-purpose addresses.
const NOT_PUBLIC: [&str; 18] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
];

/// The IPv6 addresses that are handed out for global use.
const GLOBAL_V6: &str = "2000::/3";

/// Every network that the meaning of `@internet` and `@world` rests on.
pub(crate) fn known_networks() -> Vec<&'static str> {
    NOT_PUBLIC.into_iter().chain([GLOBAL_V6, "0.0.0.0/0", "::/0"]).collect()
}

/// What `@dns` is where it is an address.
pub(crate) const DNS_ADDRESS: &str = "169.254.20.10/32";

/// What `@kube-apiserver` is.
pub(crate) const API_SERVER: &str = "172.18.0.2/32";

/// What one pod may do in one direction: nothing stops it, or just these.
pub(crate) enum Leave {
    Everything,
    Only(Vec<(End, Vec<Ports>)>),
}

/// What the project says for one pod.
pub(crate) fn leave(project: &Project, direction: Direction, subject: &Pod) -> Leave {
    let Some(namespace) = NAMESPACES.iter().take(project.namespaces.len()).position(|name| *name == subject.namespace)
    else {
        return Leave::Everything;
    };
    if !isolated(project, direction, namespace) {
        return Leave::Everything;
    }
    let mut halves: Vec<(End, Vec<Ports>)> = Vec::new();
    for edge in &project.edges {
        let (own, other) = match direction {
            Direction::Ingress => (edge.callee, edge.caller),
            Direction::Egress => (edge.caller, edge.callee),
        };
        if has_half(project, own, subject) {
            halves.push((other, called(project, edge.callee, &edge.called)));
        }
    }
    if direction == Direction::Egress && resolves(project, namespace, subject) {
        halves.push((End::Dns, called(project, End::Dns, &Called::Implied)));
    }
    Leave::Only(halves)
}

/// Whether an end means `peer`.
pub(crate) fn is(project: &Project, end: End, peer: &Endpoint) -> bool {
    let inside = |address: IpAddr| {
        let cluster = &project.cluster;
        cluster.pod_cidr.iter().chain(&cluster.node_cidr).flatten().any(|net| holds(net, address))
    };
    match (end, peer) {
        (End::Anywhere, _) | (End::Cluster, Endpoint::Pod(_)) => true,
        (End::Service(at), Endpoint::Pod(pod)) => project.service_has(&project.services[at], pod),
        (End::Group(at), Endpoint::Pod(pod)) => Project::group_has(&project.groups[at], pod),
        (End::Namespace(at), Endpoint::Pod(pod)) => pod.namespace == NAMESPACES[at],
        (End::Ingress, Endpoint::Pod(pod)) => pod.namespace == "edge" && project.cluster.ingress.selects(&pod.labels),
        (End::Dns, Endpoint::Pod(pod)) => match project.cluster.dns {
            Dns::Kubeadm => has_label(pod, "kube-system", "k8s-app", "kube-dns"),
            Dns::Pods => has_label(pod, "kube-system", project.cluster.keys[0], project.cluster.values[0][0]),
            Dns::Address => false,
        },
        (End::Dns, Endpoint::Address(address)) => project.cluster.dns == Dns::Address && holds(DNS_ADDRESS, *address),
        (End::ApiServer, Endpoint::Address(address)) => holds(API_SERVER, *address),
        (End::World, Endpoint::Address(address)) => !inside(*address),
        (End::Internet, Endpoint::Address(address)) => public(*address) && !inside(*address),
        (End::External(at), Endpoint::Address(address)) => {
            let external = &project.externals[at];
            external.cidr.iter().any(|net| holds(net, *address))
                && !external.except.iter().any(|net| holds(net, *address))
                && !inside(*address)
        }
        _ => false,
    }
}

/// Whether one of these ports is the packet's.
pub(crate) fn has_port(ports: &[Ports], packet: Packet) -> bool {
    // A half without a list is one for everything, ICMP included.
    ports.is_empty() || ports.iter().any(|ports| ports.has(packet.protocol, packet.number))
}

fn isolated(project: &Project, direction: Direction, namespace: usize) -> bool {
    let lives_here = project.services.iter().any(|service| service.namespace == namespace);
    let by_default =
        || project.cluster.default_isolate.map_or((true, true), |isolate| (isolate.ingress, isolate.egress));
    let (ingress, egress) = match project.namespaces[namespace].isolate {
        Some(isolate) => (isolate.ingress, isolate.egress),
        None if lives_here => by_default(),
        None => (false, false),
    };
    match direction {
        Direction::Ingress => ingress,
        Direction::Egress => egress,
    }
}

fn has_half(project: &Project, end: End, pod: &Pod) -> bool {
    match end {
        End::Service(at) => project.service_has(&project.services[at], pod),
        End::Group(at) => Project::group_has(&project.groups[at], pod),
        _ => false,
    }
}

/// Whether the pod may ask for names: its namespace may, or a node that has it may or calls anything.
fn resolves(project: &Project, namespace: usize, pod: &Pod) -> bool {
    let calls = |end: End| project.edges.iter().any(|edge| edge.caller == end);
    let by_service = project.services.iter().enumerate().any(|(at, service)| {
        project.service_has(service, pod) && service.resolve.unwrap_or_else(|| calls(End::Service(at)))
    });
    let by_group =
        project.groups.iter().enumerate().any(|(at, group)| {
            Project::group_has(group, pod) && group.resolve.unwrap_or_else(|| calls(End::Group(at)))
        });
    by_service || by_group || project.namespaces[namespace].resolve == Some(true)
}

/// The ports that an edge calls; empty: every port and protocol.
fn called(project: &Project, callee: End, called: &Called) -> Vec<Ports> {
    let declared = project.declared(callee).unwrap_or_default();
    match called {
        Called::Implied => declared.entries.concat(),
        Called::Names(entries) => entries.iter().flat_map(|at| declared.entries[*at].clone()).collect(),
        Called::Numbers(ports) => ports.clone(),
        Called::Any => Vec::new(),
        Called::AnyOf(protocol) => vec![Ports::range(*protocol, 0, u16::MAX)],
    }
}

fn public(address: IpAddr) -> bool {
    (address.is_ipv4() || holds(GLOBAL_V6, address)) && !NOT_PUBLIC.iter().any(|net| holds(net, address))
}

fn has_label(pod: &Pod, namespace: &str, key: &str, value: &str) -> bool {
    pod.namespace == namespace && pod.labels.get(key).is_some_and(|own| own == value)
}

fn holds(net: &str, address: IpAddr) -> bool {
    net.parse::<IpNet>().expect("the networks of the tests are well formed").contains(&address)
}
