//! One state of a cluster's policies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cause, Names};
use crate::analyzer::evaluate::classes::End;
use crate::analyzer::evaluate::{Policy, Rules, Verdict};
use crate::connections::{self, Name, Said, Side, is_of_graph};
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
    /// What a graph means for the workloads of a cluster, beside policies that are not npgen's.
    Applied(Box<Applied<'a>>),
}

/// A graph, put in force in a cluster.
#[derive(Debug)]
pub struct Applied<'a> {
    meaning: Meaning<'a>,
    inventory: &'a Inventory,
    /// What the graph means, and what the other policies say.
    rules: Rules,
}

impl<'a> State<'a> {
    /// A graph, put in force among the workloads of a cluster beside policies that are not npgen's.
    pub fn applied(meaning: Meaning<'a>, inventory: &'a Inventory, others: impl IntoIterator<Item = Policy>) -> Self {
        let mut rules = connections::rules(&meaning);
        rules.policies.extend(others);
        Self::Applied(Box::new(Applied { meaning, inventory, rules }))
    }

    /// What the graph means of which this is a state; `None` where it is the state of policies alone.
    pub(super) fn meaning(&self) -> Option<&Meaning<'a>> {
        match self {
            Self::Graph(meaning) => Some(meaning),
            Self::Applied(applied) => Some(&applied.meaning),
            Self::Objects(..) => None,
        }
    }

    /// Who can be an end in this state, and the rules that judge it.
    pub fn side(&self) -> Side<'_> {
        match self {
            Self::Graph(meaning) => Side::of_graph(meaning),
            Self::Objects(inventory, rules) => Side::of_objects(inventory, rules),
            Self::Applied(applied) => Side::of_objects(applied.inventory, &applied.rules),
        }
    }

    /// What decides one end of a connection to a port.
    pub(super) fn cause<'d>(&'d self, direction: Direction, port: Port, said: Said<'d>) -> Cause<'d> {
        let Some(meaning) = self.meaning() else { return Cause::Policy(said.verdict) };
        match said.verdict {
            Verdict::Default => Cause::NotIsolated,
            Verdict::Isolated(ref policies) if policies.iter().any(|policy| is_of_graph(policy)) => Cause::Isolated,
            Verdict::Isolated(_) => Cause::Policy(said.verdict),
            Verdict::Rule { policy, .. } if !is_of_graph(policy) => Cause::Policy(said.verdict),
            Verdict::Rule { .. } => match peer(&said.own) {
                Peer::Pods(own) => Cause::Opened(meaning.opening(direction, &own, &peer(&said.far), &only(port))),
                Peer::Addresses(_) | Peer::Entities(_) => Cause::NotIsolated,
            },
        }
    }

    /// Where the parties of this state are declared, by the names that changes give them.
    pub(super) fn places(&self) -> BTreeMap<Arc<str>, Place> {
        let named = |name: Name, place| (Arc::from(name.to_string()), place);
        let workloads = |inventory: &Inventory| {
            let workloads = inventory.workloads.iter();
            workloads.map(|workload| named(Name::of_workload(workload), workload.place)).collect()
        };
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
            Self::Objects(inventory, _) => workloads(inventory),
            Self::Applied(applied) => workloads(applied.inventory),
        }
    }

    /// The names that a graph has for sets of addresses and of pods.
    pub(super) fn names(&self) -> Names {
        self.meaning().map(Names::of).unwrap_or_default()
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
