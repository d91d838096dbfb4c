//! The comparison against brute force over small closed worlds, and what random relations seldom show.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;

use super::*;
use crate::sets::Endpoint;
use crate::sets::{Addresses, Intervals, LabelKey, LabelValues, NamedPort, Pod, Port, Protocol, Values};

/// The labels in play; `fresh` stands for every value that no selector names.
const KEYS: [&str; 3] = ["a", "b", "c"];
const VALUES: [&str; 2] = ["1", "2"];
const FRESH: &str = "fresh";
const ENTITIES: [&str; 3] = ["host", "kube-apiserver", FRESH];

fn key(name: &str) -> LabelKey {
    LabelKey::Pod(name.into())
}

/// Every pod that the selectors can tell apart.
fn pods() -> Vec<Pod> {
    let mut pods = vec![Pod::default()];
    for name in KEYS {
        let values = || VALUES.iter().chain([&FRESH]).map(|value| Some(Arc::<str>::from(*value))).chain([None]);
        pods = pods
            .into_iter()
            .flat_map(|pod| {
                values().map(move |value| {
                    let mut pod = pod.clone();
                    pod.0.extend(value.map(|value| (key(name), value)));
                    pod
                })
            })
            .collect();
    }
    pods
}

fn label_values() -> impl Strategy<Value = LabelValues> {
    let some = subsequence(VALUES.to_vec(), 1..=2);
    prop_oneof![
        4 => select(VALUES.to_vec()).prop_map(|value| LabelValues::present(Values::one(value))),
        2 => some.clone().prop_map(|values| LabelValues::present(Values::only(values))),
        2 => some.prop_map(|values| LabelValues::or_absent(Values::all_but(values))),
        1 => Just(LabelValues::present(Values::all())),
        1 => Just(LabelValues::absent()),
    ]
}

fn labels() -> impl Strategy<Value = Labels> {
    prop::collection::vec((select(KEYS.to_vec()), label_values()), 0..=3).prop_map(|requirements| {
        // Requirements that contradict each other leave none: then the first one counts.
        let narrow = |set: Labels, (name, values): &(&str, LabelValues)| set.narrow(&key(name), values).unwrap_or(set);
        requirements.iter().fold(Labels::any(), narrow)
    })
}

fn addresses() -> impl Strategy<Value = Addresses> {
    let range = |(first, length): (u8, u8)| (first, first.saturating_add(length));
    let ranges = prop::collection::vec((0..12_u8, 0..4_u8).prop_map(range), 0..=3);
    (ranges.clone(), ranges, any::<bool>()).prop_map(|(v4, v6, to_the_end)| {
        let mut v4: Vec<(u32, u32)> = v4.into_iter().map(|(first, last)| (first.into(), last.into())).collect();
        if to_the_end {
            v4.push((10, u32::MAX));
        }
        let v6 = v6.into_iter().map(|(first, last)| (first.into(), last.into()));
        Addresses { v4: Intervals::from_ranges(v4), v6: Intervals::from_ranges(v6) }
    })
}

fn peer() -> impl Strategy<Value = Peer> {
    let entities = subsequence(vec!["host", "kube-apiserver"], 0..=2);
    prop_oneof![
        4 => labels().prop_map(Peer::Pods),
        3 => addresses().prop_map(Peer::Addresses),
        1 => entities.clone().prop_map(|names| Peer::Entities(Values::only(names))),
        1 => entities.prop_map(|names| Peer::Entities(Values::all_but(names))),
    ]
}

fn ports() -> impl Strategy<Value = Ports> {
    let one = prop_oneof![
        5 => (1..6_u16, 0..3_u16).prop_map(|(first, more)| Ports::range(Protocol::Tcp, first, first + more)),
        1 => (1..6_u16).prop_map(|first| Ports::range(Protocol::Udp, first, u16::MAX)),
        1 => Just(Ports::protocol(Protocol::Tcp)),
        1 => Just(Ports::all()),
        1 => Just(Ports::named(http())),
    ];
    prop::collection::vec(one, 0..=2).prop_map(|ports| ports.iter().fold(Ports::none(), |set, more| set.union(more)))
}

fn http() -> NamedPort {
    NamedPort { protocol: Protocol::Tcp, name: "http".into() }
}

fn allow() -> impl Strategy<Value = Allow> {
    (labels(), peer(), ports()).prop_map(|(subject, peer, ports)| Allow { subject, peer, ports })
}

