//! What changes between two sets of policies, against a naive reading of both: packet by packet over workloads with all
//! labels in play, the addresses at the edges of every range, and the ports at those of every rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use npgen::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Rules, Tier};
use npgen::connections::{Change, Comparison, Side, Who, compare};
use npgen::diagnostic::{Diagnostics, Place, SourceId};
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;
use npgen::sets::{Direction, LabelKey, LabelValues, Labels, Peer, Pod, Port, Ports, Protocol, Values};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::naive::End;
use crate::random::{NAMED_NUMBER, PORT_NAME};
use crate::trial::{Counts, cases, holds_for_some};
use crate::world::{self, PlainPod};
use crate::{naive_admin, random, random_admin, read_back, rules};

/// The pods of the closed world that can be there at once: those of a namespace share its labels.
fn pods() -> Vec<PlainPod> {
    let is_here = |pod: &PlainPod| {
        let env = pod.namespace_labels.get("env").map(String::as_str);
        match pod.namespace {
            "shop" => env == Some("a"),
            "a" => env == Some(random::FRESH),
            _ => env.is_none(),
        }
    };
    world::pods().into_iter().filter(is_here).collect()
}

/// What a workload is called.
fn name(at: usize) -> String {
    format!("pod-{at}")
}

/// The pods as manifests.
fn inventory(pods: &[PlainPod]) -> Inventory {
    let mut text = String::new();
    let labels = |labels: &BTreeMap<String, String>| serde_json::to_string(labels).expect("it is JSON");
    for (at, pod) in pods.iter().enumerate() {
        let ports = Protocol::ALL.map(|protocol| {
            format!(r#"{{"name": "{PORT_NAME}", "protocol": "{protocol}", "containerPort": {NAMED_NUMBER}}}"#)
        });
        // A name is that of one port of a container.
        let containers = ports
            .iter()
            .enumerate()
            .map(|(at, port)| format!(r#"{{"name": "c{at}", "image": "x", "ports": [{port}]}}"#));
        writeln!(
            text,
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}, labels: {of_namespace}}}\n---\n\
             apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: {namespace}, labels: {of_pod}}}\n\
             spec: {{containers: [{containers}]}}\n---",
            namespace = pod.namespace,
            of_namespace = labels(&pod.namespace_labels),
            name = name(at),
            of_pod = labels(&pod.labels),
            containers = containers.collect::<Vec<_>>().join(", "),
        )
        .expect("it is a string");
    }
    let (mut gathering, mut found) = (Gathering::new("default"), Diagnostics::default());
    read::objects(SourceId(0), &text, &mut found, &mut |object, found| gathering.add(&object, found));
    let inventory = gathering.finish();
    assert!(!found.has_errors() && inventory.workloads.len() == pods.len(), "{found:?}");
    inventory
}

/// One state: policies as they are written, and the rules that they come down to.
#[derive(Debug, Clone)]
struct State {
    policies: Vec<NetworkPolicy>,
    admins: Vec<Json>,
    rules: Rules,
}

fn state() -> impl Strategy<Value = State> {
    (vec(random::policy(), 0..4), random_admin::policies()).prop_map(|(policies, admins)| {
        let mut all = rules(&policies);
        all.policies.extend(admins.iter().cloned().map(read_back));
        State { policies, admins, rules: all }
    })
}

impl State {
    /// Whether a connection passes at both of its ends.
    fn passes(&self, source: &End<'_>, destination: &End<'_>, port: Port) -> bool {
        let passes = |direction, own: &End<'_>, far: &End<'_>| match own {
            End::Pod(pod) => naive_admin::allows(&self.policies, &self.admins, direction, pod, far, port),
            End::Address(_) | End::Other => true,
        };
        passes(Direction::Egress, source, destination) && passes(Direction::Ingress, destination, source)
    }
}

/// Whether an end of a change is this one.
fn is_at(who: &Who, end: &End<'_>, pods: &[PlainPod]) -> bool {
    match (who, end) {
        (Who::Party(party), End::Pod(pod)) => {
            let at = pods.iter().position(|known| std::ptr::eq(known, *pod)).expect("one of them");
            **party == *format!("{}/{}[Pod]", pod.namespace, name(at))
        }
        (Who::Addresses(addresses), End::Address(address)) => addresses.contains(*address),
        _ => false,
    }
}

/// An end, for a person.
fn shown(end: &End<'_>) -> String {
    match end {
        End::Pod(pod) => pod.to_pod().to_string(),
        End::Address(address) => address.to_string(),
        End::Other => "a node".to_owned(),
    }
}

