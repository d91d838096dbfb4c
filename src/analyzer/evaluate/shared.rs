//! Peers and ports that are kept once.

use std::hash::Hash;
use std::sync::Arc;

use super::Policy;
use super::lookup::Known;
use crate::sets::{Labels, Peer, Ports};

/// Peers and ports that are kept once, however many rules name them: they take up more memory than the rest of a rule.
#[derive(Debug, Default)]
pub struct Shared {
    pods: Known<Labels>,
    peers: Known<Arc<[Peer]>>,
    ports: Known<Ports>,
}

impl Shared {
    /// Has a policy share its sets with those that were here before. It means the same.
    pub fn policy(&mut self, policy: &mut Policy) {
        policy.subject.iter_mut().for_each(|subject| share(&mut self.pods, subject));
        for rule in [&mut policy.ingress, &mut policy.egress].into_iter().flatten().flatten() {
            share(&mut self.ports, &mut rule.ports);
            self.peers(&mut rule.peers);
        }
    }

    /// Lists that are not the same may still have peers in common.
    fn peers(&mut self, peers: &mut Arc<[Peer]>) {
        if !self.peers.contains(peers) {
            for peer in Arc::make_mut(peers) {
                if let Peer::Pods(labels) = peer {
                    share(&mut self.pods, labels);
                }
            }
        }
        share(&mut self.peers, peers);
    }
}

/// Puts the set that is known in the place of an equal one.
fn share<T: Clone + Eq + Hash>(known: &mut Known<T>, set: &mut T) {
    match known.get(set) {
        Some(known) => *set = known.clone(),
        None => drop(known.insert(set.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::evaluate::{Action, ObjectId, Rule, Tier};
    use crate::diagnostic::Place;

    #[test]
    fn equal_sets_are_one_and_policies_stay_as_they_are() {
        let shop = || Labels::in_namespace("shop");
        let rule = Rule {
            name: String::new(),
            action: Action::Allow,
            peers: [Peer::Pods(shop()), Peer::Pods(Labels::any())].into(),
            symbols: Vec::new(),
            ports: Ports::all(),
            span: 0..0,
        };
        let object = ObjectId { kind: String::new(), namespace: "shop".to_owned(), name: "cart".to_owned() };
        let mut policy = Policy {
            object,
            place: Place::default(),
            tier: Tier::NetworkPolicy,
            subject: Some(shop()),
            ingress: Some(vec![rule.clone()]),
            egress: Some(vec![rule]),
        };
        let (before, mut shared) = (policy.clone(), Shared::default());
        shared.policy(&mut policy);
        assert_eq!(policy, before);
        assert_eq!(shared.pods.len(), 2);
        let requirements = |labels: &Labels| labels.requirements().as_ptr();
        let of_peer = |peer: &Peer| match peer {
            Peer::Pods(labels) => requirements(labels),
            Peer::Addresses(_) | Peer::Entities(_) => panic!("pods"),
        };
        let peers = policy.ingress.iter().chain(&policy.egress).flatten().map(|rule| of_peer(&rule.peers[0]));
        for peer in peers {
            assert_eq!(Some(peer), policy.subject.as_ref().map(requirements));
        }
    }
}
