//! Values: ports, selectors, directions, networks and plain text.

use super::super::project::{CLUSTERS, Declared, Directions, Must, Ports, Protocol, Requirement, Selector};
use super::Order;

pub(super) fn table(name: &str, lines: &[String]) -> String {
    format!("[{name}]\n{}\n\n", lines.join("\n"))
}

pub(super) fn declared(declared: &Declared, order: &mut Order) -> Option<String> {
    let value = |ports: &Ports| {
        let written = port(*ports);
        if written.chars().all(|character| character.is_ascii_digit()) { written } else { text(&written) }
    };
    if declared.entries.is_empty() {
        return None;
    }
    if !declared.named {
        return Some(format!("ports = {}", array(declared.entries.concat().iter().map(value).collect(), order)));
    }
    let mut names: Vec<String> = Vec::new();
    for (at, entry) in declared.entries.iter().enumerate() {
        let ports: Vec<String> = entry.iter().map(value).collect();
        let written = if let [one] = &ports[..] { one.clone() } else { array(ports, order) };
        names.push(format!("{} = {written}", Declared::name(at)));
    }
    order.apply(&mut names);
    Some(format!("ports = {{ {} }}", names.join(", ")))
}

pub(super) fn port(ports: Ports) -> String {
    let numbers =
        if ports.first == ports.last { ports.first.to_string() } else { format!("{}-{}", ports.first, ports.last) };
    match ports.protocol {
        Protocol::Tcp => numbers,
        other => format!("{numbers}/{}", protocol_name(other)),
    }
}

pub(super) fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Sctp => "sctp",
        Protocol::Icmp => "icmp",
    }
}

pub(super) fn isolated(isolate: Directions, order: &mut Order) -> String {
    let listed = [("ingress", isolate.ingress), ("egress", isolate.egress)].into_iter().filter(|(_, given)| *given);
    format!("isolate = {}", array(listed.map(|(name, _)| text(name)).collect(), order))
}

/// A table where it can say it, unless a string is wanted.
pub(super) fn selector(selector: &Selector, order: &mut Order) -> String {
    let requirements = &selector.requirements;
    let table_can = requirements.iter().all(|requirement| !matches!(requirement.must, Must::NotIn(_)));
    // A string of one bare word is refused.
    let string_can = !matches!(&requirements[..], [only] if only.must == Must::Exist);
    let written = |requirement: &Requirement, order: &mut Order| {
        let name = requirement.key;
        let list = |values: &[&'static str], order: &mut Order| {
            let mut values = values.to_vec();
            order.apply(&mut values);
            values.join(", ")
        };
        match &requirement.must {
            Must::In(values) if values.len() == 1 => format!("{name}={}", values[0]),
            Must::In(values) => format!("{name} in ({})", list(values, order)),
            Must::NotIn(values) if values.len() == 1 => format!("{name}!={}", values[0]),
            Must::NotIn(values) => format!("{name} notin ({})", list(values, order)),
            Must::Exist => name.to_owned(),
            Must::BeAbsent => format!("!{name}"),
        }
    };
    if !table_can || (selector.as_string && string_can) {
        let mut parts: Vec<String> = requirements.iter().map(|requirement| written(requirement, order)).collect();
        order.apply(&mut parts);
        return text(&parts.join(","));
    }
    let mut entries: Vec<String> = Vec::new();
    for requirement in requirements {
        let value = match &requirement.must {
            Must::In(values) if values.len() == 1 => text(values[0]),
            Must::In(values) | Must::NotIn(values) => array(values.iter().map(|value| text(value)).collect(), order),
            Must::Exist => "true".to_owned(),
            Must::BeAbsent => "false".to_owned(),
        };
        entries.push(format!("{} = {value}", key(requirement.key)));
    }
    order.apply(&mut entries);
    format!("{{ {} }}", entries.join(", "))
}

pub(super) fn array(mut items: Vec<String>, order: &mut Order) -> String {
    order.apply(&mut items);
    format!("[{}]", items.join(", "))
}

pub(super) fn key(name: &str) -> String {
    text(name)
}

/// A basic string.
pub(super) fn text(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A list of networks under a key.
pub(super) fn nets(name: &str, nets: &[&str], order: &mut Order) -> String {
    format!("{name} = {}", array(nets.iter().map(|net| text(net)).collect(), order))
}

/// A list of texts.
pub(super) fn texts(all: &[&str], order: &mut Order) -> String {
    array(all.iter().map(|one| text(one)).collect(), order)
}

/// `clusters`
pub(super) fn clusters(only: &[usize], order: &mut Order) -> String {
    let names: Vec<&str> = only.iter().map(|at| CLUSTERS[*at]).collect();
    format!("clusters = {}", texts(&names, order))
}
