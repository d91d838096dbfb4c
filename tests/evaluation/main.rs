//! Raising, engine and oracle against a naive reading of what Kubernetes says, over random policies of the whole API
//! and a closed world of pods, addresses and ports.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod naive;
mod random;
mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use npgen::analyzer::evaluate::{Policy, Rules, engine, oracle};
use npgen::analyzer::raise::kubernetes;
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::Node;
use npgen::sets::{Direction, Endpoint, Pod, Port, Protocol, Relation};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;

use random::NAMED_NUMBER;
use world::PlainPod;

/// The policy as nodes, as any reader of JSON or YAML would make them.
fn node(json: Json) -> Node<'static> {
    match json {
        Json::String(text) => Node::string(text),
        Json::Number(number) => Node::number(number.as_i64().expect("a whole number")),
        Json::Array(items) => Node::list(items.into_iter().map(node)),
        Json::Object(entries) => Node::map(entries.into_iter().map(|(key, value)| (key, node(value)))),
        Json::Null | Json::Bool(_) => panic!("a policy holds neither"),
    }
}

fn raised(policy: &NetworkPolicy) -> Policy {
    let node = node(serde_json::to_value(policy).expect("it can be written as JSON"));
    let mut found = Diagnostics::default();
    let raised = kubernetes::policy(&node, SourceId(0), &mut found);
    raised.unwrap_or_else(|| panic!("an API server takes it: {found:?} {policy:?}"))
}

/// The policies with numbers in the place of names: a packet has a number, and the oracle knows no container ports.
fn without_names(policies: &[NetworkPolicy]) -> Vec<NetworkPolicy> {
    let number = |port: &mut NetworkPolicyPort| {
        if let Some(IntOrString::String(_)) = port.port {
            port.port = Some(IntOrString::Int(i32::from(NAMED_NUMBER)));
        }
    };
    let mut policies = policies.to_vec();
    for spec in policies.iter_mut().filter_map(|policy| policy.spec.as_mut()) {
        let ingress = spec.ingress.iter_mut().flatten().flat_map(|rule| rule.ports.iter_mut().flatten());
        let egress = spec.egress.iter_mut().flatten().flat_map(|rule| rule.ports.iter_mut().flatten());
        ingress.chain(egress).for_each(number);
    }
    policies
}

/// What a relation says where every pod has the one port name in play.
fn allows(relation: &Relation, subject: &Pod, peer: &Endpoint, port: Port) -> bool {
    let is_named = |protocol| port == Port::Transport(protocol, NAMED_NUMBER);
    !relation.isolated.iter().any(|labels| labels.contains(subject))
        || relation.allowed.iter().any(|allow| {
            allow.subject.contains(subject)
                && allow.peer.contains(peer)
                && (allow.ports.contains(port) || allow.ports.names().iter().any(|named| is_named(named.protocol)))
        })
}

/// How often random policies had what makes them hard.
fn traits(policies: &[NetworkPolicy]) -> [(&'static str, bool); 5] {
    let text = serde_json::to_string(policies).expect("it can be written as JSON");
    let has = |part: &str| text.contains(part);
    [
        ("NotIn", has("\"NotIn\"")),
        ("exceptions", has("\"except\":[\"")),
        ("port ranges", has("\"endPort\"")),
        ("named ports", has("\"http\"")),
        ("both families", has("0.0/") && (has("::/") || has("fd00"))),
    ]
}

#[test]
fn engine_oracle_and_a_naive_reading_agree() {
    let counts: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let world = world::pods();
    let subjects: Vec<(&PlainPod, Pod)> = world.iter().map(|pod| (pod, pod.to_pod())).collect();
    let mut ends: Vec<(naive::End<'_>, Endpoint)> =
        world.iter().map(|pod| (naive::End::Pod(pod), Endpoint::Pod(pod.to_pod()))).collect();
    ends.extend(
        world::addresses().into_iter().map(|address| (naive::End::Address(address), Endpoint::Address(address))),
    );
    ends.push((naive::End::Other, Endpoint::Entity("host".into())));
    let ports: Vec<Port> = Protocol::ALL
        .into_iter()
        .flat_map(|protocol| world::PORTS.map(|number| Port::Transport(protocol, number)))
        .chain([Port::Icmp(0x0800), Port::Icmpv6(0x8000), Port::Other(50)])
        .collect();

    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let runner = &mut TestRunner::new(config);
    let strategy = (vec(random::policy(), 1..4), any::<u64>());
    let outcome = runner.run(&strategy, |(policies, seed)| {
        for (name, there) in traits(&policies) {
            *counts.borrow_mut().entry(name).or_default() += u32::from(there);
        }
        let relations = engine::relations(&Rules { policies: policies.iter().map(raised).collect() });
        let numbered = Rules { policies: without_names(&policies).iter().map(raised).collect() };
        // The whole world has half a million packets: a case walks through it in strides, from a place of its own.
        let mut at = usize::try_from(seed % 1_000_003).expect("small");
        for _ in 0..4000 {
            at += 1_000_003;
            let (plain, subject) = &subjects[at % subjects.len()];
            let (end, peer) = &ends[at / subjects.len() % ends.len()];
            let port = ports[at / subjects.len() / ends.len() % ports.len()];
            for direction in Direction::BOTH {
                let expected = naive::allows(&policies, direction, plain, end, port);
                let shown = || format!("{direction} of {subject}, {peer}, {port}, {policies:?}");
                prop_assert_eq!(allows(relations.of(direction), subject, peer, port), expected, "engine: {}", shown());
                prop_assert_eq!(
                    oracle::allows(&numbered, direction, subject, peer, port),
                    expected,
                    "oracle: {}",
                    shown()
                );
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    for (name, count) in counts.into_inner() {
        assert!(count >= 50, "only {count} cases had {name}");
    }
}
