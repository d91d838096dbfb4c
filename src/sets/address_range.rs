//! A range of addresses as a person reads it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Addresses, Intervals};

/// Addresses of one family from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange {
    /// The lowest address.
    pub first: IpAddr,
    /// The highest address, of the same family.
    pub last: IpAddr,
}

impl AddressRange {
    /// Whether the addresses are IPv6.
    pub fn is_v6(self) -> bool {
        self.first.is_ipv6()
    }

    /// The same as a set; empty where the two ends are of different families.
    pub fn to_addresses(self) -> Addresses {
        match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                Addresses { v4: Intervals::range(first.to_bits(), last.to_bits()), ..Addresses::default() }
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                Addresses { v6: Intervals::range(first.to_bits(), last.to_bits()), ..Addresses::default() }
            }
            _ => Addresses::default(),
        }
    }
}

/// `10.0.0.0-10.255.255.255`.
impl fmt::Display for AddressRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.first, self.last)
    }
}

impl Addresses {
    /// The ranges that the set is made of, IPv4 first, smallest first, apart and not touching.
    pub fn ranges(&self) -> impl Iterator<Item = AddressRange> {
        let v4 = self.v4.ranges().iter().map(|(first, last)| AddressRange {
            first: Ipv4Addr::from_bits(*first).into(),
            last: Ipv4Addr::from_bits(*last).into(),
        });
        let v6 = self.v6.ranges().iter().map(|(first, last)| AddressRange {
            first: Ipv6Addr::from_bits(*first).into(),
            last: Ipv6Addr::from_bits(*last).into(),
        });
        v4.chain(v6)
    }
}
