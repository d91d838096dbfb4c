//! What an engine is asked: whether each packet of a closed world passes.

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Serialize;
use serde_json::Value as Json;

use super::names::numbered;
use crate::world::oracle::NAMESPACE_NAME;
use crate::world::packets::{Endpoint, Packet, World};
use crate::world::project::{Direction, Pod, Protocol};

/// Whose policies decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Only the subjects' own, in one direction.
    One(Direction),
    /// Those of both ends. The subjects are then the first of the peers.
    Both,
}

/// Questions to every engine about the same policies.
#[derive(Debug, Clone)]
pub(crate) struct Questions {
    /// The policies as an API server hands them out.
    pub(crate) objects: Vec<Json>,
    pub(crate) world: World,
    pub(crate) way: Way,
    /// A port that every pod declares by name, for every protocol.
    pub(crate) named: Option<(&'static str, u16)>,
}

/// The sources and destinations of the questions, each asked on every port: a bit each.
pub(crate) type Rows = Vec<u128>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'q> {
    policies: &'q [Json],
    pods: Vec<PodLine<'q>>,
    addresses: Vec<IpAddr>,
    direction: &'static str,
    pairs: Vec<[usize; 2]>,
    ports: Vec<PortLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PodLine<'q> {
    namespace: &'q str,
    namespace_labels: BTreeMap<&'q str, &'q str>,
    labels: &'q BTreeMap<String, String>,
    address: &'static str,
    named_ports: Vec<NamedPortLine>,
}

#[derive(Serialize)]
struct NamedPortLine {
    name: &'static str,
    #[serde(flatten)]
    port: PortLine,
}

#[derive(Serialize)]
struct PortLine {
    protocol: &'static str,
    number: u16,
}

impl Questions {
    /// Questions about one direction. What no engine can be asked is left out of the world: see [`left_out`].
    pub(crate) fn one(objects: Vec<Json>, direction: Direction, world: World) -> Self {
        Self { objects, world: askable(world), way: Way::One(direction), named: None }
    }

    /// Questions about whole connections between these pods, and between them and addresses.
    pub(crate) fn both(objects: Vec<Json>, pods: Vec<Pod>, addresses: Vec<IpAddr>, packets: Vec<Packet>) -> Self {
        let ends = pods.iter().cloned().map(Endpoint::Pod).chain(addresses.into_iter().map(Endpoint::Address));
        let world = World { peers: ends.collect(), subjects: pods, packets };
        Self { objects, world: askable(world), way: Way::Both, named: None }
    }

