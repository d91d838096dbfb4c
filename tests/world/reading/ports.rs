//! Ports: what is declared, and what an edge opens of it.

use npgen::frontend::parse::tree;
use npgen::sets::{PortRange, Protocol};

use super::facts::Ports;

/// One port as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    /// `any`
    Every,
    /// Some of one protocol.
    Range(PortRange),
    /// A message of ICMP, which is declared at most.
    Icmp,
}

/// What a node declares: each name with its ports, or the ports of a list, one by one.
pub(super) type Declared = Vec<(Option<String>, Vec<Port>)>;

/// What an edge asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Name(String),
    Port(Port),
}

/// `ports` of a node.
pub(super) fn declared(ports: Option<&tree::Ports>) -> Declared {
    match ports {
        None => Vec::new(),
        Some(tree::Ports::Named(named)) => named
            .iter()
            .map(|(name, ports)| (Some(name.value.clone()), ports.iter().map(by_number).collect()))
            .collect(),
        Some(tree::Ports::Listed(ports)) => ports.iter().map(|port| (None, vec![by_number(port)])).collect(),
    }
}

/// The declared ports, for reports.
pub(super) fn for_reports(declared: &Declared) -> Vec<(Option<String>, PortRange)> {
    let mut all = Vec::new();
    for (name, ports) in declared {
        for port in ports {
            match port {
                Port::Every => all.extend(protocols().map(|protocol| (name.clone(), PortRange::every(protocol)))),
                Port::Range(range) => all.push((name.clone(), *range)),
                Port::Icmp => {}
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

/// What stands behind a `:` or in `port`.
pub(super) fn asked(port: &tree::Port) -> Asked {
    match port {
        tree::Port::Number(_) => Asked::Port(by_number(port)),
        tree::Port::Text(text) => asked_in(&text.value),
    }
}

/// What stands behind a `:`.
pub(super) fn asked_in(text: &str) -> Asked {
    read(text).map_or_else(|| Asked::Name(text.to_owned()), Asked::Port)
}

/// The ports that are declared under a name; none where the name is not there.
pub(super) fn of_name(declared: &Declared, name: &str) -> Vec<Port> {
    let named = declared.iter().filter(|(own, _)| own.as_deref() == Some(name));
    named.flat_map(|(_, ports)| ports.clone()).collect()
}

/// Ports in the one form that both readings use.
pub(super) fn opened(ports: &[Port]) -> Ports {
    if ports.contains(&Port::Every) {
        return None;
    }
    let ranges = ports.iter().filter_map(|port| if let Port::Range(range) = port { Some(*range) } else { None });
    let mut ranges: Vec<PortRange> = ranges.collect();
    ranges.sort();
    ranges.dedup();
    Some(ranges)
}

/// Every protocol that has ports.
pub(super) fn protocols() -> impl Iterator<Item = Protocol> {
    [Protocol::Tcp, Protocol::Udp, Protocol::Sctp].into_iter()
}

fn by_number(port: &tree::Port) -> Port {
    match port {
        tree::Port::Number(number) => {
            Port::Range(PortRange::one(Protocol::Tcp, u16::try_from(number.value).expect("a port")))
        }
        tree::Port::Text(text) => read(&text.value).expect("a port"),
    }
}

/// [P1] and [P2]; `None` for what is a name.
fn read(text: &str) -> Option<Port> {
    let (numbers, protocol) = match text.split_once('/') {
        Some((numbers, "tcp")) => (numbers, Protocol::Tcp),
        Some((numbers, "udp")) => (numbers, Protocol::Udp),
        Some((numbers, "sctp")) => (numbers, Protocol::Sctp),
        Some(_) => return Some(Port::Icmp),
        None if text == "any" => return Some(Port::Every),
        None if text == "icmp" || text == "icmpv6" => return Some(Port::Icmp),
        None => (text, Protocol::Tcp),
    };
    if numbers == "any" {
        return Some(Port::Range(PortRange::every(protocol)));
    }
    let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
    Some(Port::Range(PortRange { protocol, first: first.parse().ok()?, last: last.parse().ok()? }))
}
