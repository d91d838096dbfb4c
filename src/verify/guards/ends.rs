//! Whom the ends of a guard pick.

use crate::graph::{self, EdgePorts, Guard, GuardEnd, Selected};
use crate::sets::{Labels, Peer, Ports};
use crate::verify::meaning::Meaning;
use crate::verify::places::Places;
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
    places: Places,
    /// The pods that carry the labels of two services of which neither holds the other.
    ambiguous: Vec<Labels>,
}

impl<'m, 'g> Ends<'m, 'g> {
    /// Looks through a graph once.
    pub(super) fn of(meaning: &'m Meaning<'g>) -> Self {
        let graph = meaning.graph();
        Self { meaning, places: Places::of(graph), ambiguous: ambiguous(meaning) }
    }

    /// Who calls, without the exceptions, on the ports of the guard.
    pub(super) fn callers(&self, guard: &Guard) -> Vec<End> {
        let ports = guard.ports.as_ref().map_or_else(Ports::all, EdgePorts::to_ports);
        self.picked(&guard.from, &guard.except, Meaning::calling, |_| ports.clone())
    }

    /// Who is called, without the exceptions, each on the ports that it was written with.
    pub(super) fn callees(&self, guard: &Guard) -> Vec<End> {
        self.picked(&guard.to, &guard.except, Meaning::called, |end| {
            end.ports.as_ref().map_or_else(Ports::all, EdgePorts::to_ports)
        })
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
                    picked.push(End { outside: self.places.is_outside(&peer), peer, ports: ports(end) });
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
        let placed = peers.into_iter().flat_map(|peer| self.places.placed(peer));
        let ambiguous: Vec<Peer> = self.ambiguous.iter().cloned().map(Peer::Pods).collect();
        placed.flat_map(|peer| without(peer, &ambiguous)).collect()
    }
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