    /// The same, where every pod has this name for a port.
    pub(crate) fn with_named_port(self, named: Option<(&'static str, u16)>) -> Self {
        Self { named, ..self }
    }

    /// The questions as every engine reads them: JSON.
    pub(crate) fn text(&self) -> String {
        let subjects = match self.way {
            Way::One(_) => self.world.subjects.as_slice(),
            Way::Both => &[],
        };
        let peers = self.world.peers.iter().filter_map(|peer| match peer {
            Endpoint::Pod(pod) => Some(pod),
            _ => None,
        });
        let addresses = self.world.peers.iter().filter_map(|peer| match peer {
            Endpoint::Address(address) => Some(*address),
            _ => None,
        });
        let line = Line {
            policies: &self.objects,
            pods: subjects.iter().chain(peers).map(|pod| self.pod(pod)).collect(),
            addresses: addresses.collect(),
            direction: match self.way {
                Way::One(Direction::Ingress) => "Ingress",
                Way::One(Direction::Egress) => "Egress",
                Way::Both => "Both",
            },
            pairs: self.pairs(),
            ports: self.world.packets.iter().map(|packet| port(packet.protocol, packet.number)).collect(),
        };
        serde_json::to_string(&line).expect("it can be written as JSON")
    }

    fn pod<'q>(&'q self, pod: &'q Pod) -> PodLine<'q> {
        let name = (NAMESPACE_NAME, &*pod.namespace);
        let labels = pod.namespace_labels.iter().map(|(key, value)| (&**key, &**value));
        let named = |(name, number)| PROTOCOLS.map(|protocol| NamedPortLine { name, port: port(protocol, number) });
        PodLine {
            namespace: &pod.namespace,
            namespace_labels: labels.chain([name]).collect(),
            labels: &pod.labels,
            address: POD_ADDRESS,
            named_ports: self.named.into_iter().flat_map(named).collect(),
        }
    }

    /// Who calls whom, by the places of pods and then addresses.
    fn pairs(&self) -> Vec<[usize; 2]> {
        let (subjects, peers) = (self.world.subjects.len(), self.world.peers.len());
        let own = 0..subjects;
        match self.way {
            Way::One(Direction::Egress) => each(own, subjects..subjects + peers).collect(),
            Way::One(Direction::Ingress) => {
                each(own, subjects..subjects + peers).map(|[to, from]| [from, to]).collect()
            }
            Way::Both => {
                let from_outside = each(own.clone(), subjects..peers).map(|[to, from]| [from, to]);
                each(own, 0..peers).chain(from_outside).collect()
            }
        }
    }

    /// The ends of a pair, for people.
    pub(crate) fn shown(&self, row: usize) -> String {
        let [from, to] = self.pairs()[row];
        let end = |at: usize| match self.way {
            Way::Both => format!("{:?}", self.world.peers[at]),
            Way::One(_) => match at.checked_sub(self.world.subjects.len()) {
                None => format!("{:?}", self.world.subjects[at]),
                Some(at) => format!("{:?}", self.world.peers[at]),
            },
        };
        format!("{:?} from {} to {}", self.way, end(from), end(to))
    }

    /// What the oracle says of the pairs under some policies.
    pub(crate) fn by_oracle(&self, policies: &[NetworkPolicy]) -> Rows {
        let (subjects, peers) = (self.world.subjects.len(), self.world.peers.len());
        let policies = without_names(policies, self.named);
        let by = |direction| self.world.by_policies(&policies, direction);
        match self.way {
            Way::One(direction) => {
                let verdicts = by(direction);
                each(0..subjects, 0..peers).map(|[subject, peer]| verdicts.bits(subject, peer)).collect()
            }
            Way::Both => {
                let (egress, ingress) = (by(Direction::Egress), by(Direction::Ingress));
                // An address has no policies.
                let called = |from, to| if to < subjects { ingress.bits(to, from) } else { u128::MAX };
                let among = each(0..subjects, 0..peers).map(|[from, to]| egress.bits(from, to) & called(from, to));
                among.chain(each(0..subjects, subjects..peers).map(|[to, from]| ingress.bits(to, from))).collect()
            }
        }
    }
}

/// What no engine is asked of a world, and why: how many questions.
pub(crate) fn left_out(world: &World) -> [(&'static str, usize); 2] {
    let nodes = world.peers.iter().filter(|peer| **peer == Endpoint::Node).count();
    let icmp = world.packets.iter().filter(|packet| packet.protocol == Protocol::Icmp).count();
    let (subjects, peers, packets) = (world.subjects.len(), world.peers.len(), world.packets.len());
    [
        ("an end that is neither pod nor address", subjects * nodes * packets),
        ("ICMP, for which the API has no word", subjects * (peers - nodes) * icmp),
    ]
}

/// The policies with the number in the place of the one name that there is.
pub(crate) fn without_names(policies: &[NetworkPolicy], named: Option<(&str, u16)>) -> Vec<NetworkPolicy> {
    let one = |policy: &NetworkPolicy| named.map_or(policy.clone(), |(_, number)| numbered(policy.clone(), number));
    policies.iter().map(one).collect()
}

fn askable(mut world: World) -> World {
    world.peers.retain(|peer| *peer != Endpoint::Node);
    world.packets.retain(|packet| packet.protocol != Protocol::Icmp);
    world.packets.extend(PROTOCOLS.map(|protocol| Packet { protocol, number: UNNAMED }));
    world.packets.sort();
    world.packets.dedup();
    world
}

/// The address of every pod.
pub(crate) const POD_ADDRESS: &str = "10.255.255.254";

/// A port that most policies do not name. That of a closed world is 0, which hardly any engine can be asked about.
const UNNAMED: u16 = 40_000;

const PROTOCOLS: [Protocol; 3] = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];

fn port(protocol: Protocol, number: u16) -> PortLine {
    let protocol = match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Sctp => "SCTP",
        Protocol::Icmp => panic!("no engine is asked about ICMP"),
    };
    PortLine { protocol, number }
}

/// Each of some with each of others.
pub(crate) fn each(left: std::ops::Range<usize>, right: std::ops::Range<usize>) -> impl Iterator<Item = [usize; 2]> {
    left.flat_map(move |left| right.clone().map(move |right| [left, right]))
}
