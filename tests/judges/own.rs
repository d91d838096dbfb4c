//! npgen's own engine of sets, asked the same questions.

use std::net::IpAddr;

use npgen::analyzer::evaluate::{Rules, engine};
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::read;
use npgen::sets::{self, Endpoint, LabelKey, NamedPort, Port, Relation, Relations};
use serde_json::Value as Json;

use super::questions::{Questions, Rows, Way, each};
use crate::world::oracle::NAMESPACE_NAME;
use crate::world::packets;
use crate::world::project::{Direction, Pod, Protocol};

/// What the engine says of the pairs of the questions.
pub(crate) fn verdicts(questions: &Questions) -> Rows {
    let relations = engine::relations(&rules(&questions.objects));
    let world = &questions.world;
    let subjects: Vec<sets::Pod> = world.subjects.iter().map(pod).collect();
    let peers: Vec<Endpoint> = world.peers.iter().map(end).collect();
    let bits = |direction, subject: usize, peer: usize| {
        passing(questions, &relations, direction, &subjects[subject], &peers[peer])
    };
    let (own, all) = (0..subjects.len(), 0..peers.len());
    match questions.way {
        Way::One(direction) => each(own, all).map(|[subject, peer]| bits(direction, subject, peer)).collect(),
        Way::Both => {
            let among = each(own.clone(), all).map(|[from, to]| {
                let called = if to < subjects.len() { bits(Direction::Ingress, to, from) } else { u128::MAX };
                bits(Direction::Egress, from, to) & called
            });
            let from_outside =
                each(own, subjects.len()..peers.len()).map(|[to, from]| bits(Direction::Ingress, to, from));
            among.chain(from_outside).collect()
        }
    }
}

/// Which packets pass between a subject and a peer: a bit each.
fn passing(
    questions: &Questions,
    relations: &Relations,
    direction: Direction,
    subject: &sets::Pod,
    peer: &Endpoint,
) -> u128 {
    let relation: &Relation = match direction {
        Direction::Ingress => &relations.ingress,
        Direction::Egress => &relations.egress,
    };
    if !relation.isolated.iter().any(|labels| labels.contains(subject)) {
        return u128::MAX;
    }
    let to_pod = direction == Direction::Ingress || matches!(peer, Endpoint::Pod(_));
    let between: Vec<_> =
        relation.allowed.iter().filter(|allow| allow.subject.contains(subject) && allow.peer.contains(peer)).collect();
    let passes = |packet: &packets::Packet| {
        let protocol = protocol(packet.protocol);
        let named = questions.named.filter(|(_, number)| to_pod && *number == packet.number);
        let named = named.map(|(name, _)| NamedPort { protocol, name: name.into() });
        between.iter().any(|allow| {
            allow.ports.contains(Port::Transport(protocol, packet.number))
                || named.as_ref().is_some_and(|named| allow.ports.names().contains(named))
        })
    };
    let all = questions.world.packets.iter().enumerate();
    all.fold(0, |bits, (at, packet)| bits | u128::from(passes(packet)) << at)
}

/// The policies as npgen reads those of others.
fn rules(objects: &[Json]) -> Rules {
    let (mut rules, mut found) = (Rules::default(), Diagnostics::default());
    for object in objects {
        let text = object.to_string();
        read::objects(SourceId(0), &text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
            Raised::Policy(policy) => rules.policies.push(policy),
            other => panic!("an API server takes it: {other:?} {text}"),
        });
    }
    assert!(!found.has_errors(), "{found:?}");
    rules
}

fn end(end: &packets::Endpoint) -> Endpoint {
    match end {
        packets::Endpoint::Pod(one) => Endpoint::Pod(pod(one)),
        packets::Endpoint::Address(address) => Endpoint::Address(IpAddr::clone(address)),
        packets::Endpoint::Node => panic!("no engine is asked about nodes"),
    }
}

fn pod(pod: &Pod) -> sets::Pod {
    let name = (LabelKey::Namespace(NAMESPACE_NAME.into()), pod.namespace.as_str().into());
    let of_namespace = pod
        .namespace_labels
        .iter()
        .map(|(key, value)| (LabelKey::Namespace(key.as_str().into()), value.as_str().into()));
    let own = pod.labels.iter().map(|(key, value)| (LabelKey::Pod(key.as_str().into()), value.as_str().into()));
    sets::Pod(of_namespace.chain(own).chain([name]).collect())
}

fn protocol(protocol: Protocol) -> sets::Protocol {
    match protocol {
        Protocol::Tcp => sets::Protocol::Tcp,
        Protocol::Udp => sets::Protocol::Udp,
        Protocol::Sctp => sets::Protocol::Sctp,
        Protocol::Icmp => panic!("no engine is asked about ICMP"),
    }
}
