//! The classes against the oracle, packet by packet, over random rules of all tiers and a small world with a pod for all
//! that the rules tell apart, an address for each range, and the ports next to every edge.
//!
//! `NPGEN_CASES` says over how many sets of rules.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the environment says how many cases are tried, and the test what it counted"
)]

#[path = "world/trial.rs"]
mod trial;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use npgen::analyzer::evaluate::classes::{Classes, End, EndId, PortNumber, PortsId, split};
use npgen::analyzer::evaluate::oracle::{self, Packet};
use npgen::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Rules, Shared, Tier, Verdict};
use npgen::diagnostic::Place;
use npgen::sets::{
    Addresses, Direction, Endpoint, LabelKey, LabelValues, Labels, NAMESPACE_NAME, NamedPort, Peer, Pod, Port, Ports,
    Protocol, Values,
};

use trial::{Counts, cases, holds_for_all};

const NAMESPACES: [&str; 2] = ["shop", "bank"];
const VALUES: [&str; 2] = ["a", "b"];
const CIDRS: [&str; 6] = ["10.0.0.0/8", "0.0.0.0/0", "10.1.0.0/16", "::/0", "fd00::/8", "255.255.255.255/32"];

/// The numbers next to every edge of the ports below, and the numbers that pods have for the name.
const NUMBERS: [u16; 9] = [0, 1, 79, 80, 81, 82, 90, 91, 65535];

fn pod_key(key: &str) -> LabelKey {
    LabelKey::Pod(key.into())
}

fn http(protocol: Protocol) -> NamedPort {
    NamedPort { protocol, name: "http".into() }
}

/// All pods that differ in what the rules look at; some have a name for a port, for different numbers.
fn pods() -> Vec<End> {
    let mut pods = Vec::new();
    let values = [None, Some("a"), Some("b"), Some("fresh")];
    for (number, namespace) in ["shop", "bank", "fresh"].into_iter().enumerate() {
        for app in values {
            for tier in values {
                let mut pod = Pod::default();
                pod.0.insert(LabelKey::namespace_name(), namespace.into());
                if namespace == "bank" {
                    pod.0.insert(LabelKey::Namespace("env".into()), "a".into());
                }
                let labels = [("app", app), ("tier", tier)];
                pod.0.extend(labels.into_iter().filter_map(|(key, value)| Some((pod_key(key), Arc::from(value?)))));
                let number = 80 + u16::try_from(number).expect("small");
                let ports = match app {
                    Some("a") => vec![PortNumber { port: http(Protocol::Tcp), number }],
                    Some("b") => vec![PortNumber { port: http(Protocol::Udp), number }],
                    _ => Vec::new(),
                };
                pods.push(End::Pod { pod: Arc::new(pod), ports: ports.into() });
            }
        }
    }
    pods
}

fn requirement() -> impl Strategy<Value = (LabelKey, LabelValues)> {
    let key = select(vec![pod_key("app"), pod_key("tier"), LabelKey::Namespace("env".into())]);
    let values = subsequence(VALUES.to_vec(), 1..=2);
    let values = prop_oneof![
        values.clone().prop_map(|values| LabelValues::present(Values::only(values))),
        values.prop_map(|values| LabelValues::or_absent(Values::all_but(values))),
        Just(LabelValues::present(Values::all())),
        Just(LabelValues::absent()),
    ];
    let of_namespace = subsequence(NAMESPACES.to_vec(), 1..=2)
        .prop_map(|names| (LabelKey::Namespace(NAMESPACE_NAME.into()), LabelValues::present(Values::only(names))));
    prop_oneof![3 => (key, values), 1 => of_namespace]
}

fn labels() -> impl Strategy<Value = Option<Labels>> {
    vec(requirement(), 0..3).prop_map(Labels::all_of)
}

