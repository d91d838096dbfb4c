//! The coarsest ranges of addresses that policies tell apart.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::analyzer::evaluate::Rules;
use crate::sets::{AddressRange, Addresses, Bound, Direction, Intervals, Peer};

/// Every address of both families in as few ranges as can be, so that each rule of all these and of this direction holds a range whole
/// or not at all. For ingress these are sources, for egress destinations.
pub fn split(rules: &[&Rules], direction: Direction) -> Vec<AddressRange> {
    let policies = rules.iter().flat_map(|rules| &rules.policies);
    let all = policies.filter_map(|policy| policy.rules(direction)).flatten().flat_map(|rule| &*rule.peers);
    let sets: BTreeSet<&Addresses> = all
        .filter_map(|peer| match peer {
            Peer::Addresses(addresses) => Some(addresses),
            _ => None,
        })
        .collect();
    let v4 = cut(sets.iter().map(|set| &set.v4)).into_iter().map(|(first, last)| AddressRange {
        first: IpAddr::V4(Ipv4Addr::from_bits(first)),
        last: IpAddr::V4(Ipv4Addr::from_bits(last)),
    });
    let v6 = cut(sets.iter().map(|set| &set.v6)).into_iter().map(|(first, last)| AddressRange {
        first: IpAddr::V6(Ipv6Addr::from_bits(first)),
        last: IpAddr::V6(Ipv6Addr::from_bits(last)),
    });
    v4.chain(v6).collect()
}

/// All numbers, cut wherever one of the sets starts or ends. No cut is needless: ranges of one set never touch, so at
/// each cut some set changes.
fn cut<'s, T: Bound + 's>(sets: impl Iterator<Item = &'s Intervals<T>>) -> Vec<(T, T)> {
    let mut starts = BTreeSet::from([T::MIN]);
    for (first, last) in sets.flat_map(Intervals::ranges) {
        starts.insert(*first);
        starts.extend(last.next());
    }
    let ends = starts.iter().skip(1).filter_map(|start| start.previous()).chain([T::MAX]);
    starts.iter().copied().zip(ends).collect()
}
