//! One state of a cluster's policies.

use std::collections::BTreeMap;

use super::Cause;
use crate::analyzer::evaluate::classes::End;
use crate::analyzer::evaluate::{Rules, Verdict};
use crate::connections::{Said, Side};
use crate::graph::End as GraphEnd;
use crate::manifest::inventory::Inventory;
use crate::sets::{Addresses, Direction, LabelValues, Labels, Peer, Port, Ports, Protocol, Values};
use crate::verify::meaning::Meaning;

/// One state of a cluster's policies.
#[derive(Debug)]
pub enum State<'a> {
    /// What a graph means.
    Graph(Box<Meaning<'a>>),
    /// What policies say, about the workloads beside them.
    Objects(&'a Inventory, &'a Rules),
}

impl<'a> State<'a> {
    /// Who can be an end in this state, and the rules that judge it.
    pub fn side(&self) -> Side<'a> {
        match self {
            Self::Graph(meaning) => Side::of_graph(meaning),
            Self::Objects(inventory, rules) => Side::of_objects(inventory, rules),
        }
    }

    /// What decides one end of a connection to a port.
    pub(super) fn cause<'d>(&'d self, direction: Direction, port: Port, said: Said<'d>) -> Cause<'d> {
        let Self::Graph(meaning) = self else { return Cause::Policy(said.verdict) };
        match said.verdict {
            Verdict::Default => Cause::NotIsolated,
            Verdict::Isolated(_) => Cause::Isolated,
            Verdict::Rule { .. } => match peer(&said.own) {
                Peer::Pods(own) => Cause::Opened(meaning.opening(direction, &own, &peer(&said.far), &only(port))),
                Peer::Addresses(_) | Peer::Entities(_) => Cause::NotIsolated,
            },
        }
    }

    /// The sets of addresses that a graph has a name for.
    pub(super) fn names(&self) -> BTreeMap<Addresses, String> {
        let Self::Graph(meaning) = self else { return BTreeMap::new() };
        let graph = meaning.graph();
        let mut names = BTreeMap::new();
        let ends = graph.edges.iter().flat_map(|edge| [(&edge.caller, true), (&edge.callee, false)]);
        for (end, calls) in ends {
            let name = match end {
                GraphEnd::World => "@world".to_owned(),
                GraphEnd::Internet => "@internet".to_owned(),
                GraphEnd::Nodes => "@nodes".to_owned(),
                GraphEnd::Name(name) => format!("@{name}"),
                GraphEnd::External(id) => graph.external(*id).map(|node| node.name.to_string()).unwrap_or_default(),
                _ => continue,
            };
            let peers = if calls { meaning.calling(end) } else { meaning.called(end) };
            if let [Peer::Addresses(addresses)] = peers.as_slice() {
                names.insert(addresses.clone(), name);
            }
        }
        names
    }
}

/// The end as a peer of rules, where one of them can be about all of it.
fn peer(end: &End) -> Peer {
    match end {
        End::Pod { pod, .. } => {
            let own = pod.0.iter().map(|(key, value)| (key.clone(), LabelValues::present(Values::one(value.clone()))));
            Peer::Pods(Labels::all_of(own).unwrap_or_else(Labels::any))
        }
        End::OtherPod(labels) => Peer::Pods(labels.clone()),
        End::Range(range) => Peer::Addresses(range.to_addresses()),
        End::Entity(name) => Peer::Entities(Values::one(name.clone())),
    }
}

/// The port as a set; all that is neither TCP, UDP nor SCTP is one.
fn only(port: Port) -> Ports {
    match port {
        Port::Transport(protocol, number) => Ports::range(protocol, number, number),
        Port::Icmp(_) | Port::Icmpv6(_) | Port::Other(_) => {
            Protocol::ALL.into_iter().fold(Ports::all(), |left, protocol| left.minus(&Ports::protocol(protocol)))
        }
    }
}
