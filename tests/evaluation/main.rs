//! Raising, engines and oracle against a naive reading of what Kubernetes says, over random policies of the whole API
//! and a closed world of pods, addresses and ports.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the environment says how many cases are tried, and the test what it counted"
)]

mod changes;
mod naive;
mod naive_admin;
mod random;
mod random_admin;
#[path = "../world/trial.rs"]
mod trial;
mod world;

use std::cell::RefCell;
use std::sync::Arc;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use npgen::analyzer::evaluate::classes::{Classes, End as ClassEnd, PortNumber};
use npgen::analyzer::evaluate::oracle::Packet;
use npgen::analyzer::evaluate::{Policy, Rules, engine, oracle};
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::diagnostic::{Diagnostics, Place, SourceId};
use npgen::manifest::Node;
use npgen::manifest::emit::emit;
use npgen::manifest::read::{self, Object};
use npgen::sets::{AddressRange, Direction, Endpoint, NamedPort, Pod, Port, Protocol, Relation};
use npgen::verify::compare::{Comparison, compare};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

use naive::End;
use random::{NAMED_NUMBER, PORT_NAME};
use trial::{Counts, cases, holds_for_all, holds_for_some};
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

/// An object as its policy.
fn raised(json: Json) -> Policy {
    let text = |key: &str| json[key].as_str().expect("a text").to_owned().into();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    let object = Object { source: SourceId(0), api_version, kind, node: node(json) };
    let mut found = Diagnostics::default();
    match kubernetes::any(&object, &mut found) {
        Raised::Policy(policy) => policy,
        other => panic!("an API server takes it: {other:?} {found:?} {object:?}"),
    }
}

fn json(policy: &NetworkPolicy) -> Json {
    serde_json::to_value(policy).expect("it can be written as JSON")
}

/// The policies, each the same whether npgen or someone else wrote it, as they come out of a file of YAML.
fn rules(policies: &[NetworkPolicy]) -> Rules {
    let both = |policy: &NetworkPolicy| {
        let raised = raised(json(policy));
        let own = kubernetes::policy(&node(json(policy)), SourceId(0), &mut Diagnostics::default());
        assert_eq!(Some(&raised), own.as_ref());
        let read = read_back(json(policy));
        assert_eq!(without_places(read.clone()), without_places(raised));
        read
    };
    Rules { policies: policies.iter().map(both).collect() }
}

/// An object as its policy, written as YAML and read from there.
fn read_back(json: Json) -> Policy {
    let mut text = String::new();
    emit(&node(json), &mut text);
    let (mut found, mut policies) = (Diagnostics::default(), Vec::new());
    read::objects(SourceId(0), &text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
        Raised::Policy(policy) => policies.push(policy),
        other => panic!("an API server takes it: {other:?} {found:?} {object:?}"),
    });
    policies.pop().unwrap_or_else(|| panic!("it can be read: {found:?}\n{text}"))
}

/// The policy without what says where it was read.
fn without_places(mut policy: Policy) -> Policy {
    policy.place = Place::default();
    for rule in policy.ingress.iter_mut().chain(&mut policy.egress).flatten() {
        rule.span = 0..0;
    }
    policy
}

/// The names of a port where every pod has the one name in play for the same number.
fn names(direction: Direction, end: &End<'_>, port: Port) -> Vec<NamedPort> {
    match port {
        Port::Transport(protocol, NAMED_NUMBER) if naive::calls_a_pod(direction, end) => {
            vec![NamedPort { protocol, name: PORT_NAME.into() }]
        }
        _ => Vec::new(),
    }
}

/// What a relation says of a port that has these names.
fn allows(relation: &Relation, subject: &Pod, peer: &Endpoint, port: Port, names: &[NamedPort]) -> bool {
    !relation.isolated.iter().any(|labels| labels.contains(subject))
        || relation.allowed.iter().any(|allow| {
            allow.subject.contains(subject)
                && allow.peer.contains(peer)
                && (allow.ports.contains(port) || names.iter().any(|name| allow.ports.names().contains(name)))
        })
}

