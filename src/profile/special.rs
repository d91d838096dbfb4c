//! Which addresses are public: facts that hold for every cluster.
//!
//! From the IANA registries of special-purpose addresses (`iana-ipv4-special-registry`,
//! `iana-ipv6-special-registry`), of multicast (224.0.0.0/4) and of the IPv6 space handed out so far (`2000::/3`). Both
//! ways of the proof read these tables, each cuts them on its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Every address of both families.
pub static EVERY_ADDRESS: [IpNet; 2] = [v4([0, 0, 0, 0], 0), v6(0, 0)];

/// The networks that hold all public addresses, and some others: [`NOT_PUBLIC`].
pub static PUBLIC: [IpNet; 2] = [v4([0, 0, 0, 0], 0), v6(0x2000_0000, 3)];

/// What is not public in [`PUBLIC`]: masked, sorted, none inside another.
pub static NOT_PUBLIC: [IpNet; 18] = [
    v4([0, 0, 0, 0], 8),       // "this network" (RFC 791)
    v4([10, 0, 0, 0], 8),      // private (RFC 1918)
    v4([100, 64, 0, 0], 10),   // shared, between carriers and their customers (RFC 6598)
    v4([127, 0, 0, 0], 8),     // loopback (RFC 1122)
    v4([169, 254, 0, 0], 16),  // link-local, the metadata services of clouds among them (RFC 3927)
    v4([172, 16, 0, 0], 12),   // private (RFC 1918)
    v4([192, 0, 0, 0], 24),    // protocol assignments (RFC 6890)
    v4([192, 0, 2, 0], 24),    // documentation (RFC 5737)
    v4([192, 168, 0, 0], 16),  // private (RFC 1918)
    v4([198, 18, 0, 0], 15),   // benchmarks (RFC 2544)
    v4([198, 51, 100, 0], 24), // documentation (RFC 5737)
    v4([203, 0, 113, 0], 24),  // documentation (RFC 5737)
    v4([224, 0, 0, 0], 4),     // multicast (RFC 5771)
    v4([240, 0, 0, 0], 4),     // reserved, and broadcast (RFC 1112)
    v6(0x2001_0000, 23),       // protocol assignments (RFC 2928)
    v6(0x2001_0db8, 32),       // documentation (RFC 3849)
    v6(0x2002_0000, 16),       // 6to4 (RFC 3056)
    v6(0x3fff_0000, 20),       // documentation (RFC 9637)
];

/// The addresses that clusters give to pods and nodes where nobody says otherwise.
pub static INSIDE_BY_CUSTOM: [IpNet; 5] = [
    v4([10, 0, 0, 0], 8),     // private (RFC 1918)
    v4([100, 64, 0, 0], 10),  // shared, between carriers and their customers (RFC 6598)
    v4([172, 16, 0, 0], 12),  // private (RFC 1918)
    v4([192, 168, 0, 0], 16), // private (RFC 1918)
    v6(0xfc00_0000, 7),       // unique-local (RFC 4193)
];

const fn v4(octets: [u8; 4], prefix: u8) -> IpNet {
    let [a, b, c, d] = octets;
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix)
}

/// A network by the first 32 bits of its addresses; the others are zero.
const fn v6(head: u128, prefix: u8) -> IpNet {
    IpNet::new_assert(IpAddr::V6(Ipv6Addr::from_bits(head << 96)), prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Addresses;

    #[test]
    fn the_tables_are_masked_sorted_and_apart() {
        assert!(NOT_PUBLIC.iter().chain(&PUBLIC).all(|net| net.trunc() == *net));
        assert!(NOT_PUBLIC.is_sorted());
        let apart = |(at, net): (usize, &IpNet)| {
            NOT_PUBLIC.iter().skip(at + 1).all(|other| !net.contains(other) && !other.contains(net))
        };
        assert!(NOT_PUBLIC.iter().enumerate().all(apart));
        assert!(NOT_PUBLIC.iter().all(|net| PUBLIC.iter().any(|public| public.contains(net) && public != net)));
    }

    #[test]
    fn public_are_the_addresses_of_the_outside_world() {
        let public = Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC));
        let holds = |address: &str| public.contains(address.parse().expect("an address"));
        for address in ["1.1.1.1", "100.128.0.0", "172.32.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1"] {
            assert!(holds(address), "{address} is public");
        }
        for address in ["0.1.2.3", "10.1.2.3", "100.64.0.1", "169.254.169.254", "192.168.1.1", "224.0.0.1"] {
            assert!(!holds(address), "{address} is not public");
        }
        for address in ["255.255.255.255", "::1", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1", "::ffff:1.1.1.1"] {
            assert!(!holds(address), "{address} is not public");
        }
    }
}
