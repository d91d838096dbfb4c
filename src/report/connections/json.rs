//! One JSON object.
//!
//! `connections` is a list of `{src, dst, conn, ports}`: `conn` is the text form, `ports` a list of
//! `{protocol, first, last}` and, where a name could not be resolved, `{protocol, name}`; `null` is every port of every
//! protocol, ICMP and others included. With an exposure there is also
//! `exposure`: `egress` and `ingress` are lists of `{workload, other, conn, ports}`, `unprotected` of
//! `{workload, direction}`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::wording;
use crate::connections::{Exposed, Table};
use crate::sets::{Ports, Protocol};

/// Writes a table, a connection a line.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n\"connections\": [")?;
    let connections = table.rows.iter().map(|row| {
        json!({
            "src": *row.source,
            "dst": *row.destination,
            "conn": wording::ports(&row.ports),
            "ports": ports(&row.ports),
        })
    });
    items(connections, out)?;
    if let Some(exposure) = &table.exposure {
        write!(out, ",\n\"exposure\": {{\n\"egress\": [")?;
        items(exposure.egress.iter().map(exposed), out)?;
        write!(out, ",\n\"ingress\": [")?;
        items(exposure.ingress.iter().map(exposed), out)?;
        write!(out, ",\n\"unprotected\": [")?;
        let unprotected = exposure.unprotected.iter();
        let unprotected = unprotected
            .map(|(workload, direction)| json!({ "workload": **workload, "direction": direction.to_string() }));
        items(unprotected, out)?;
        write!(out, "}}")?;
    }
    writeln!(out, "\n}}")
}

/// The items of a list that is open, a line each, and its end.
fn items(items: impl Iterator<Item = Value>, out: &mut dyn Write) -> io::Result<()> {
    for (number, item) in items.enumerate() {
        let separator = if number == 0 { "" } else { "," };
        write!(out, "{separator}\n{item}")?;
    }
    write!(out, "]")
}

fn exposed(exposed: &Exposed) -> Value {
    json!({
        "workload": *exposed.party,
        "other": wording::other(&exposed.other),
        "conn": wording::ports(&exposed.ports),
        "ports": ports(&exposed.ports),
    })
}

/// Ports as a list; `null` for every one.
pub(in crate::report) fn ports(ports: &Ports) -> Value {
    if ports.is_all() {
        return Value::Null;
    }
    let numbers = Protocol::ALL.into_iter().flat_map(|protocol| {
        let ranges = ports.of(protocol).ranges().iter();
        ranges.map(move |(first, last)| json!({ "protocol": protocol.to_string(), "first": first, "last": last }))
    });
    let names = ports.names().iter();
    let names = names.map(|port| json!({ "protocol": port.protocol.to_string(), "name": *port.name }));
    Value::Array(numbers.chain(names).collect())
}