/// How often random policies had what makes them hard.
fn traits(policies: &[NetworkPolicy], admins: &[Json]) -> [(&'static str, bool); 8] {
    let text = serde_json::to_string(&(policies, admins)).expect("it can be written as JSON");
    let has = |part: &str| text.contains(part);
    [
        ("NotIn", has("\"NotIn\"")),
        ("exceptions", has("\"except\":[\"")),
        ("port ranges", has("\"endPort\"")),
        ("named ports", has("\"http\"")),
        ("both families", has("0.0/") && (has("::/") || has("fd00"))),
        ("a rule that passes", has("\"Pass\"")),
        ("a rule that denies, and a baseline", has("\"Deny\"") && has("Baseline")),
        ("several of the administrator's", admins.len() > 2),
    ]
}

/// Every pod, address and port of the closed world.
struct Everything<'w> {
    subjects: Vec<(&'w PlainPod, Pod)>,
    ends: Vec<(End<'w>, Endpoint)>,
    ports: Vec<Port>,
}

impl<'w> Everything<'w> {
    fn of(world: &'w [PlainPod]) -> Self {
        let mut ends: Vec<(End<'_>, Endpoint)> =
            world.iter().map(|pod| (End::Pod(pod), Endpoint::Pod(pod.to_pod()))).collect();
        let addresses = world::addresses().into_iter();
        ends.extend(addresses.map(|address| (End::Address(address), Endpoint::Address(address))));
        ends.push((End::Other, Endpoint::Entity("host".into())));
        let transport = |protocol| world::PORTS.map(|number| Port::Transport(protocol, number));
        let others = [Port::Icmp(0x0800), Port::Icmpv6(0x8000), Port::Other(50)];
        Self {
            subjects: world.iter().map(|pod| (pod, pod.to_pod())).collect(),
            ends,
            ports: Protocol::ALL.into_iter().flat_map(transport).chain(others).collect(),
        }
    }

    /// Some packets: the places of the subject, which is one of the ends, too, and of the other end, and the port. The
    /// whole world has half a million: a case walks through it in strides, from a place of its own.
    fn packets(&self, seed: u64) -> impl Iterator<Item = (usize, usize, Port)> {
        const PACKETS: usize = 250;
        const STRIDE: usize = 1_000_003;
        let start = usize::try_from(seed % STRIDE as u64).expect("small");
        (1..=PACKETS).map(move |step| {
            let at = start + step * STRIDE;
            let subject = at % self.subjects.len();
            let end = at / self.subjects.len() % self.ends.len();
            (subject, end, self.ports[at / self.subjects.len() / self.ends.len() % self.ports.len()])
        })
    }
}

/// The same end for the engine of sets: an address as the range of itself, a pod with the number of its one named port.
fn class_end(end: &Endpoint) -> ClassEnd {
    let number = |protocol| PortNumber { port: NamedPort { protocol, name: PORT_NAME.into() }, number: NAMED_NUMBER };
    match end {
        Endpoint::Pod(pod) => ClassEnd::Pod { pod: Arc::new(pod.clone()), ports: Protocol::ALL.map(number).into() },
        Endpoint::Address(address) => ClassEnd::Range(AddressRange { first: *address, last: *address }),
        Endpoint::Entity(name) => ClassEnd::Entity(name.clone()),
    }
}

#[test]
fn engine_oracle_and_a_naive_reading_agree() {
    let counts = RefCell::new(Counts::default());
    let world = world::pods();
    let everything = Everything::of(&world);
    let strategy = (vec(random::policy(), 0..4), random_admin::policies(), any::<u64>());
    holds_for_all(&strategy, |(policies, admins, seed)| {
        counts.borrow_mut().count(traits(&policies, &admins));
        let of_namespaces = rules(&policies);
        let relations = engine::relations(&of_namespaces);
        let mut all = of_namespaces.clone();
        all.policies.extend(admins.iter().cloned().map(read_back));
        let classes = Classes::new(&all, everything.ends.iter().map(|(_, end)| class_end(end)).collect());
        for (own, far, port) in everything.packets(seed) {
            let ((plain, subject), (end, peer)) = (&everything.subjects[own], &everything.ends[far]);
            for direction in Direction::BOTH {
                let names = names(direction, end, port);
                let shown = || format!("{direction} of {subject}, {peer}, {port}, {policies:?}, {admins:?}");
                let packet = Packet { subject, peer, port, names: &names };

                let expected = naive::verdict(&policies, direction, plain, end, port).unwrap_or(true);
                let found = allows(relations.of(direction), subject, peer, port, &names);
                prop_assert_eq!(found, expected, "engine: {}", shown());
                let found = oracle::judge(&of_namespaces, direction, &packet).allows();
                prop_assert_eq!(found, expected, "oracle: {}", shown());

                let expected = naive_admin::allows(&policies, &admins, direction, plain, end, port);
                let found = oracle::judge(&all, direction, &packet);
                prop_assert_eq!(found.allows(), expected, "oracle, all tiers: {}", shown());
                let (source, destination) = match direction {
                    Direction::Ingress => (far, own),
                    Direction::Egress => (own, far),
                };
                let by_class = classes.verdict(direction, source, destination, port);
                prop_assert_eq!(by_class, found, "engine of sets: {}", shown());
            }
        }
        Ok(())
    });
    println!("of {} sets of policies: {}", cases(), counts.borrow());
    counts.borrow().assert_each();
}

#[test]
fn defaults_written_out_and_left_out_are_the_same() {
    holds_for_some(400, &random::policy(), |policy| {
        let written = raised(json(&with_defaults(policy.clone())));
        prop_assert_eq!(raised(json(&without_defaults(policy.clone()))), written.clone());
        prop_assert_eq!(raised(json(&policy)), written);
        Ok(())
    });
}

/// The policy as an API server hands it back, with empty lists in the place of missing ones.
fn with_defaults(mut policy: NetworkPolicy) -> NetworkPolicy {
    let spec = policy.spec.get_or_insert_with(NetworkPolicySpec::default);
    spec.pod_selector.get_or_insert_with(LabelSelector::default);
    let has_egress = spec.egress.as_ref().is_some_and(|rules| !rules.is_empty());
    let types = if has_egress { vec!["Ingress", "Egress"] } else { vec!["Ingress"] };
    let types = types.into_iter().map(str::to_owned).collect();
    if spec.policy_types.as_ref().is_none_or(Vec::is_empty) {
        spec.policy_types = Some(types);
    }
    for rule in spec.ingress.get_or_insert_with(Vec::new) {
        rule.from.get_or_insert_with(Vec::new);
        rule.ports.get_or_insert_with(Vec::new);
    }
    for rule in spec.egress.get_or_insert_with(Vec::new) {
        rule.to.get_or_insert_with(Vec::new);
        rule.ports.get_or_insert_with(Vec::new);
    }
    for port in ports_of(spec) {
        port.protocol.get_or_insert_with(|| "TCP".to_owned());
    }
    policy
}

/// The policy without what an API server would fill in.
fn without_defaults(mut policy: NetworkPolicy) -> NetworkPolicy {
    let Some(spec) = &mut policy.spec else { return policy };
    let is_default = |selector: &LabelSelector| *selector == LabelSelector::default();
    spec.pod_selector = spec.pod_selector.take().filter(|selector| !is_default(selector));
    let has_egress = spec.egress.as_ref().is_some_and(|rules| !rules.is_empty());
    let types: &[&str] = if has_egress { &["Ingress", "Egress"] } else { &["Ingress"] };
    spec.policy_types = spec.policy_types.take().filter(|listed| !listed.is_empty() && listed != types);
    for rule in spec.ingress.iter_mut().flatten() {
        rule.from = rule.from.take().filter(|peers| !peers.is_empty());
        rule.ports = rule.ports.take().filter(|ports| !ports.is_empty());
    }
    for rule in spec.egress.iter_mut().flatten() {
        rule.to = rule.to.take().filter(|peers| !peers.is_empty());
        rule.ports = rule.ports.take().filter(|ports| !ports.is_empty());
    }
    for port in ports_of(spec) {
        port.protocol = port.protocol.take().filter(|protocol| protocol != "TCP");
    }
    policy
}

fn ports_of(spec: &mut NetworkPolicySpec) -> impl Iterator<Item = &mut NetworkPolicyPort> {
    let ingress = spec.ingress.iter_mut().flatten().flat_map(|rule| rule.ports.iter_mut().flatten());
    let egress = spec.egress.iter_mut().flatten().flat_map(|rule| rule.ports.iter_mut().flatten());
    ingress.chain(egress)
}

#[test]
fn nothing_depends_on_the_order_of_a_network_policy() {
    holds_for_some(400, &vec(random::policy(), 1..4), |policies| {
        let mut turned = policies.clone();
        turned.reverse();
        for spec in turned.iter_mut().filter_map(|policy| policy.spec.as_mut()) {
            for rule in spec.ingress.iter_mut().flatten() {
                rule.from.iter_mut().for_each(|peers| peers.reverse());
                rule.ports.iter_mut().for_each(|ports| ports.reverse());
            }
            for rule in spec.egress.iter_mut().flatten() {
                rule.to.iter_mut().for_each(|peers| peers.reverse());
                rule.ports.iter_mut().for_each(|ports| ports.reverse());
            }
            spec.ingress.iter_mut().for_each(|rules| rules.reverse());
            spec.egress.iter_mut().for_each(|rules| rules.reverse());
            spec.policy_types.iter_mut().for_each(|types| types.reverse());
        }
        let relations = |policies| engine::relations(&rules(policies));
        prop_assert_eq!(compare(&relations(&policies), &relations(&turned)), Comparison::Equal);
        Ok(())
    });
}
