//! Ports as they are written, on nodes and on edges.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::rule::{invalid_name, invalid_port};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::frontend::parse::tree::{self, Text};
use crate::sets::{PortRange, Protocol};

use super::kubernetes::is_port_name;

/// One port, range, or kind of port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spec {
    /// `any`: every port and protocol.
    Every,
    /// Ports of a transport protocol.
    Range(PortRange),
    /// ICMP or `ICMPv6`, every message or those of one type. No flavor that is built has it.
    Icmp {
        /// Whether it is `ICMPv6`.
        v6: bool,
        /// The type of message; `None`: every.
        message: Option<u8>,
    },
}

/// As in an intent.
impl fmt::Display for Spec {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every => out.write_str("any"),
            Self::Range(range) => range.fmt(out),
            Self::Icmp { v6, message } => {
                out.write_str(if *v6 { "icmpv6" } else { "icmp" })?;
                message.map_or(Ok(()), |message| write!(out, "/{message}"))
            }
        }
    }
}

/// A port as an edge asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'t> {
    /// By number, or of a kind.
    Spec(Spec),
    /// By a name of the callee's.
    Name(&'t str),
}

/// The ports that a node declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Declared {
    /// None.
    Nothing,
    /// By name, in the order of the file; each has at least one.
    Named(Vec<(String, Vec<Spec>)>),
    /// A list without names, not empty.
    Listed(Vec<Spec>),
    /// Something that was reported already: edges are not held against it.
    Broken,
}

impl Declared {
    /// The names, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let named = if let Self::Named(named) = self { named.as_slice() } else { &[] };
        named.iter().map(|(name, _)| name.as_str())
    }

    /// All of them.
    pub(super) fn specs(&self) -> impl Iterator<Item = Spec> {
        let (named, listed) = match self {
            Self::Named(named) => (named.as_slice(), [].as_slice()),
            Self::Listed(listed) => ([].as_slice(), listed.as_slice()),
            Self::Nothing | Self::Broken => ([].as_slice(), [].as_slice()),
        };
        named.iter().flat_map(|(_, specs)| specs).chain(listed).copied()
    }
}

/// Reads `ports` of a node.
pub(super) fn declared(ports: Option<&tree::Spanned<tree::Ports>>, found: &mut Diagnostics) -> Declared {
    let Some(ports) = ports else { return Declared::Nothing };
    let mut sound = true;
    let read = match &ports.value {
        tree::Ports::Listed(list) => {
            let specs = specs(list, "ports", ports.place, found);
            sound = specs.is_some();
            Declared::Listed(specs.unwrap_or_default())
        }
        tree::Ports::Named(table) if table.is_empty() => {
            found.push(invalid_port::none(ports.place, "ports"));
            Declared::Broken
        }
        tree::Ports::Named(table) => {
            let mut named = Vec::with_capacity(table.len());
            for (name, list) in table {
                if let Err(wrong) = check_name(name) {
                    found.push(wrong);
                    sound = false;
                }
                let specs = specs(list, &name.value, name.place, found);
                sound &= specs.is_some();
                named.push((name.value.clone(), specs.unwrap_or_default()));
            }
            Declared::Named(named)
        }
    };
    if sound { read } else { Declared::Broken }
}

fn check_name(name: &Text) -> Result<(), Diagnostic> {
    match name.value.as_str() {
        "any" | "icmp" | "icmpv6" => Err(invalid_name::taken_port(name.place, &name.value)),
        text if is_port_name(text) => Ok(()),
        text => Err(invalid_name::port(name.place, text)),
    }
}

/// Reads a list of ports without names; `None` where something was wrong.
fn specs(list: &[tree::Port], key: &str, place: Place, found: &mut Diagnostics) -> Option<Vec<Spec>> {
    if list.is_empty() {
        found.push(invalid_port::none(place, key));
        return None;
    }
    let mut specs = Vec::with_capacity(list.len());
    for port in list {
        match asked(port) {
            Ok((Asked::Spec(spec), _)) => specs.push(spec),
            Ok((Asked::Name(name), place)) => found.push(invalid_port::form(place, name)),
            Err(wrong) => found.push(wrong),
        }
    }
    (specs.len() == list.len()).then_some(specs)
}

/// Reads one port with its place.
pub(super) fn asked(port: &tree::Port) -> Result<(Asked<'_>, Place), Diagnostic> {
    match port {
        tree::Port::Number(number) => match u16::try_from(number.value) {
            Ok(port @ 1..) => Ok((Asked::Spec(Spec::Range(PortRange::one(Protocol::Tcp, port))), number.place)),
            _ => Err(invalid_port::number(number.place, &number.value.to_string())),
        },
        tree::Port::Text(text) => {
            let asked = in_text(&text.value).map_err(|problem| problem.at(text.place))?;
            Ok((asked, text.place))
        }
    }
}

