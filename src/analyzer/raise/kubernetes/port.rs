//! One item of `ports` → a set of ports.

use std::sync::Arc;

use crate::diagnostic::rule::policy_refused;
use crate::manifest::Node;
use crate::sets::{NamedPort, Ports, Protocol};

use super::fields::Fields;
use super::syntax::is_port_name;

/// The ports of a rule: of any item; all of all protocols where the list is missing or empty.
pub(super) fn ports(fields: &mut Fields, list: Option<&Node<'_>>) -> Ports {
    let items = fields.items(list);
    if items.is_empty() {
        return Ports::all();
    }
    let listed = items.iter().filter_map(|item| port(fields, item));
    listed.reduce(|all, ports| all.union(&ports)).unwrap_or_default()
}

/// One item. Without a protocol it is TCP; without a port every port of the protocol.
fn port(fields: &mut Fields, node: &Node<'_>) -> Option<Ports> {
    let [protocol, port, end_port] = fields.of(node, ["protocol", "port", "endPort"]);
    let protocol = protocol.map_or(Some(Protocol::Tcp), |node| fields.one_of(node, &Protocol::NAMED));
    match port {
        Some(port) if fields.integer(port).is_some() => {
            let first = number(fields, port);
            let last = end_port.map_or(first, |node| number(fields, node));
            let (first, last) = first.zip(last)?;
            if let Some(end_port) = end_port.filter(|_| last < first) {
                fields.refuse(&end_port.span, |place| policy_refused::end_port_below(place, first, last));
            }
            Some(Ports::range(protocol?, first, last))
        }
        _ => {
            if let Some(end_port) = end_port {
                fields.refuse(&end_port.span, policy_refused::end_port_alone);
            }
            let Some(port) = port else { return Some(Ports::protocol(protocol?)) };
            let name = fields.valid(port, is_port_name, "a port's name")?;
            Some(Ports::named(NamedPort { protocol: protocol?, name: Arc::from(name) }))
        }
    }
}

/// A port's number.
pub(super) fn number(fields: &mut Fields, node: &Node<'_>) -> Option<u16> {
    let number = fields.integer(node).and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0);
    if number.is_none() {
        fields.refuse(&node.span, |place| policy_refused::wrong_type(place, "a whole number from 1 to 65535"));
    }
    number
}