fn relation() -> impl Strategy<Value = Relation> {
    (prop::collection::vec(labels(), 0..=2), prop::collection::vec(allow(), 0..=4))
        .prop_map(|(isolated, allowed)| Relation { isolated, allowed })
}

/// One way to say the same or nearly the same in other words.
#[derive(Debug, Clone)]
enum Rewording {
    Swap(prop::sample::Index),
    Repeat(prop::sample::Index),
    SplitSubject(prop::sample::Index, Labels),
    SplitPorts(prop::sample::Index, Ports),
    SplitPeer(prop::sample::Index, Peer),
    SplitIsolated(prop::sample::Index, Labels),
    Drop(prop::sample::Index),
}

fn rewording() -> impl Strategy<Value = Rewording> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Rewording::Swap),
        at().prop_map(Rewording::Repeat),
        (at(), labels()).prop_map(|(at, labels)| Rewording::SplitSubject(at, labels)),
        (at(), ports()).prop_map(|(at, ports)| Rewording::SplitPorts(at, ports)),
        (at(), peer()).prop_map(|(at, peer)| Rewording::SplitPeer(at, peer)),
        (at(), labels()).prop_map(|(at, labels)| Rewording::SplitIsolated(at, labels)),
        at().prop_map(Rewording::Drop),
    ]
}

/// All but `Drop` leave the relation as it is.
fn reword(relation: &mut Relation, rewording: &Rewording) {
    if let Rewording::SplitIsolated(at, by) = rewording {
        if !relation.isolated.is_empty() {
            let whole = relation.isolated.swap_remove(at.index(relation.isolated.len()));
            relation.isolated.extend(whole.minus(by).into_iter().chain(whole.intersect(by)));
        }
        return;
    }
    if relation.allowed.is_empty() {
        return;
    }
    let count = relation.allowed.len();
    let take = |relation: &mut Relation, at: &prop::sample::Index| relation.allowed.swap_remove(at.index(count));
    match rewording {
        Rewording::Swap(at) => relation.allowed.swap(0, at.index(count)),
        Rewording::Repeat(at) => relation.allowed.push(relation.allowed[at.index(count)].clone()),
        Rewording::Drop(at) => drop(take(relation, at)),
        Rewording::SplitSubject(at, by) => {
            let whole = take(relation, at);
            let parts = whole.subject.minus(by).into_iter().chain(whole.subject.intersect(by));
            relation.allowed.extend(parts.map(|subject| Allow { subject, ..whole.clone() }));
        }
        Rewording::SplitPorts(at, by) => {
            let whole = take(relation, at);
            let parts = [whole.ports.minus(by), whole.ports.intersect(by)];
            relation.allowed.extend(parts.map(|ports| Allow { ports, ..whole.clone() }));
        }
        Rewording::SplitPeer(at, by) => {
            let whole = take(relation, at);
            let parts = match (&whole.peer, by) {
                (Peer::Pods(one), Peer::Pods(by)) => {
                    one.minus(by).into_iter().chain(one.intersect(by)).map(Peer::Pods).collect()
                }
                (Peer::Addresses(one), Peer::Addresses(by)) => {
                    vec![Peer::Addresses(one.minus(by)), Peer::Addresses(one.intersect(by))]
                }
                (Peer::Entities(one), Peer::Entities(by)) => {
                    vec![Peer::Entities(one.minus(by)), Peer::Entities(one.intersect(by))]
                }
                (other, _) => vec![other.clone()],
            };
            relation.allowed.extend(parts.into_iter().map(|peer| Allow { peer, ..whole.clone() }));
        }
        Rewording::SplitIsolated(..) => {}
    }
}

/// The other ends that the peers of the relations can tell apart.
fn endpoints(pods: &[Pod]) -> Vec<Endpoint> {
    let v4 = (0..17_u32).chain([u32::MAX]).map(|bits| Endpoint::Address(IpAddr::V4(bits.into())));
    let v6 = (0..17_u128).chain([u128::MAX]).map(|bits| Endpoint::Address(IpAddr::V6(bits.into())));
    let entities = ENTITIES.map(|name| Endpoint::Entity(name.into()));
    pods.iter().cloned().map(Endpoint::Pod).chain(v4).chain(v6).chain(entities).collect()
}