/// Reads the port behind the `:` of an end, at `range` of its text.
pub(super) fn behind_colon(end: &Text, range: Range<usize>) -> Result<(Asked<'_>, Place), Diagnostic> {
    let place = super::part::place_of(end, range.clone());
    let written = end.value.get(range).unwrap_or_default();
    in_text(written).map(|asked| (asked, place)).map_err(|problem| problem.at(place))
}

/// What is wrong with the text of a port.
enum Problem<'t> {
    Form(&'t str),
    Number(&'t str),
    Zeros(&'t str),
    Backwards(&'t str),
    Protocol(&'t str),
    IcmpType(&'t str),
}

impl Problem<'_> {
    fn at(self, place: Place) -> Diagnostic {
        match self {
            Self::Form(text) => invalid_port::form(place, text),
            Self::Number(text) => invalid_port::number(place, text),
            Self::Zeros(text) => invalid_port::leading_zeros(place, text),
            Self::Backwards(text) => invalid_port::backwards(place, text),
            Self::Protocol(text) => invalid_port::protocol(place, text),
            Self::IcmpType(text) => invalid_port::icmp_type(place, text),
        }
    }
}

fn in_text(text: &str) -> Result<Asked<'_>, Problem<'_>> {
    let (head, tail) = match text.split_once('/') {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let spec = match (head, tail) {
        ("any", None) => Spec::Every,
        ("any", Some(tail)) => Spec::Range(PortRange::every(protocol(tail)?)),
        ("icmp" | "icmpv6", tail) => {
            let message = tail.map(|tail| number(tail).ok_or(Problem::IcmpType(tail))).transpose()?;
            Spec::Icmp { v6: head == "icmpv6", message }
        }
        (head, None) if is_port_name(head) => return Ok(Asked::Name(head)),
        (head, tail) => {
            let (first, last) = head.split_once('-').unwrap_or((head, head));
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number(first) || !is_number(last) {
                return Err(Problem::Form(text));
            }
            let protocol = tail.map_or(Ok(Protocol::Tcp), protocol)?;
            let (from, to) = (port_number(first)?, port_number(last)?);
            match (from, to) {
                (0, _) => return Err(Problem::Number(first)),
                _ if from > to => return Err(Problem::Backwards(text)),
                _ => Spec::Range(PortRange { protocol, first: from, last: to }),
            }
        }
    };
    Ok(Asked::Spec(spec))
}

fn protocol(text: &str) -> Result<Protocol, Problem<'_>> {
    match text {
        "tcp" => Ok(Protocol::Tcp),
        "udp" => Ok(Protocol::Udp),
        "sctp" => Ok(Protocol::Sctp),
        _ => Err(Problem::Protocol(text)),
    }
}

/// A port in digits.
fn port_number(text: &str) -> Result<u16, Problem<'_>> {
    number(text).ok_or(if text.starts_with('0') { Problem::Zeros(text) } else { Problem::Number(text) })
}

/// A number in digits, without a sign or leading zeros.
fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Asked<'_>> {
        in_text(text).ok()
    }

    fn range(protocol: Protocol, first: u16, last: u16) -> Asked<'static> {
        Asked::Spec(Spec::Range(PortRange { protocol, first, last }))
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(read("8080"), Some(range(Protocol::Tcp, 8080, 8080)));
        assert_eq!(read("53/udp"), Some(range(Protocol::Udp, 53, 53)));
        assert_eq!(read("30000-32767"), Some(range(Protocol::Tcp, 30000, 32767)));
        assert_eq!(read("1-65535/sctp"), Some(range(Protocol::Sctp, 1, 65535)));
        assert_eq!(read("any/udp"), Some(range(Protocol::Udp, 0, 65535)));
        assert_eq!(read("any"), Some(Asked::Spec(Spec::Every)));
        assert_eq!(read("icmp"), Some(Asked::Spec(Spec::Icmp { v6: false, message: None })));
        assert_eq!(read("icmpv6/128"), Some(Asked::Spec(Spec::Icmp { v6: true, message: Some(128) })));
        assert_eq!(read("h2"), Some(Asked::Name("h2")));
        assert_eq!(read("2h"), Some(Asked::Name("2h")));
    }

    #[test]
    fn what_is_no_port_is_refused() {
        for text in [
            "", "0", "65536", "080", "-1", "80-", "80-79", "0-9", "1-2-3", "80/", "80/UDP", "80/icmp", "any/",
            "any/ip", "icmp/256", "icmp/08", "icmp/", "icmp/8/0", "http/tcp", "Http", "a b", "+80", "８０",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
