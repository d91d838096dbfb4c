//! The closed world: every packet that could tell two policies, or a policy and an edge, apart.
//!
//! A pod is tried with each value that anyone names for a label, with one that nobody names, and without the label;
//! an address on both sides of every edge of a network; a port on both sides of every edge of a range; ICMP; and a
//! node, which only a rule without a peer list is for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::NetworkPolicy;

use super::meaning::{self, Leave};
use super::mentions::Mentions;
use super::oracle;
use super::project::{Direction, Pod, Ports, Project, Protocol};

/// The most packets of a world, so that all of them can be tried.
pub(crate) const MOST: usize = 200_000;

/// A value, and a namespace, that nobody names.
const FRESH: &str = "fresh";

/// The other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Endpoint {
    Pod(Pod),
    Address(IpAddr),
    /// A node of the cluster, known by what it is, not by an address.
    Node,
}

/// What a packet is addressed to on the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Packet {
    pub(crate) protocol: Protocol,
    pub(crate) number: u16,
}

/// Subjects, peers and packets, each to be tried with each.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) subjects: Vec<Pod>,
    pub(crate) peers: Vec<Endpoint>,
    pub(crate) packets: Vec<Packet>,
}

/// For each subject and peer, one bit for each packet: whether it passes at the subject's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdicts(Vec<Vec<u128>>);

impl World {
    /// The world of the pods of one namespace, which has these labels, made of what is mentioned. Other pods are tried
    /// with each label that their namespaces could have, since nobody knows these of every namespace.
    pub(crate) fn new(mentions: &Mentions, namespace: &str, labels: &BTreeMap<String, String>) -> Self {
        let bare = |namespace: &str, namespace_labels| Pod {
            namespace: namespace.to_owned(),
            namespace_labels,
            labels: BTreeMap::new(),
        };
        let own = vec![bare(namespace, labels.clone())];
        let of_namespaces = combinations(&mentions.namespace_labels);
        let everywhere = mentions.namespaces.iter().map(String::as_str).chain([FRESH]);
        let everywhere: Vec<Pod> =
            everywhere.flat_map(|name| of_namespaces.iter().map(move |labels| bare(name, labels.clone()))).collect();
        let others = pods(&everywhere, &mentions.peer_labels).into_iter().map(Endpoint::Pod);
        let addresses = addresses(&mentions.networks).into_iter().map(Endpoint::Address);
        Self {
            subjects: pods(&own, &mentions.subject_labels),
            peers: others.chain(addresses).chain([Endpoint::Node]).collect(),
            packets: packets(&mentions.ports),
        }
    }

    /// How many packets there are.
    pub(crate) fn size(&self) -> usize {
        self.subjects.len() * self.peers.len() * self.packets.len()
    }

    /// What the policies let pass: the same as [`oracle::allows`] for every packet, with each match made once.
    pub(crate) fn by_policies(&self, policies: &[NetworkPolicy], direction: Direction) -> Verdicts {
        let isolating: Vec<_> = policies
            .iter()
            .filter(|policy| oracle::isolates(policy, direction))
            .map(|policy| {
                let rules = oracle::rules(policy, direction).into_iter();
                let tables = rules.map(|rule| {
                    let has_peer = |peer: &Endpoint| oracle::has_peer(&rule, oracle::namespace(policy), peer);
                    let peers: Vec<bool> = self.peers.iter().map(has_peer).collect();
                    (peers, self.bits(|packet| oracle::has_port(&rule, packet)))
                });
                (policy, tables.collect::<Vec<_>>())
            })
            .collect();
        let rows = self.subjects.iter().map(|subject| {
            let binding: Vec<_> = isolating.iter().filter(|(policy, _)| oracle::binds(policy, subject)).collect();
            if binding.is_empty() {
                return vec![self.bits(|_| true); self.peers.len()];
            }
            let mut row = vec![0; self.peers.len()];
            for (peers, ports) in binding.iter().flat_map(|(_, tables)| tables) {
                for (bits, _) in row.iter_mut().zip(peers).filter(|(_, has_peer)| **has_peer) {
                    *bits |= ports;
                }
            }
            row
        });
        Verdicts(rows.collect())
    }

    /// What somebody lets pass who is asked about each packet.
    pub(crate) fn one_by_one(&self, passes: impl Fn(&Pod, &Endpoint, Packet) -> bool) -> Verdicts {
        let cell = |subject, peer| self.bits(|packet| passes(subject, peer, packet));
        let row = |subject| self.peers.iter().map(|peer| cell(subject, peer)).collect();
        Verdicts(self.subjects.iter().map(row).collect())
    }

