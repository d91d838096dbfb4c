//! Ports that are opened for a protocol by accident.

use super::seen::{Seen, SeenRule};
use crate::analyzer::evaluate::Rule;
use crate::diagnostic::rule::odd_protocol as rule;
use crate::diagnostic::{Diagnostics, Place};
use crate::manifest::{Scalar, Value};
use crate::sets::{Direction, Peer, Port, Protocol};

/// Ports of which everyone knows that they are TCP's, and by what.
const TCP: [(u16, &str); 11] = [
    (22, "SSH"),
    (80, "HTTP"),
    (3306, "MySQL"),
    (5432, "PostgreSQL"),
    (5672, "AMQP"),
    (6379, "Redis"),
    (8080, "HTTP"),
    (9042, "Cassandra"),
    (9092, "Kafka"),
    (9200, "Elasticsearch"),
    (27017, "MongoDB"),
];

/// Port 443, which HTTP/3 uses over UDP, but only after a first call over TCP.
const HTTPS: (u16, &str) = (443, "HTTPS");

/// The port of name services.
const DNS: u16 = 53;

/// Looks for port 53 over TCP alone, and for ports of TCP over UDP alone, in all rules of a direction together.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    let rules = seen.rules();
    for direction in Direction::BOTH {
        let of_direction = || rules.iter().filter(|rule| rule.direction == direction && seen.is_network_policy());
        // A rule without a list of ports speaks of all to its own peers only.
        let opens = |protocol, number| {
            let says = |rule: &Rule| !rule.ports.is_all() || *rule.peers == Peer::anywhere();
            let ports = |one: &SeenRule<'_>| one.rule.ports.contains(Port::Transport(protocol, number));
            of_direction().any(|one| says(one.rule) && ports(one))
        };
        for one in of_direction() {
            let is_single = |protocol, number| one.rule.ports.of(protocol).ranges().contains(&(number, number));
            if is_single(Protocol::Tcp, DNS) && !opens(Protocol::Udp, DNS) {
                found.push(rule::dns_over_tcp(place(seen, one, DNS)));
            }
            for (number, what) in TCP.into_iter().chain([HTTPS]) {
                if is_single(Protocol::Udp, number) && !opens(Protocol::Tcp, number) {
                    found.push(rule::only_udp(place(seen, one, number), number, what));
                }
            }
        }
    }
}

/// Where a port is written by its number; else the whole rule.
fn place(seen: &Seen<'_>, one: &SeenRule<'_>, number: u16) -> Place {
    let number = number.to_string();
    let is_it = |value: &Value<'_>| matches!(value, Value::Scalar(Scalar::Plain(text)) if *text == number);
    let item = one.ports().iter().find(|item| item.get("port").is_some_and(|port| is_it(&port.value)));
    seen.place(&item.unwrap_or(one.node).span)
}