fn peer() -> impl Strategy<Value = Vec<Peer>> {
    let range = (select(CIDRS.to_vec()), option::of(select(CIDRS.to_vec()))).prop_map(|(cidr, except)| {
        let net = |text: &str| Addresses::net(text.parse().expect("a net"));
        let addresses = except.into_iter().fold(net(cidr), |all, except| all.minus(&net(except)));
        vec![Peer::Addresses(addresses)]
    });
    prop_oneof![
        4 => labels().prop_map(|labels| labels.map(Peer::Pods).into_iter().collect()),
        2 => range,
        1 => Just(Peer::anywhere().to_vec()),
    ]
}

fn ports() -> impl Strategy<Value = Ports> {
    let protocol = select(vec![Protocol::Tcp, Protocol::Udp]);
    prop_oneof![
        2 => Just(Ports::all()),
        2 => (protocol.clone(), select(vec![(80, 80), (80, 90), (81, 81), (1, 65535), (0, 65535)]))
            .prop_map(|(protocol, (first, last))| Ports::range(protocol, first, last)),
        2 => protocol.prop_map(|protocol| Ports::named(http(protocol))),
        1 => Just(Ports::named(http(Protocol::Tcp)).union(&Ports::range(Protocol::Tcp, 90, 90))),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let action = select(vec![Action::Allow, Action::Deny, Action::Pass]);
    (action, vec(peer(), 0..3), ports()).prop_map(|(action, peers, ports)| Rule {
        name: String::new(),
        action,
        peers: peers.concat().into(),
        symbols: Vec::new(),
        ports,
        span: 0..0,
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    let tier =
        select(vec![Tier::NetworkPolicy, Tier::NetworkPolicy, Tier::Admin(1), Tier::Admin(2), Tier::Baseline(1)]);
    let rules = || option::weighted(0.7, vec(rule(), 0..4));
    (tier, labels(), rules(), rules(), 0..1000_u16).prop_map(|(tier, subject, ingress, egress, name)| {
        let own = |rules: Option<Vec<Rule>>| {
            let allowing = |rule| Rule { action: Action::Allow, ..rule };
            match tier {
                Tier::NetworkPolicy => rules.map(|rules| rules.into_iter().map(allowing).collect()),
                _ => rules,
            }
        };
        Policy {
            object: ObjectId { kind: "Policy".into(), namespace: String::new(), name: name.to_string() },
            place: Place::default(),
            tier,
            subject,
            ingress: own(ingress),
            egress: own(egress),
        }
    })
}

/// Policies as those that were read together.
fn sharing(mut policies: Vec<Policy>) -> Vec<Policy> {
    let mut shared = Shared::default();
    for policy in &mut policies {
        shared.policy(policy);
    }
    policies
}

/// An end as the oracle takes it, with the names of its ports.
fn endpoint(end: &End) -> (Endpoint, &[PortNumber]) {
    match end {
        End::Pod { pod, ports } => (Endpoint::Pod(Pod::clone(pod)), ports),
        End::Range(range) => (Endpoint::Address(range.last), &[]),
        End::Entity(name) => (Endpoint::Entity(name.clone()), &[]),
        End::OtherPod(_) => panic!("not one of these"),
    }
}

/// What the oracle says at one end.
fn judged<'r>(rules: &'r Rules, direction: Direction, source: &End, destination: &End, port: Port) -> Verdict<'r> {
    let (subject, peer) = match direction {
        Direction::Ingress => (destination, source),
        Direction::Egress => (source, destination),
    };
    let Endpoint::Pod(subject) = endpoint(subject).0 else { return Verdict::Default };
    let numbers = endpoint(destination).1.iter();
    let names: Vec<NamedPort> = numbers
        .filter(|name| Port::Transport(name.port.protocol, name.number) == port)
        .map(|name| name.port.clone())
        .collect();
    oracle::judge(rules, direction, &Packet { subject: &subject, peer: &endpoint(peer).0, port, names: &names })
}

/// What makes rules hard.
fn traits(rules: &Rules) -> [(&'static str, bool); 6] {
    let policies = || rules.policies.iter();
    let all = || {
        let directions = Direction::BOTH.into_iter();
        directions.flat_map(move |direction| policies().filter_map(move |policy| policy.rules(direction))).flatten()
    };
    let in_tier = |tier: fn(&Tier) -> bool| policies().any(|policy| tier(&policy.tier));
    let families = |v6: bool| {
        let holds = |peer: &Peer| match peer {
            Peer::Addresses(set) if v6 => !set.v6.is_empty(),
            Peer::Addresses(set) => !set.v4.is_empty(),
            _ => false,
        };
        all().any(|rule| rule.peers.iter().any(holds))
    };
    let all_tiers = in_tier(|tier| matches!(tier, Tier::Admin(_)))
        && in_tier(|tier| *tier == Tier::NetworkPolicy)
        && in_tier(|tier| matches!(tier, Tier::Baseline(_)));
    [
        ("denied ports", all().any(|rule| rule.action == Action::Deny)),
        ("passed ports", all().any(|rule| rule.action == Action::Pass)),
        ("all tiers", all_tiers),
        ("named ports", all().any(|rule| !rule.ports.names().is_empty())),
        ("both families", families(false) && families(true)),
        ("several policies", policies().count() > 2),
    ]
}

#[test]
fn every_pair_is_judged_as_the_oracle_judges_it() {
    let counts = RefCell::new(Counts::default());
    holds_for_all(&(vec(policy(), 1..8), any::<usize>()), |(policies, start)| {
        // Those that were read together share their sets, those of a graph do not.
        let rules = Rules { policies: if start % 2 == 0 { policies } else { sharing(policies) } };
        counts.borrow_mut().count(traits(&rules));
        same_as_oracle(&rules, start)
    });
    println!("of {} sets of rules: {}", cases(), counts.borrow());
    counts.borrow().assert_each();
}

/// One in how many sources is asked about in each case; from case to case it is others.
const SOURCES: usize = 6;

/// Holds some sources with all destinations against the oracle, each pair on one port, which is another one in each case.
fn same_as_oracle(rules: &Rules, start: usize) -> Result<(), TestCaseError> {
    let mut ends = pods();
    ends.push(End::Entity("host".into()));
    let of_pods = ends.len();
    let (from, to) = (split(&[rules], Direction::Ingress), split(&[rules], Direction::Egress));
    ends.extend(from.iter().chain(&to).copied().map(End::Range));
    let sources: Vec<EndId> = (0..of_pods + from.len()).collect();
    let destinations: Vec<EndId> = (0..of_pods).chain(of_pods + from.len()..ends.len()).collect();
    let mut classes = Classes::new(rules, ends.clone());
    let connections = classes.connections(&sources, &destinations);
    let connections: BTreeMap<(EndId, EndId), PortsId> =
        connections.into_iter().map(|found| ((found.source, found.destination), found.ports)).collect();

    let mut ports: Vec<Port> = vec![Port::Icmp(0x0800), Port::Other(50)];
    for protocol in [Protocol::Tcp, Protocol::Udp] {
        ports.extend(NUMBERS.map(|number| Port::Transport(protocol, number)));
    }
    let some = sources.iter().skip(start % SOURCES).step_by(SOURCES);
    for (source, from) in some.filter_map(|id| Some((*id, ends.get(*id)?))) {
        for (destination, to) in destinations.iter().filter_map(|id| Some((*id, ends.get(*id)?))) {
            let both_ranges = matches!((from, to), (End::Range(_), End::Range(_)));
            let found = connections.get(&(source, destination)).map(|id| classes.ports(*id));
            if both_ranges {
                prop_assert_eq!(found, None);
                continue;
            }
            let at = (start % ports.len() + source + destination) % ports.len();
            let port = *ports.get(at).expect("one of them");
            let mut expected = true;
            for direction in Direction::BOTH {
                let verdict = judged(rules, direction, from, to, port);
                expected &= verdict.allows();
                prop_assert_eq!(classes.verdict(direction, source, destination, port), verdict);
            }
            let passes = found.is_some_and(|ports| ports.contains(port));
            prop_assert_eq!(passes, expected, "{:?} -> {:?}, {}: {:?}", from, to, port, rules);
        }
    }
    Ok(())
}

#[test]
fn any_other_pod_is_one_of_which_no_more_is_known() {
    holds_for_all(&(vec(policy(), 1..5), labels()), |(policies, set)| {
        let Some(set) = set else { return Ok(()) };
        let rules = Rules { policies };
        let sets: Vec<Labels> = rules
            .policies
            .iter()
            .flat_map(|policy| {
                let peers = Direction::BOTH.into_iter().filter_map(|direction| policy.rules(direction)).flatten();
                let peers = peers.flat_map(|rule| &*rule.peers).filter_map(|peer| match peer {
                    Peer::Pods(labels) => Some(labels.clone()),
                    _ => None,
                });
                policy.subject.iter().cloned().chain(peers)
            })
            .collect();
        // One of the members that nothing holds but what holds them all, if there is one.
        let mut left = vec![set.clone()];
        for other in sets.iter().filter(|other| !set.is_subset(other)) {
            left = left.iter().flat_map(|piece| piece.minus(other)).collect();
        }
        let Some(member) = left.first().map(Labels::sample) else { return Ok(()) };
        let ends = vec![End::OtherPod(set), End::Pod { pod: Arc::new(member), ports: Arc::default() }];
        let mut ends = [ends, pods()].concat();
        ends.extend(split(&[&rules], Direction::Ingress).into_iter().map(End::Range));
        let count = ends.len();
        let mut classes = Classes::new(&rules, ends);
        for other in 2..count {
            let (of_any, of_one) =
                (classes.one_way(Direction::Ingress, other, 0), classes.one_way(Direction::Ingress, other, 1));
            prop_assert_eq!(classes.ports(of_any).without_names(), classes.ports(of_one).clone());
            let (of_any, of_one) =
                (classes.one_way(Direction::Egress, 0, other), classes.one_way(Direction::Egress, 1, other));
            prop_assert_eq!(of_any, of_one);
        }
        Ok(())
    });
}

#[test]
fn ranges_are_cut_only_where_a_policy_does() {
    let rule = |cidr: &str, except: &str| {
        let net = |text: &str| Addresses::net(text.parse().expect("a net"));
        Rule {
            name: String::new(),
            action: Action::Allow,
            peers: [Peer::Addresses(net(cidr).minus(&net(except)))].into(),
            symbols: Vec::new(),
            ports: Ports::all(),
            span: 0..0,
        }
    };
    let policy = Policy {
        object: ObjectId { kind: "NetworkPolicy".into(), namespace: "shop".into(), name: "cart".into() },
        place: Place::default(),
        tier: Tier::NetworkPolicy,
        subject: Some(Labels::any()),
        ingress: None,
        egress: Some(vec![rule("10.0.0.0/8", "10.1.0.0/16"), rule("0.0.0.0/0", "::/0")]),
    };
    let rules = Rules { policies: vec![policy] };
    let shown = |direction| split(&[&rules], direction).iter().map(ToString::to_string).collect::<Vec<_>>();
    let v6 = "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    assert_eq!(shown(Direction::Ingress), ["0.0.0.0-255.255.255.255", v6]);
    let cut = [
        "0.0.0.0-9.255.255.255",
        "10.0.0.0-10.0.255.255",
        "10.1.0.0-10.1.255.255",
        "10.2.0.0-10.255.255.255",
        "11.0.0.0-255.255.255.255",
        v6,
    ];
    assert_eq!(shown(Direction::Egress), cut);
}
