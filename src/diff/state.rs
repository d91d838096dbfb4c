//! One state of a cluster's policies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cause, Names};
use crate::analyzer::evaluate::classes::End;
use crate::analyzer::evaluate::{Rules, Verdict};
use crate::connections::{Name, Said, Side};
use crate::diagnostic::Place;
use crate::manifest::inventory::Inventory;
use crate::sets::{Direction, LabelValues, Labels, Peer, Port, Ports, Protocol, Values};
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

    /// Where the parties of this state are declared, by the names that changes give them.
    pub(super) fn places(&self) -> BTreeMap<Arc<str>, Place> {
        let named = |name: Name, place| (Arc::from(name.to_string()), place);
        match self {
            Self::Graph(meaning) => {
                let graph = meaning.graph();
                let services = graph.services.iter().filter_map(|service| {
                    let namespace = graph.namespace(service.namespace)?.name.clone();
                    Some(named(Name::of_service(namespace, service.name.clone()), service.place))
                });
                let groups = graph.groups.iter().map(|group| named(Name::of_group(group.name.clone()), group.place));
                services.chain(groups).collect()
            }
            Self::Objects(inventory, _) => {
                let workloads = inventory.workloads.iter();
                workloads.map(|workload| named(Name::of_workload(workload), workload.place)).collect()
            }
        }
    }

    /// The names that a graph has for sets of addresses and of pods.
    pub(super) fn names(&self) -> Names {
        match self {
            Self::Graph(meaning) => Names::of(meaning),
            Self::Objects(..) => Names::default(),
        }
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