/// The ports that the relations can tell apart, by number and by name.
fn probes() -> Vec<Ports> {
    let tcp = (0..10).chain([u16::MAX]).map(|number| Ports::range(Protocol::Tcp, number, number));
    let udp = (0..7).chain([u16::MAX]).map(|number| Ports::range(Protocol::Udp, number, number));
    tcp.chain(udp).chain([Ports::protocol(Protocol::Sctp), Ports::named(http())]).collect()
}

/// What a relation lets pass: a bit a port, by subject and peer. A name is let pass where it is named, or where every
/// number of its protocol is open, whichever the name stands for.
fn verdicts(relation: &Relation) -> Vec<u32> {
    let (pods, probes) = (pods(), probes());
    let endpoints = endpoints(&pods);
    let mut bits = vec![0_u32; pods.len() * endpoints.len()];
    for (subject, row) in pods.iter().zip(bits.chunks_mut(endpoints.len())) {
        if !relation.isolated.iter().any(|labels| labels.contains(subject)) {
            row.fill(u32::MAX);
        }
    }
    for allow in &relation.allowed {
        let open = (0..).zip(&probes).filter(|(_, probe)| probe.is_subset(&allow.ports));
        let open: u32 = open.map(|(bit, _)| 1 << bit).sum();
        let peers: Vec<bool> = endpoints.iter().map(|endpoint| allow.peer.contains(endpoint)).collect();
        for (subject, row) in pods.iter().zip(bits.chunks_mut(endpoints.len())) {
            if allow.subject.contains(subject) {
                row.iter_mut().zip(&peers).filter(|(_, peer)| **peer).for_each(|(bits, _)| *bits |= open);
            }
        }
    }
    let is_tcp = |probe: &Ports| !probe.of(Protocol::Tcp).is_empty();
    let every_tcp: u32 = (0..).zip(&probes).filter(|(_, probe)| is_tcp(probe)).map(|(bit, _)| 1 << bit).sum();
    let by_name: u32 = (0..).zip(&probes).filter(|(_, probe)| !probe.names().is_empty()).map(|(bit, _)| 1 << bit).sum();
    bits.iter_mut().filter(|bits| **bits & every_tcp == every_tcp).for_each(|bits| *bits |= by_name);
    bits
}

/// Holds the comparison against brute force, and its counterexample against the relations themselves.
fn judge(meant: &Relation, allowed: &Relation) -> Result<bool, TestCaseError> {
    let relations = |egress: &Relation| Relations { egress: egress.clone(), ..Relations::default() };
    let same = verdicts(meant) == verdicts(allowed);
    match compare(&relations(meant), &relations(allowed)) {
        Comparison::Equal => prop_assert!(same, "they differ"),
        Comparison::OutOfBudget => prop_assert!(false, "so small a thing must not run out of budget"),
        Comparison::Different(found) => {
            prop_assert!(!same, "they are equal, yet: {found:?}");
            prop_assert_eq!(found.direction, Direction::Egress);
            if let Some(port) = found.port {
                prop_assert_eq!(meant.allows(&found.subject, &found.peer, port), found.meant);
                prop_assert_eq!(allowed.allows(&found.subject, &found.peer, port), !found.meant);
            }
        }
    }
    Ok(same)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_relations_compare_as_brute_force_says(meant in relation(), allowed in relation()) {
        judge(&meant, &allowed)?;
    }

    #[test]
    fn a_relation_compares_with_itself_in_other_words_as_brute_force_says(
        meant in relation(),
        rewordings in prop::collection::vec(rewording(), 1..=5),
    ) {
        let mut allowed = meant.clone();
        for rewording in &rewordings {
            reword(&mut allowed, rewording);
        }
        let same = judge(&meant, &allowed)?;
        let dropped = rewordings.iter().any(|rewording| matches!(rewording, Rewording::Drop(_)));
        prop_assert!(same || dropped, "other words alone change nothing");
    }
}

fn app(name: &str) -> Labels {
    Labels::any().narrow(&key("app"), &LabelValues::present(Values::one(name))).expect("pods of that name")
}

fn tcp(first: u16, last: u16) -> Ports {
    Ports::range(Protocol::Tcp, first, last)
}

fn isolated(allowed: Vec<Allow>) -> Relations {
    Relations { ingress: Relation { isolated: vec![Labels::any()], allowed }, egress: Relation::default() }
}

