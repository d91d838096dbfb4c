//! The set algebra against brute force: every operation judged member by member over a small closed world.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, LazyLock};

use ipnet::IpNet;
use npgen::sets::{Addresses, Intervals, LabelKey, LabelValues, Labels, NamedPort, Pod, Port, Ports, Protocol, Values};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The values in play; the fresh one stands for all that no set names.
const VALUES: [&str; 3] = ["", "a", "b"];
const FRESH: &str = "fresh";

fn keys() -> [LabelKey; 4] {
    [LabelKey::namespace_name(), LabelKey::Pod("app".into()), LabelKey::Pod("tier".into()), LabelKey::ServiceAccount]
}

/// Every pod over the keys and values in play.
static PODS: LazyLock<Vec<Pod>> = LazyLock::new(|| {
    let mut pods = vec![Pod::default()];
    for key in keys() {
        let absent = (!key.is_always_present()).then_some(None);
        let values: Vec<Option<&str>> = VALUES.into_iter().chain([FRESH]).map(Some).chain(absent).collect();
        let with = |pod: &Pod, value: Option<&str>| {
            let mut pod = pod.clone();
            pod.0.extend(value.map(|value| (key.clone(), Arc::from(value))));
            pod
        };
        pods = pods.iter().flat_map(|pod| values.iter().map(|value| with(pod, *value))).collect();
    }
    pods
});

fn values() -> impl Strategy<Value = Values> {
    (any::<bool>(), subsequence(VALUES.to_vec(), 0..=VALUES.len()).prop_shuffle())
        .prop_map(|(only, listed)| if only { Values::only(listed) } else { Values::all_but(listed) })
}

fn labels() -> impl Strategy<Value = Labels> {
    let requirement = (select(keys().to_vec()), any::<bool>(), values())
        .prop_map(|(key, absent, values)| (key, LabelValues { absent, values }));
    vec(requirement, 0..5).prop_filter_map("nobody", Labels::all_of)
}

fn intervals() -> impl Strategy<Value = Intervals<u8>> {
    // Small distances, so that ranges touch and overlap, and both ends of the numbers.
    let number = prop_oneof![0..12_u8, 244..=255_u8, any::<u8>()];
    vec((number.clone(), number), 0..6).prop_map(Intervals::from_ranges)
}

fn addresses() -> impl Strategy<Value = Addresses> {
    let v4 = prop_oneof![Just(0), Just(u32::MAX), (0x0a00_0000..0x0a00_0020_u32), any::<u32>()];
    let v6 = prop_oneof![Just(0), Just(u128::MAX), (0xfd00_u128 << 112..(0xfd00_u128 << 112) + 32), any::<u128>()];
    (vec((v4.clone(), v4), 0..4), vec((v6.clone(), v6), 0..4))
        .prop_map(|(v4, v6)| Addresses { v4: Intervals::from_ranges(v4), v6: Intervals::from_ranges(v6) })
}

const NAMES: [&str; 2] = ["http", "dns"];

/// Ports of two protocols, with names where `named` is set.
fn ports(named: bool) -> impl Strategy<Value = Ports> {
    let number = prop_oneof![Just(0), 78..83_u16, Just(u16::MAX)];
    let protocol = select(vec![Protocol::Tcp, Protocol::Udp]);
    let range = (protocol.clone(), number.clone(), number).prop_map(|(of, first, last)| Ports::range(of, first, last));
    let name = (protocol.clone(), select(NAMES.to_vec()))
        .prop_map(|(protocol, name)| Ports::named(NamedPort { protocol, name: name.into() }));
    let whole = protocol.prop_map(Ports::protocol);
    let name_weight = if named { 4 } else { 0 };
    let part = prop_oneof![6 => range.boxed(), name_weight => name.boxed(), 1 => whole.boxed(), 1 => Just(Ports::all()).boxed()];
    vec(part, 0..4).prop_map(|parts| parts.iter().fold(Ports::none(), |all, part| all.union(part)))
}

/// The ports in play, one of each kind that no policy lists included.
fn packets() -> impl Iterator<Item = Port> {
    let numbers = [0, 1, 77, 78, 79, 80, 81, 82, 83, 84, 65534, 65535];
    let transport = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp]
        .into_iter()
        .flat_map(move |protocol| numbers.into_iter().map(move |number| Port::Transport(protocol, number)));
    transport.chain([Port::Icmp(0x0800), Port::Icmpv6(0x8000), Port::Other(50)])
}

/// Whether a port is a member on a pod that has these numbers, or none, for the names in play, whatever the protocol.
fn holds(ports: &Ports, port: Port, numbers: [Option<u16>; 2]) -> bool {
    ports.contains(port)
        || ports.names().iter().any(|named| {
            let number = NAMES.iter().position(|name| *name == &*named.name).and_then(|at| numbers[at]);
            number.is_some_and(|number| Port::Transport(named.protocol, number) == port)
        })
}

