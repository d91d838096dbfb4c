//! Whom the ends of a guard pick.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::{self, EdgePorts, Guard, GuardEnd, Namespace, Selected};
use crate::sets::{LabelKey, LabelValues, Labels, Peer, Ports, Values};
use crate::verify::meaning::Meaning;

use crate::verify::sides::Connections;

/// One set of callers or callees, with the ports that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    peer: Peer,
    ports: Ports,
    /// Whether these are pods of namespaces that the graph does not declare.
    outside: bool,
}

impl End {
    /// All connections from here to there; `None` where they have no port in common, or where both ends are pods of
    /// which the graph says nothing: those are not its business.
    pub(super) fn calls(&self, callee: &Self) -> Option<Connections> {
        let ports = self.ports.intersect(&callee.ports);
        let is_asked = !ports.is_empty() && (!self.outside || !callee.outside);
        is_asked.then(|| Connections { caller: self.peer.clone(), callee: callee.peer.clone(), ports })
    }
}

/// Knows which pods the ends of guards speak of.
#[derive(Debug)]
pub(super) struct Ends<'m, 'g> {
    meaning: &'m Meaning<'g>,
    /// Every pod of each declared namespace, as far as its labels are declared; by name.
    namespaces: BTreeMap<Arc<str>, Labels>,
    /// The pods that carry the labels of two services of which neither holds the other.
    ambiguous: Vec<Labels>,
}

impl<'m, 'g> Ends<'m, 'g> {
    /// Looks through a graph once.
    pub(super) fn of(meaning: &'m Meaning<'g>) -> Self {
        let graph = meaning.graph();
        let namespaces = graph.namespaces.iter().map(|namespace| (namespace.name.clone(), pods_of(namespace)));
        Self { meaning, namespaces: namespaces.collect(), ambiguous: ambiguous(meaning) }
    }

    /// Who calls, without the exceptions, on the ports of the guard.
    pub(super) fn callers(&self, guard: &Guard) -> Vec<End> {
        let ports = guard.ports.as_ref().map_or_else(Ports::all, ports);
        self.picked(&guard.from, &guard.except, Meaning::calling, |_| ports.clone())
    }

    /// Who is called, without the exceptions, each on the ports that it was written with.
    pub(super) fn callees(&self, guard: &Guard) -> Vec<End> {
        self.picked(&guard.to, &guard.except, Meaning::called, |end| end.ports.as_ref().map_or_else(Ports::all, ports))
    }

    fn picked(
        &self,
        ends: &[GuardEnd],
        except: &[GuardEnd],
        stands_for: impl Fn(&Meaning<'g>, &graph::End) -> Vec<Peer>,
        ports: impl Fn(&GuardEnd) -> Ports,
    ) -> Vec<End> {
        let except: Vec<Peer> = except.iter().flat_map(|end| self.peers(end, &stands_for)).collect();
        let mut picked = Vec::new();
        for end in ends {
            for peer in self.peers(end, &stands_for) {
                for peer in without(peer, &except) {
                    picked.push(End { outside: self.is_outside(&peer), peer, ports: ports(end) });
                }
            }
        }
        picked
    }

    /// Whom an end picks, apart from the pods that two services claim.
    fn peers(&self, end: &GuardEnd, stands_for: impl Fn(&Meaning<'g>, &graph::End) -> Vec<Peer>) -> Vec<Peer> {
        let peers = match &end.selected {
            Selected::End(end) => stands_for(self.meaning, end),
            Selected::Pods(labels) => vec![Peer::Pods(labels.clone())],
        };
        let mut placed = Vec::new();
        for peer in peers {
            match peer {
                Peer::Pods(labels) => placed.extend(self.placed(&labels).into_iter().map(Peer::Pods)),
                other => placed.push(other),
            }
        }
        let ambiguous: Vec<Peer> = self.ambiguous.iter().cloned().map(Peer::Pods).collect();
        placed.into_iter().flat_map(|peer| without(peer, &ambiguous)).collect()
    }

    /// Whether these are pods of namespaces that the graph does not declare.
    fn is_outside(&self, peer: &Peer) -> bool {
        let Peer::Pods(labels) = peer else { return false };
        let names = labels.get(&LabelKey::namespace_name());
        names.is_none_or(|names| self.namespaces.keys().all(|declared| !names.values.contains(declared)))
    }

    /// The pods of a set, namespace by namespace, with what is declared of each; those of all other namespaces last.
    fn placed(&self, labels: &Labels) -> Vec<Labels> {
        let mut placed: Vec<Labels> = self.namespaces.values().filter_map(|pods| labels.intersect(pods)).collect();
        let elsewhere = LabelValues::present(Values::all_but(self.namespaces.keys().cloned()));
        placed.extend(labels.narrow(&LabelKey::namespace_name(), &elsewhere));
        placed
    }
}

/// Every pod of a namespace, as far as its labels are declared.
fn pods_of(namespace: &Namespace) -> Labels {
    let all = Labels::in_namespace(namespace.name.clone());
    namespace.labels.iter().fold(all, |pods, (key, value)| {
        let values = match value {
            Some(value) => LabelValues::present(Values::one(value.clone())),
            None => LabelValues::absent(),
        };
        // A label is declared once, so nothing contradicts it.
        pods.narrow(&LabelKey::Namespace(key.clone()), &values).unwrap_or(pods)
    })
}

/// The pods that carry the labels of two services of one namespace, where neither service holds all pods of the other.
fn ambiguous(meaning: &Meaning<'_>) -> Vec<Labels> {
    let services = &meaning.graph().services;
    let mut ambiguous = Vec::new();
    for (at, one) in services.iter().enumerate() {
        let later = services.iter().skip(at + 1).take_while(|other| other.namespace == one.namespace);
        for other in later {
            let nested = one.pods.is_subset(&other.pods) || other.pods.is_subset(&one.pods);
            if !nested {
                ambiguous.extend(one.pods.intersect(&other.pods));
            }
        }
    }
    ambiguous
}

fn without(peer: Peer, others: &[Peer]) -> Vec<Peer> {
    others.iter().fold(vec![peer], |left, other| left.iter().flat_map(|peer| peer.minus(other)).collect())
}

fn ports(ports: &EdgePorts) -> Ports {
    match ports {
        EdgePorts::Every => Ports::all(),
        EdgePorts::Listed(ranges) => ranges.iter().fold(Ports::none(), |all, range| all.union(&range.to_ports())),
    }
}