#[test]
fn the_order_of_entries_does_not_count() {
    let allows: Vec<Allow> = ["x", "y", "z"]
        .map(|name| Allow { subject: app("a"), peer: Peer::Pods(app(name)), ports: tcp(80, 80) })
        .to_vec();
    let reversed = allows.iter().rev().cloned().collect();
    assert_eq!(compare(&isolated(allows), &isolated(reversed)), Comparison::Equal);
}

#[test]
fn what_is_too_much_and_what_is_missing_are_told_apart() {
    let some = isolated(vec![Allow { subject: app("a"), peer: Peer::Pods(app("b")), ports: tcp(80, 80) }]);
    let more = isolated(vec![Allow { subject: app("a"), peer: Peer::Pods(app("b")), ports: tcp(80, 81) }]);
    let found = |comparison: Comparison| match comparison {
        Comparison::Different(found) => found,
        other => panic!("expected a difference, got {other:?}"),
    };
    let too_much = found(compare(&some, &more));
    assert_eq!((too_much.port, too_much.meant), (Some(Port::Transport(Protocol::Tcp, 81)), false));
    assert_eq!(too_much.subject.get(&key("app")), Some("a"));
    let missing = found(compare(&more, &some));
    assert_eq!((missing.port, missing.meant), (Some(Port::Transport(Protocol::Tcp, 81)), true));
}

#[test]
fn a_difference_only_in_the_names_of_ports_has_no_number() {
    let name = isolated(vec![Allow { subject: app("a"), peer: Peer::Pods(app("b")), ports: Ports::named(http()) }]);
    let Comparison::Different(found) = compare(&isolated(Vec::new()), &name) else { panic!("expected a difference") };
    assert_eq!(found.port, None);
}

#[test]
fn a_selector_split_by_a_label_is_the_same_selector() {
    let whole = isolated(vec![Allow { subject: app("a"), peer: Peer::Pods(app("b")), ports: Ports::all() }]);
    let old = |values: LabelValues| app("a").narrow(&key("old"), &values).expect("such pods");
    let halves = [LabelValues::absent(), LabelValues::present(Values::all())].map(|values| Allow {
        subject: old(values),
        peer: Peer::Pods(app("b")),
        ports: Ports::all(),
    });
    assert_eq!(compare(&whole, &isolated(halves.to_vec())), Comparison::Equal);
}

#[test]
fn running_out_of_budget_is_not_equal() {
    // Each selector cuts off one pair of keys of its own: 2^24 parts stay.
    let pair = |number: usize| {
        ["left", "right"].iter().try_fold(Labels::any(), |set, side| {
            set.narrow(&key(&format!("{side}-{number}")), &LabelValues::present(Values::one("1")))
        })
    };
    let pairs: Vec<Labels> = (0..24).filter_map(pair).collect();
    let anyone = |subject: Labels| Allow { subject, peer: Peer::Pods(Labels::any()), ports: tcp(80, 80) };
    let mut meant: Vec<Allow> = pairs.into_iter().map(anyone).collect();
    meant.push(anyone(Labels::any()));
    // The last key tells whether all is covered, and is asked last.
    let last = |values: LabelValues| Labels::any().narrow(&key("z"), &values).expect("such pods");
    let mut allowed: Vec<Allow> = meant.clone();
    allowed.pop();
    allowed.push(anyone(last(LabelValues::absent())));
    allowed.push(anyone(last(LabelValues::present(Values::all()))));
    assert_eq!(compare_within(&isolated(meant), &isolated(allowed), Budget::of(1000)), Comparison::OutOfBudget);
}

#[test]
fn the_random_relations_are_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut kinds = BTreeSet::new();
    for _ in 0..200 {
        let relation = relation().new_tree(&mut runner).expect("a relation").current();
        kinds.extend(
            relation.allowed.iter().map(|allow| std::mem::discriminant(&allow.peer)).map(|kind| format!("{kind:?}")),
        );
        let pairs = relation.allowed.iter().enumerate();
        let overlapping =
            pairs.flat_map(|(at, one)| relation.allowed.iter().skip(at + 1).map(move |other| (one, other)));
        for (one, other) in overlapping {
            let partly = |left: &Labels, right: &Labels| !left.is_subset(right) && !left.is_disjoint(right);
            if partly(&one.subject, &other.subject) && partly(&other.subject, &one.subject) {
                kinds.insert("subjects that overlap".to_owned());
            }
        }
        if !relation.isolated.is_empty() && !relation.isolated.contains(&Labels::any()) {
            kinds.insert("isolated in part".to_owned());
        }
    }
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}