    /// What a naive reading of the project lets pass.
    pub(crate) fn by_project(&self, project: &Project, direction: Direction) -> Verdicts {
        let rows = self.subjects.iter().map(|subject| match meaning::leave(project, direction, subject) {
            Leave::Everything => vec![self.bits(|_| true); self.peers.len()],
            Leave::Only(halves) => {
                let mut row = vec![0; self.peers.len()];
                for (end, ports) in halves {
                    let ports = self.bits(|packet| meaning::has_port(&ports, packet));
                    for (bits, peer) in row.iter_mut().zip(&self.peers) {
                        if meaning::is(project, direction, end, peer) {
                            *bits |= ports;
                        }
                    }
                }
                row
            }
        });
        Verdicts(rows.collect())
    }

    /// The first packet on which two judges differ.
    pub(crate) fn difference(&self, left: &Verdicts, right: &Verdicts) -> Option<(Pod, Endpoint, Packet)> {
        for (subject, (left, right)) in self.subjects.iter().zip(left.0.iter().zip(&right.0)) {
            for (peer, (left, right)) in self.peers.iter().zip(left.iter().zip(right)) {
                if left != right {
                    let at = usize::try_from((left ^ right).trailing_zeros()).expect("fewer than 128");
                    return Some((subject.clone(), peer.clone(), self.packets[at]));
                }
            }
        }
        None
    }

    fn bits(&self, has: impl Fn(Packet) -> bool) -> u128 {
        assert!(self.packets.len() <= 128, "a world has at most 128 ports, for each is a bit");
        let bits = self.packets.iter().enumerate().map(|(at, packet)| u128::from(has(*packet)) << at);
        bits.fold(0, |all, bit| all | bit)
    }
}

impl Verdicts {
    /// Which packets pass between a subject and a peer, by their places: a bit each.
    pub(crate) fn bits(&self, subject: usize, peer: usize) -> u128 {
        self.0[subject][peer]
    }
}

/// These pods with every combination of labels.
fn pods(bare: &[Pod], labels: &BTreeMap<String, BTreeSet<String>>) -> Vec<Pod> {
    let all = combinations(labels);
    let with = |pod: &Pod, labels: &BTreeMap<String, String>| Pod { labels: labels.clone(), ..pod.clone() };
    bare.iter().flat_map(|pod| all.iter().map(move |labels| with(pod, labels))).collect()
}

/// Every combination of labels: each with each of its values, with one that nobody names, and without.
fn combinations(labels: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for (key, values) in labels {
        let with = |one: &BTreeMap<String, String>, value: &str| {
            let mut one = one.clone();
            one.insert(key.clone(), value.to_owned());
            one
        };
        all = all
            .iter()
            .flat_map(|one| {
                let named = values.iter().map(String::as_str).chain([FRESH]).map(|value| with(one, value));
                named.chain([one.clone()]).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// The addresses on both sides of both edges of every network, and one of each family in none of the usual ones.
fn addresses(networks: &BTreeSet<String>) -> Vec<IpAddr> {
    let mut found: BTreeSet<IpAddr> = BTreeSet::from([
        IpAddr::V4(Ipv4Addr::new(8, 8, 8, 8)),
        IpAddr::V6(Ipv6Addr::new(0x2620, 0xfe, 0, 0, 0, 0, 0, 9)),
    ]);
    for net in networks {
        match net.parse().expect("the networks of the tests are well formed") {
            IpNet::V4(net) => {
                let (first, last) = (net.network().to_bits(), net.broadcast().to_bits());
                let probes = [first.wrapping_sub(1), first, last, last.wrapping_add(1)];
                found.extend(probes.map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))));
            }
            IpNet::V6(net) => {
                let (first, last) = (net.network().to_bits(), net.broadcast().to_bits());
                let probes = [first.wrapping_sub(1), first, last, last.wrapping_add(1)];
                found.extend(probes.map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))));
            }
        }
    }
    found.into_iter().collect()
}

/// The ports on both sides of both edges of every range, one of each protocol that nobody can name, and ICMP.
fn packets(ports: &BTreeSet<Ports>) -> Vec<Packet> {
    let one_of_each = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp, Protocol::Icmp];
    let mut found = BTreeSet::from(one_of_each.map(|protocol| Packet { protocol, number: 0 }));
    for range in ports {
        for number in [range.first.wrapping_sub(1), range.first, range.last, range.last.wrapping_add(1)] {
            found.insert(Packet { protocol: range.protocol, number });
        }
    }
    found.into_iter().collect()
}