/// What a pod may have for the names in play.
fn resolutions() -> impl Iterator<Item = [Option<u16>; 2]> {
    let numbers = [None, Some(78), Some(80), Some(84)];
    numbers.into_iter().flat_map(move |http| numbers.into_iter().map(move |dns| [http, dns]))
}

proptest! {
    // A case that fails is printed; there is no file to keep it in beside a test of its own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn values_obey_their_laws(one in values(), other in values()) {
        let world = || VALUES.into_iter().chain([FRESH]);
        for value in world() {
            let (left, right) = (one.contains(value), other.contains(value));
            prop_assert_eq!(one.complement().contains(value), !left);
            prop_assert_eq!(one.union(&other).contains(value), left || right);
            prop_assert_eq!(one.intersect(&other).contains(value), left && right);
            prop_assert_eq!(one.minus(&other).contains(value), left && !right);
        }
        prop_assert_eq!(one.is_subset(&other), world().all(|value| !one.contains(value) || other.contains(value)));
        prop_assert_eq!(one.is_empty(), !world().any(|value| one.contains(value)));
        prop_assert_eq!(one.is_all(), world().all(|value| one.contains(value)));
        prop_assert_eq!(one == other, world().all(|value| one.contains(value) == other.contains(value)));
        prop_assert_eq!(one.sample().is_some_and(|sample| one.contains(&sample)), !one.is_empty());
    }

    #[test]
    fn labels_obey_their_laws(one in labels(), other in labels()) {
        let both = one.intersect(&other);
        let pieces = one.minus(&other);
        let (mut subset, mut disjoint, mut equal) = (true, true, true);
        for pod in PODS.iter() {
            let (left, right) = (one.contains(pod), other.contains(pod));
            prop_assert_eq!(both.as_ref().is_some_and(|both| both.contains(pod)), left && right);
            let hits = pieces.iter().filter(|piece| piece.contains(pod)).count();
            prop_assert_eq!(hits, usize::from(left && !right), "{} is in {} pieces", pod, hits);
            subset &= !left || right;
            disjoint &= !(left && right);
            equal &= left == right;
        }
        prop_assert_eq!(one.is_subset(&other), subset);
        prop_assert_eq!(one.is_disjoint(&other), disjoint);
        prop_assert_eq!(both.is_none(), disjoint);
        prop_assert_eq!(one == other, equal);
        prop_assert_eq!(one == Labels::any(), PODS.iter().all(|pod| one.contains(pod)));
        prop_assert!(pieces.len() <= other.requirements().len());
        prop_assert!(PODS.iter().any(|pod| one.contains(pod)), "a label set is never empty");
        prop_assert!(one.contains(&one.sample()));
        prop_assert!(one.sample().get(&LabelKey::namespace_name()).is_some());
    }

    #[test]
    fn label_sets_are_what_their_requirements_say(
        requirements in vec((select(keys().to_vec()), any::<bool>(), values()), 0..5),
    ) {
        let requirements = requirements.into_iter().map(|(key, absent, values)| (key, LabelValues { absent, values }));
        let set = Labels::all_of(requirements.clone());
        for pod in PODS.iter() {
            let expected = requirements.clone().all(|(key, may)| match pod.get(&key) {
                Some(value) => may.values.contains(value),
                None => may.absent,
            });
            prop_assert_eq!(set.as_ref().is_some_and(|set| set.contains(pod)), expected);
        }
    }

    #[test]
    fn intervals_obey_their_laws(one in intervals(), other in intervals()) {
        let world = || 0..=u8::MAX;
        for number in world() {
            let (left, right) = (one.contains(number), other.contains(number));
            prop_assert_eq!(left, one.ranges().iter().any(|(first, last)| (*first..=*last).contains(&number)));
            prop_assert_eq!(one.complement().contains(number), !left);
            prop_assert_eq!(one.union(&other).contains(number), left || right);
            prop_assert_eq!(one.intersect(&other).contains(number), left && right);
            prop_assert_eq!(one.minus(&other).contains(number), left && !right);
        }
        for set in [one.complement(), one.union(&other), one.intersect(&other), one.minus(&other)] {
            let apart = set.ranges().windows(2).all(|pair| pair[0].1 < pair[1].0 && pair[0].1 + 1 < pair[1].0);
            prop_assert!(apart && set.ranges().iter().all(|(first, last)| first <= last), "not canonical: {:?}", set);
        }
        prop_assert_eq!(one.is_subset(&other), world().all(|number| !one.contains(number) || other.contains(number)));
        prop_assert_eq!(one.is_empty(), !world().any(|number| one.contains(number)));
        prop_assert_eq!(one.is_all(), world().all(|number| one.contains(number)));
        prop_assert_eq!(one.first(), world().find(|number| one.contains(*number)));
    }

    #[test]
    fn ranges_hold_just_their_numbers(ranges in vec((any::<u8>(), any::<u8>()), 0..6)) {
        let set = Intervals::from_ranges(ranges.clone());
        for number in 0..=u8::MAX {
            let expected = ranges.iter().any(|(first, last)| (*first..=*last).contains(&number));
            prop_assert_eq!(set.contains(number), expected);
        }
    }

    #[test]
    fn networks_are_the_fewest_that_hold_just_the_addresses(set in addresses()) {
        let nets = set.to_nets();
        prop_assert_eq!(Addresses::nets(&nets), set.clone());
        let each = nets.iter().fold(Addresses::default(), |all, net| all.union(&Addresses::net(*net)));
        prop_assert_eq!(&each, &set);
        prop_assert!(nets.windows(2).all(|pair| pair[0] < pair[1]), "sorted");
        prop_assert!(nets.iter().all(|net| net.trunc() == *net), "masked");
        let roots = ["0.0.0.0/0", "::/0"].map(|net| net.parse().expect("a net"));
        prop_assert_eq!(nets.len(), roots.into_iter().map(|root| fewest(&set, root)).sum::<usize>());
    }

    #[test]
    fn address_sets_obey_their_laws(one in addresses(), other in addresses()) {
        for address in edges(&[&one, &other]) {
            let (left, right) = (one.contains(address), other.contains(address));
            prop_assert_eq!(one.union(&other).contains(address), left || right);
            prop_assert_eq!(one.intersect(&other).contains(address), left && right);
            prop_assert_eq!(one.minus(&other).contains(address), left && !right);
        }
        prop_assert_eq!(one.is_subset(&other), one.minus(&other).is_empty());
        prop_assert_eq!(one.is_subset(&other), edges(&[&one, &other]).iter().all(|at| !one.contains(*at) || other.contains(*at)));
        prop_assert_eq!(one.first().is_some(), !one.is_empty());
        prop_assert!(one.first().is_none_or(|first| one.contains(first)));
    }

    #[test]
    fn ports_without_names_obey_their_laws(one in ports(false), other in ports(false)) {
        for port in packets() {
            let (left, right) = (one.contains(port), other.contains(port));
            prop_assert_eq!(one.union(&other).contains(port), left || right);
            prop_assert_eq!(one.intersect(&other).contains(port), left && right);
            prop_assert_eq!(one.minus(&other).contains(port), left && !right);
        }
        prop_assert_eq!(one.is_subset(&other), packets().all(|port| !one.contains(port) || other.contains(port)));
        prop_assert_eq!(one == other, packets().all(|port| one.contains(port) == other.contains(port)));
        prop_assert_eq!(one.is_empty(), !packets().any(|port| one.contains(port)));
        prop_assert_eq!(one.is_all(), packets().all(|port| one.contains(port)));
        prop_assert!(one.first().map_or(one.is_empty(), |port| one.contains(port)));
    }

    #[test]
    fn ports_with_names_err_on_the_safe_side(one in ports(true), other in ports(true)) {
        let (union, both, rest) = (one.union(&other), one.intersect(&other), one.minus(&other));
        for numbers in resolutions() {
            for port in packets() {
                let (left, right) = (holds(&one, port, numbers), holds(&other, port, numbers));
                prop_assert_eq!(holds(&union, port, numbers), left || right);
                prop_assert!(!holds(&both, port, numbers) || (left && right), "{} is in both {:?}", port, both);
                prop_assert!(holds(&rest, port, numbers) || !left || right, "{} is left {:?}", port, rest);
                prop_assert!(!one.is_subset(&other) || !left || right);
            }
        }
        prop_assert!(one.is_subset(&one) && one.minus(&one).is_empty());
        prop_assert!(one.is_subset(&union) && other.is_subset(&union));
        prop_assert_eq!(one.is_subset(&other) && other.is_subset(&one), one == other);
    }

    #[test]
    fn building_order_does_not_matter(ranges in btree_set((any::<u8>(), any::<u8>()), 0..6)) {
        let forward = Intervals::from_ranges(ranges.iter().copied());
        prop_assert_eq!(forward, Intervals::from_ranges(ranges.into_iter().rev()));
    }
}

/// How many networks it takes to hold just the members of `set` inside `net`, by halving.
fn fewest(set: &Addresses, net: IpNet) -> usize {
    let whole = Addresses::net(net);
    let inside = set.intersect(&whole);
    if inside.is_empty() {
        return 0;
    }
    if inside == whole {
        return 1;
    }
    let halves = net.subnets(net.prefix_len() + 1).expect("not a single address, which is all or nothing");
    halves.map(|half| fewest(set, half)).sum()
}

/// The addresses at and beside every interval's ends.
fn edges(sets: &[&Addresses]) -> Vec<IpAddr> {
    let v4 = sets.iter().flat_map(|set| set.v4.ranges()).flat_map(|(first, last)| {
        [first.wrapping_sub(1), *first, *last, last.wrapping_add(1)].map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)))
    });
    let v6 = sets.iter().flat_map(|set| set.v6.ranges()).flat_map(|(first, last)| {
        [first.wrapping_sub(1), *first, *last, last.wrapping_add(1)].map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)))
    });
    v4.chain(v6).collect()
}
