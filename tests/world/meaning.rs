//! A naive reading of a project: one packet against the edges as they were written.
//!
//! The second meaning beside the one that npgen proves its output against: no sets, no halves per namespace, no
//! merging, straight from the language's sentences. The project is one as it is in one cluster.

use std::net::IpAddr;

use ipnet::IpNet;

use super::packets::{Endpoint, Packet};
use super::project::{Called, Direction, Dns, End, Ingress, Pod, Ports, Project, Protocol};

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

/// Where the calls of `@kube-apiserver` come from, if elsewhere.
pub(crate) const API_SERVER_CALLS: &str = "172.18.0.3/32";

/// The port of the tunnel of `istio-ambient`.
pub(crate) const TUNNEL: Ports = Ports::one(Protocol::Tcp, 15008);

/// What one pod may do in one direction: nothing stops it, or just these.
pub(crate) enum Leave {
    Everything,
    Only(Vec<(End, Vec<Ports>)>),
}

/// What the project says for one pod.
pub(crate) fn leave(project: &Project, direction: Direction, subject: &Pod) -> Leave {
    let is_home = |at: &usize| project.namespaces[*at].here && project.namespaces[*at].name == subject.namespace;
    let Some(namespace) = (0..project.namespaces.len()).find(is_home) else {
        return Leave::Everything;
    };
    if !isolated(project, direction, namespace, subject) {
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
    let dns = project.really(End::Dns);
    if direction == Direction::Egress && resolves(project, namespace, subject) {
        halves.push((dns, dns_ports(project)));
    }
    if direction == Direction::Ingress && has_half(project, dns, subject) {
        halves.extend(resolvers(project).into_iter().map(|resolver| (resolver, dns_ports(project))));
    }
    if project.cluster.mesh {
        let of_tcp = halves.iter().filter(|(_, ports)| has_tcp(ports));
        let tunnels: Vec<_> = of_tcp.filter_map(|(end, _)| Some((only_pods(project, *end)?, vec![TUNNEL]))).collect();
        halves.extend(tunnels);
    }
    Leave::Only(halves)
}

/// Whether an end means `peer`, seen in this direction.
pub(crate) fn is(project: &Project, direction: Direction, end: End, peer: &Endpoint) -> bool {
    let inside = |address: IpAddr| {
        let cluster = &project.cluster;
        cluster.pod_cidr.iter().chain(&cluster.node_cidr).flatten().any(|net| holds(net, address))
    };
    match (end, peer) {
        (End::Anywhere, _) | (End::Cluster, Endpoint::Pod(_)) => true,
        (End::Service(at), Endpoint::Pod(pod)) => project.service_has(&project.services[at], pod),
        (End::Group(at), Endpoint::Pod(pod)) => project.group_has(&project.groups[at], pod),
        (End::PodsOf(at) | End::Namespace(at), Endpoint::Pod(pod)) => pod.namespace == project.namespaces[at].name,
        (End::Ingress, Endpoint::Pod(pod)) => match &project.cluster.ingress {
            Ingress::Pods(selector) => pod.namespace == "edge" && selector.selects(&pod.labels),
            Ingress::Service(_) => false,
        },
        (End::Nodes, Endpoint::Address(address)) => {
            project.cluster.node_cidr.iter().flatten().any(|net| holds(net, *address))
        }
        (End::Dns, Endpoint::Pod(pod)) => match project.cluster.dns {
            Dns::Kubeadm => has_label(pod, "kube-system", "k8s-app", "kube-dns"),
            Dns::Pods => has_label(pod, "kube-system", project.cluster.keys[0], project.cluster.values[0][0]),
            Dns::Address | Dns::Service(_) => false,
        },
        (End::Dns, Endpoint::Address(address)) => project.cluster.dns == Dns::Address && holds(DNS_ADDRESS, *address),
        (End::ApiServer, Endpoint::Address(address)) => {
            let calls = direction == Direction::Ingress && project.cluster.calls_from_elsewhere;
            holds(if calls { API_SERVER_CALLS } else { API_SERVER }, *address)
        }
        (End::World, Endpoint::Address(address)) => !inside(*address),
        (End::Internet, Endpoint::Address(address)) => public(*address) && !inside(*address),
        (End::External(at), Endpoint::Address(address)) => {
            let external = &project.externals[at];
            external.networks.cidr.iter().any(|net| holds(net, *address))
                && !external.networks.except.iter().any(|net| holds(net, *address))
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

fn isolated(project: &Project, direction: Direction, namespace: usize, subject: &Pod) -> bool {
    if project.namespaces[namespace].off {
        return false;
    }
    let mut own = project.services.iter().filter(|service| project.service_has(service, subject));
    let lists = |isolate: super::project::Directions| match direction {
        Direction::Ingress => isolate.ingress,
        Direction::Egress => isolate.egress,
    };
    if own.any(|service| service.isolate.is_some_and(lists)) {
        return true;
    }
    let lives_here = project.services.iter().any(|service| service.here && service.namespace == namespace);
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
        End::Group(at) => project.group_has(&project.groups[at], pod),
        End::Namespace(at) => pod.namespace == project.namespaces[at].name,
        _ => false,
    }
}

/// Whether the pod may ask for names: its namespace may, or a node that has it may or calls anything.
fn resolves(project: &Project, namespace: usize, pod: &Pod) -> bool {
    let calls = |end: End| project.edges.iter().any(|edge| edge.caller == end);
    let by_service = project.services.iter().enumerate().any(|(at, service)| {
        project.service_has(service, pod) && service.resolve.unwrap_or_else(|| calls(End::Service(at)))
    });
    let by_group = project
        .groups
        .iter()
        .enumerate()
        .any(|(at, group)| project.group_has(group, pod) && group.resolve.unwrap_or_else(|| calls(End::Group(at))));
    let home = &project.namespaces[namespace];
    by_service || by_group || home.resolve.unwrap_or_else(|| calls(End::Namespace(namespace)))
}

/// Everyone who may ask for names.
fn resolvers(project: &Project) -> Vec<End> {
    let calls = |end: End| project.edges.iter().any(|edge| edge.caller == end);
    let may = |end: &End| {
        let (here, resolve) = match end {
            End::Service(at) => (project.services[*at].here, project.services[*at].resolve),
            End::Group(at) => (project.groups[*at].here, project.groups[*at].resolve),
            End::Namespace(at) => (project.namespaces[*at].here, project.namespaces[*at].resolve),
            _ => (false, None),
        };
        here && resolve.unwrap_or_else(|| calls(*end))
    };
    let services = (0..project.services.len()).map(End::Service);
    let groups = (0..project.groups.len()).map(End::Group);
    let namespaces = (0..project.namespaces.len()).map(End::Namespace);
    services.chain(groups).chain(namespaces).filter(may).collect()
}

/// The ports on which names are asked for.
fn dns_ports(project: &Project) -> Vec<Ports> {
    match project.cluster.dns {
        Dns::Service(at) => project.services[at].ports.entries[0].clone(),
        _ => called(project, End::Dns, &Called::Implied),
    }
}

fn has_tcp(ports: &[Ports]) -> bool {
    ports.is_empty() || ports.iter().any(|ports| ports.protocol == Protocol::Tcp)
}

/// What of an end is pods.
fn only_pods(project: &Project, end: End) -> Option<End> {
    match end {
        End::Anywhere => Some(End::Cluster),
        End::External(_) | End::World | End::Internet | End::Nodes | End::ApiServer => None,
        End::Dns if project.cluster.dns == Dns::Address => None,
        _ => Some(end),
    }
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