/// Every end of the world.
fn ends(pods: &[PlainPod]) -> Vec<End<'_>> {
    pods.iter().map(End::Pod).chain(world::addresses().into_iter().map(End::Address)).collect()
}

fn ports() -> Vec<Port> {
    let transport = |protocol| world::PORTS.map(|number| Port::Transport(protocol, number));
    Protocol::ALL.into_iter().flat_map(transport).chain([Port::Icmp(0x0800), Port::Other(50)]).collect()
}

/// How many packets of each pair of states are asked about; in each they are others.
const PACKETS: usize = 400;

#[test]
fn a_change_is_the_difference_of_two_readings() {
    let pods = pods();
    let (inventory, ends, ports) = (inventory(&pods), ends(&pods), ports());
    let counts = std::cell::RefCell::new(Counts::default());
    let some = (cases() / 6).max(100);
    holds_for_some(some, &(state(), state(), any::<u32>()), |(old, new, seed)| {
        let (before, after) = (Side::of_objects(&inventory, &old.rules), Side::of_objects(&inventory, &new.rules));
        let comparison = compare(&before, &after);
        for at in (0..PACKETS).map(|step| (seed as usize).wrapping_add(step.wrapping_mul(1_000_003))) {
            let (source, rest) = (&ends[at % ends.len()], at / ends.len());
            let (destination, rest) = (&ends[rest % ends.len()], rest / ends.len());
            let port = ports[rest % ports.len()];
            if !matches!((source, destination), (End::Pod(_), _) | (_, End::Pod(_))) {
                continue;
            }
            let of_it = comparison
                .changes
                .iter()
                .find(|change| is_at(&change.source, source, &pods) && is_at(&change.destination, destination, &pods));
            let expected = (old.passes(source, destination, port), new.passes(source, destination, port));
            let holds = match of_it {
                Some(change) => (change.before.contains(port), change.after.contains(port)) == expected,
                None => expected.0 == expected.1,
            };
            counts.borrow_mut().count([
                ("a packet that is opened", (false, true) == expected),
                ("a packet that is closed", (true, false) == expected),
            ]);
            let [from, to] = [source, destination].map(shown);
            prop_assert!(
                holds,
                "{from} to {to} on {port}: {expected:?}, but {of_it:?}\nbefore {old:#?}\nafter {new:#?}"
            );
        }
        Ok(())
    });
    println!("of {some} pairs of states: {}", counts.borrow());
    counts.borrow().assert_each();
}

#[test]
fn the_other_way_round_it_is_the_mirror() {
    let pods = pods();
    let inventory = inventory(&pods);
    holds_for_some((cases() / 12).max(50), &(state(), state()), |(old, new)| {
        let (before, after) = (Side::of_objects(&inventory, &old.rules), Side::of_objects(&inventory, &new.rules));
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        prop_assert_eq!(there.unchanged, back.unchanged);
        prop_assert_eq!(ends_and_ports(&there, false), ends_and_ports(&back, true));
        for (one, other) in there.changes.iter().zip(&back.changes) {
            let mut reasons: Vec<_> = there.why(one).into_iter().map(|why| (why.direction, why.port)).collect();
            let mut mirrored: Vec<_> = back.why(other).into_iter().map(|why| (why.direction, why.port)).collect();
            reasons.sort();
            mirrored.sort();
            prop_assert_eq!(reasons, mirrored);
        }
        Ok(())
    });
}

/// Who is at the ends of each change, and what passes before and after; or the other way round.
fn ends_and_ports(comparison: &Comparison<'_>, mirrored: bool) -> Vec<(Who, Who, Ports, Ports)> {
    let one = |change: &Change| {
        let (before, after) = (change.before.clone(), change.after.clone());
        let (before, after) = if mirrored { (after, before) } else { (before, after) };
        (change.source.clone(), change.destination.clone(), before, after)
    };
    comparison.changes.iter().map(one).collect()
}

#[test]
fn the_same_in_other_words_is_no_change() {
    let pods = pods();
    let inventory = inventory(&pods);
    holds_for_some((cases() / 12).max(50), &state(), |state| {
        let words = Rules { policies: state.rules.policies.iter().rev().map(in_other_words).collect() };
        let (before, after) = (Side::of_objects(&inventory, &state.rules), Side::of_objects(&inventory, &words));
        let comparison = compare(&before, &after);
        prop_assert_eq!(comparison.changes, []);
        Ok(())
    });
}

