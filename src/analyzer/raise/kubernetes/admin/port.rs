//! The ports of a rule.

use std::sync::Arc;

use crate::diagnostic::rule::policy_refused;
use crate::manifest::{Node, Value};
use crate::sets::{NamedPort, Ports, Protocol};

use super::super::fields::Fields;
use super::super::port::number;
use super::Kind;
use super::kind::PortForm;

/// The keys of a port, by protocol.
const BY_PROTOCOL: [(&str, Protocol); 3] = [("tcp", Protocol::Tcp), ("udp", Protocol::Udp), ("sctp", Protocol::Sctp)];

/// The key of a port by name in each form.
const fn name_key(form: PortForm) -> &'static str {
    match form {
        PortForm::Ports => "namedPort",
        PortForm::Protocols => "destinationNamedPort",
    }
}

/// Whether an item of the list is a port by name.
pub(super) fn is_any_by_name(kind: &Kind, list: Option<&Node<'_>>) -> bool {
    let Some(Node { value: Value::List(items), .. }) = list else { return false };
    items.iter().any(|item| item.get(name_key(kind.ports)).is_some())
}

/// The ports of a rule: of any item; all of all protocols where there is no list.
pub(super) fn ports(fields: &mut Fields, kind: &Kind, list: Option<&Node<'_>>) -> Ports {
    if list.is_none() {
        return Ports::all();
    }
    let items = fields.items_within(list, 1, kind.most);
    let listed = items.iter().filter_map(|item| match kind.ports {
        PortForm::Ports => port(fields, item),
        PortForm::Protocols => protocol(fields, item),
    });
    listed.reduce(|all, ports| all.union(&ports)).unwrap_or_default()
}

/// One item of `ports`.
fn port(fields: &mut Fields, node: &Node<'_>) -> Option<Ports> {
    match fields.one_key(node, ["portNumber", "portRange", "namedPort"])? {
        ("portNumber", value) => {
            let [protocol, port] = fields.of(value, ["protocol", "port"]);
            let protocol = protocol.map_or(Some(Protocol::Tcp), |node| fields.one_of(node, &Protocol::NAMED));
            let port = fields.required(value, "port", port).and_then(|port| number(fields, port))?;
            Some(Ports::range(protocol?, port, port))
        }
        ("portRange", value) => {
            let [protocol, start, end] = fields.of(value, ["protocol", "start", "end"]);
            let protocol = protocol.map_or(Some(Protocol::Tcp), |node| fields.one_of(node, &Protocol::NAMED));
            let (start, end) = range(fields, value, start, end)?;
            if end < start {
                fields.refuse(&value.span, |place| policy_refused::empty_port_range(place, start, end));
            }
            Some(Ports::range(protocol?, start, end))
        }
        (_, value) => fields.string(value).map(by_name),
    }
}

/// One item of `protocols`.
fn protocol(fields: &mut Fields, node: &Node<'_>) -> Option<Ports> {
    let (key, value) = fields.one_key(node, ["tcp", "udp", "sctp", "destinationNamedPort"])?;
    let Some((_, protocol)) = BY_PROTOCOL.iter().find(|(name, _)| *name == key) else {
        return fields.string(value).map(by_name);
    };
    let (_, port) = fields.one_key(value, ["destinationPort"])?;
    match fields.one_key(port, ["number", "range"])? {
        ("number", value) => number(fields, value).map(|number| Ports::range(*protocol, number, number)),
        (_, value) => {
            let [start, end] = fields.of(value, ["start", "end"]);
            let (start, end) = range(fields, value, start, end)?;
            if end <= start {
                fields.refuse(&value.span, |place| policy_refused::empty_port_range(place, start, end));
            }
            Some(Ports::range(*protocol, start, end))
        }
    }
}

/// The ends of a range, both of which must be there.
fn range(fields: &mut Fields, of: &Node<'_>, start: Option<&Node<'_>>, end: Option<&Node<'_>>) -> Option<(u16, u16)> {
    let start = fields.required(of, "start", start).and_then(|node| number(fields, node));
    let end = fields.required(of, "end", end).and_then(|node| number(fields, node));
    start.zip(end)
}

/// A port by name, whatever its protocol.
fn by_name(name: &str) -> Ports {
    let name: Arc<str> = Arc::from(name);
    let named = |protocol| Ports::named(NamedPort { protocol, name: name.clone() });
    Protocol::ALL.into_iter().map(named).fold(Ports::none(), |all, more| all.union(&more))
}
