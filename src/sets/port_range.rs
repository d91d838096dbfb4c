//! A range of ports as a person or a policy writes it.

use std::fmt;
use std::str::FromStr;

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

/// A text is no range of ports.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a port such as `8080`, `53/udp`, `30000-32767` or `any/tcp`")]
pub struct PortRangeError;

/// As in an intent: `8080`, `53/udp`, `30000-32767`, `any/tcp`; without a protocol it is TCP.
impl FromStr for PortRange {
    type Err = PortRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (numbers, protocol) = text.split_once('/').map_or((text, None), |(numbers, name)| (numbers, Some(name)));
        let protocol = match protocol {
            None | Some("tcp") => Protocol::Tcp,
            Some("udp") => Protocol::Udp,
            Some("sctp") => Protocol::Sctp,
            Some(_) => return Err(PortRangeError),
        };
        // Alone it would be every port of every protocol.
        if numbers == "any" && text != "any" {
            return Ok(Self::every(protocol));
        }
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let (first, last) = (number(first)?, number(last)?);
        if first <= last { Ok(Self { protocol, first, last }) } else { Err(PortRangeError) }
    }
}

/// A port that is not 0, in digits only.
fn number(text: &str) -> Result<u16, PortRangeError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && *number > 0).ok_or(PortRangeError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_it_is_written() {
        let ranges = [
            PortRange::one(Protocol::Tcp, 8080),
            PortRange::one(Protocol::Udp, 53),
            PortRange { protocol: Protocol::Sctp, first: 30000, last: 32767 },
            PortRange::every(Protocol::Tcp),
            PortRange::every(Protocol::Udp),
        ];
        for range in ranges {
            assert_eq!(range.to_string().parse(), Ok(range));
        }
        assert_eq!("443/tcp".parse(), Ok(PortRange::one(Protocol::Tcp, 443)));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for wrong in ["", "0", "80-79", "65536", "+80", "http", "80/icmp", "80/TCP", "-", "1-", "any"] {
            assert_eq!(wrong.parse::<PortRange>(), Err(PortRangeError), "{wrong}");
        }
    }
}