/// Each rule as several, one for each peer and each protocol; those of a `NetworkPolicy` in another order, and twice.
fn in_other_words(policy: &Policy) -> Policy {
    let split = |rule: &Rule| {
        let of_one = Protocol::ALL.map(|protocol| rule.ports.intersect(&Ports::protocol(protocol)));
        let others = Protocol::ALL.iter().fold(rule.ports.clone(), |left, one| left.minus(&Ports::protocol(*one)));
        let all: Vec<Ports> = of_one.into_iter().chain([others]).filter(|ports| !ports.is_empty()).collect();
        let peers = rule.peers.iter();
        let rule = rule.clone();
        peers
            .flat_map(move |peer| {
                let rule = rule.clone();
                all.clone().into_iter().map(move |ports| Rule { peers: [peer.clone()].into(), ports, ..rule.clone() })
            })
            .collect::<Vec<_>>()
    };
    let turned = |rules: &Vec<Rule>| {
        let mut split: Vec<Rule> = rules.iter().flat_map(split).collect();
        if policy.tier == Tier::NetworkPolicy {
            split.reverse();
            split.extend(split.clone());
        }
        split
    };
    Policy {
        ingress: policy.ingress.as_ref().map(turned),
        egress: policy.egress.as_ref().map(turned),
        ..policy.clone()
    }
}

#[test]
fn a_change_that_is_made_by_hand_is_gone() {
    let pods = pods();
    let inventory = inventory(&pods);
    holds_for_some((cases() / 12).max(50), &(state(), state(), any::<prop::sample::Index>()), |(old, new, which)| {
        let (before, after) = (Side::of_objects(&inventory, &old.rules), Side::of_objects(&inventory, &new.rules));
        let changes = compare(&before, &after).changes;
        if changes.is_empty() {
            return Ok(());
        }
        let change = &changes[which.index(changes.len())];
        let mut made = old.rules.clone();
        made.policies.splice(0..0, by_hand(change, &pods));
        let is_left = |left: &Change| (&left.source, &left.destination) == (&change.source, &change.destination);
        let left = compare(&Side::of_objects(&inventory, &made), &after).changes;
        prop_assert!(!left.iter().any(is_left), "{change:#?}\nis left: {left:#?}");
        Ok(())
    });
}

/// Policies that come before all others, and open what a change opens, and close what it closes, and nothing else.
fn by_hand(change: &Change, pods: &[PlainPod]) -> Vec<Policy> {
    let peer = |who: &Who| match who {
        Who::Addresses(addresses) => Peer::Addresses(addresses.clone()),
        Who::Party(_) => {
            let pod = pods.iter().find(|pod| is_at(who, &End::Pod(pod), pods)).expect("one of them").to_pod();
            Peer::Pods(only(&pod))
        }
    };
    let (source, destination) = (peer(&change.source), peer(&change.destination));
    let opened = (Action::Allow, change.after.minus(&change.before));
    let closed = (Action::Deny, change.before.minus(&change.after));
    let rules = |far: &Peer| {
        [&opened, &closed].map(|(action, ports)| Rule {
            name: String::new(),
            action: *action,
            peers: [far.clone()].into(),
            symbols: Vec::new(),
            ports: ports.clone(),
            span: 0..0,
        })
    };
    let policy = |own: &Peer, far: &Peer, direction| {
        let Peer::Pods(subject) = own else { return None };
        let (ingress, egress) = match direction {
            Direction::Ingress => (Some(rules(far).to_vec()), None),
            Direction::Egress => (None, Some(rules(far).to_vec())),
        };
        Some(Policy {
            object: ObjectId { kind: String::new(), namespace: String::new(), name: direction.to_string() },
            place: Place::default(),
            tier: Tier::Admin(0),
            subject: Some(subject.clone()),
            ingress,
            egress,
        })
    };
    let both = [policy(&source, &destination, Direction::Egress), policy(&destination, &source, Direction::Ingress)];
    both.into_iter().flatten().collect()
}

/// The pods that have just these labels, as far as anyone looks.
fn only(pod: &Pod) -> Labels {
    let has = pod.0.iter().map(|(key, value)| (key.clone(), LabelValues::present(Values::one(value.clone()))));
    let lacks = random::POD_KEYS.iter().map(|key| LabelKey::Pod((*key).into()));
    let lacks = lacks.filter(|key| !pod.0.contains_key(key)).map(|key| (key, LabelValues::absent()));
    Labels::all_of(has.chain(lacks).collect::<Vec<_>>()).expect("a pod has these labels")
}
