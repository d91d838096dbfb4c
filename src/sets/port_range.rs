//! A range of ports as a person or a policy writes it.

use std::fmt;

use super::{Ports, Protocol};

/// Ports of one protocol from `first` to `last`, both included.
///
/// Unlike [`Ports`] this keeps what was written: 8080 and 8081 stay two ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    /// The protocol.
    pub protocol: Protocol,
    /// The lowest port.
    pub first: u16,
    /// The highest port.
    pub last: u16,
}

impl PortRange {
    /// One port.
    pub const fn one(protocol: Protocol, number: u16) -> Self {
        Self { protocol, first: number, last: number }
    }

    /// Every port of a protocol.
    pub const fn every(protocol: Protocol) -> Self {
        Self { protocol, first: u16::MIN, last: u16::MAX }
    }

    /// Whether this is every port of the protocol.
    pub const fn is_every(self) -> bool {
        self.first == u16::MIN && self.last == u16::MAX
    }

    /// The ranges of a set, in the order of the protocols; ports by name and other protocols have none.
    pub fn of_ports(ports: &Ports) -> Vec<Self> {
        let ranges = |protocol| {
            let ranges = ports.of(protocol).ranges();
            ranges.iter().map(move |(first, last)| Self { protocol, first: *first, last: *last })
        };
        Protocol::ALL.into_iter().flat_map(ranges).collect()
    }

    /// The same as a set.
    pub fn to_ports(self) -> Ports {
        Ports::range(self.protocol, self.first, self.last)
    }
}

/// As in an intent: `8080`, `53/udp`, `30000-32767`, `any/udp`.
impl fmt::Display for PortRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_every() {
            write!(out, "any")?;
        } else if self.first == self.last {
            write!(out, "{}", self.first)?;
        } else {
            write!(out, "{}-{}", self.first, self.last)?;
        }
        match self.protocol {
            Protocol::Tcp if self.is_every() => write!(out, "/tcp"),
            Protocol::Tcp => Ok(()),
            Protocol::Udp => write!(out, "/udp"),
            Protocol::Sctp => write!(out, "/sctp"),
        }
    }
}
