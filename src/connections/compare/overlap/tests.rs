use std::borrow::Cow;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Rules, Tier, oracle};
use crate::connections::compare::{Change, Comparison, Side, compare};
use crate::diagnostic::Place;
use crate::sets::{Direction, Endpoint, LabelKey, LabelValues, Peer, Pod, Port, Ports, Protocol, Values};

const NAMESPACES: [&str; 2] = ["shop", "bank"];

fn key(name: &str) -> LabelKey {
    LabelKey::Pod(name.into())
}

/// Pods by namespace and two labels, each of which may be free.
fn labels() -> impl Strategy<Value = Labels> {
    let one = |name: &'static str| LabelValues::present(Values::one(name));
    let app = prop_oneof![Just(one("a")), Just(one("b")), Just(LabelValues::absent())];
    let tier = prop_oneof![Just(one("x")), Just(LabelValues::present(Values::all()))];
    let namespace = select(&NAMESPACES[..]).prop_map(one);
    (option::of(namespace), option::of(app), option::of(tier)).prop_map(|(namespace, app, tier)| {
        let namespace = namespace.map(|values| (LabelKey::namespace_name(), values));
        let others = [app.map(|values| (key("app"), values)), tier.map(|values| (key("tier"), values))];
        Labels::all_of(namespace.into_iter().chain(others.into_iter().flatten())).expect("the keys differ")
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let ports = select(vec![(80, 80), (81, 81), (80, 90)]);
    (vec(labels(), 1..3), ports).prop_map(|(peers, (first, last))| Rule {
        peers: peers.into_iter().map(Peer::Pods).collect(),
        ports: Ports::range(Protocol::Tcp, first, last),
        ..allow(&Labels::any())
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    let rules = || option::of(vec(rule(), 0..3));
    let policy = (labels(), rules(), rules()).prop_map(|(subject, ingress, egress)| policy(subject, ingress, egress));
    vec(policy, 0..4).prop_map(|policies| Rules { policies })
}

/// Every pod that these sets tell apart.
fn pods() -> Vec<Pod> {
    let mut pods = Vec::new();
    for namespace in NAMESPACES {
        for app in [None, Some("a"), Some("b"), Some("c")] {
            for tier in [None, Some("x"), Some("y")] {
                let mut pod = Pod::default();
                pod.0.insert(LabelKey::namespace_name(), namespace.into());
                for (name, value) in [("app", app), ("tier", tier)] {
                    pod.0.extend(value.map(|value| (key(name), value.into())));
                }
                pods.push(pod);
            }
        }
    }
    pods
}

/// Whether a pod is in a set that rules name; of others nothing is told.
fn is_named(pod: &Pod, rules: &Rules) -> bool {
    rules.policies.iter().any(|policy| {
        let rules = [&policy.ingress, &policy.egress].into_iter().flatten().flatten();
        let is_peer = |peer: &Peer| matches!(peer, Peer::Pods(labels) if labels.contains(pod));
        policy.subject.iter().any(|subject| subject.contains(pod)) || rules.flat_map(|rule| &*rule.peers).any(is_peer)
    })
}

fn passes(rules: &Rules, source: &Pod, destination: &Pod, port: Port) -> bool {
    let far = |pod: &Pod| Endpoint::Pod(pod.clone());
    oracle::allows(rules, Direction::Egress, source, &far(destination), port)
        && oracle::allows(rules, Direction::Ingress, destination, &far(source), port)
}

/// Whether a change says that a port opens, or closes, between two pods.
fn tells(
    comparison: &Comparison<'_>,
    change: &Change,
    (source, destination): (&Pod, &Pod),
    port: Port,
    opens: bool,
) -> bool {
    let ends: Vec<&End> = comparison.parties.ends().collect();
    let is_at = |end: EndId, pod: &Pod| matches!(ends[end], End::OtherPod(labels) if labels.contains(pod));
    let (before, after) = (change.before.contains(port), change.after.contains(port));
    is_at(change.example.0, source) && is_at(change.example.1, destination) && before != after && after == opens
}

fn side(rules: &Rules) -> Side<'_> {
    Side { parties: Vec::new(), is_graph: true, has_absent: false, rules: Cow::Borrowed(rules) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_packet_that_is_judged_anew_is_told_of(before in rules(), after in rules()) {
        let sides = (side(&before), side(&after));
        let comparison = compare(&sides.0, &sides.1);
        prop_assert!(!comparison.overlaps_are_cut);
        let pods: Vec<Pod> =
            pods().into_iter().filter(|pod| is_named(pod, &before) || is_named(pod, &after)).collect();
        for (source, destination) in pods.iter().flat_map(|source| pods.iter().map(move |destination| (source, destination))) {
            for port in [79, 80, 81, 85].map(|number| Port::Transport(Protocol::Tcp, number)) {
                let opens = passes(&after, source, destination, port);
                if passes(&before, source, destination, port) != opens {
                    let is_told = |change: &Change| tells(&comparison, change, (source, destination), port, opens);
                    prop_assert!(
                        comparison.changes.iter().any(is_told),
                        "{source} to {destination}, {port}, opens: {opens}\n{:#?}",
                        comparison.changes
                    );
                }
            }
        }
    }
}

fn one(name: &str, value: &str) -> Labels {
    Labels::all_of([(key(name), LabelValues::present(Values::one(value)))]).expect("a set")
}

fn policy(subject: Labels, ingress: Option<Vec<Rule>>, egress: Option<Vec<Rule>>) -> Policy {
    let object = ObjectId { kind: String::new(), namespace: String::new(), name: String::new() };
    let (tier, subject) = (Tier::NetworkPolicy, Some(subject));
    Policy { object, place: Place::default(), tier, subject, ingress, egress }
}

fn allow(peer: &Labels) -> Rule {
    Rule {
        name: String::new(),
        action: Action::Allow,
        peers: [Peer::Pods(peer.clone())].into(),
        symbols: Vec::new(),
        ports: Ports::range(Protocol::Tcp, 80, 80),
        span: 0..0,
    }
}

#[test]
fn what_only_pods_of_two_sets_see_is_told_of_their_intersection() {
    let (web, slow, cart) = (one("app", "web"), one("tier", "slow"), one("app", "cart"));
    let state = |callers: &[Rule]| Rules {
        policies: vec![
            policy(web.clone(), None, Some(vec![allow(&cart)])),
            policy(slow.clone(), None, Some(Vec::new())),
            policy(cart.clone(), Some(callers.to_vec()), Some(Vec::new())),
        ],
    };
    // Of the slow only those may call that are also web, and of the web only those are let in that are also slow.
    let (before, after) = (state(&[]), state(&[allow(&slow)]));
    let sides = (side(&before), side(&after));
    let comparison = compare(&sides.0, &sides.1);
    let ends: Vec<&End> = comparison.parties.ends().collect();
    let told: Vec<(&End, &End)> =
        comparison.changes.iter().map(|change| (ends[change.example.0], ends[change.example.1])).collect();
    let both = End::OtherPod(web.intersect(&slow).expect("a pod can be both"));
    assert_eq!(told, [(&both, &End::OtherPod(cart.clone()))]);
}

#[test]
fn intersections_of_intersections_are_found_and_their_number_is_bound() {
    let sets = [one("app", "a"), one("app", "b"), one("tier", "x"), one("env", "p"), Labels::any()];
    let found = Overlaps::of(&sets.iter().collect());
    // Of each app with the tier, with the stage, and with both; and of the tier with the stage.
    assert_eq!((found.sets.len(), found.are_cut), (7, false));
    let many: Vec<Labels> = (0..30).map(|at| one(&format!("label-{at}"), "x")).collect();
    let found = Overlaps::of(&many.iter().collect());
    assert_eq!((found.sets.len(), found.are_cut), (MOST, true));
}
