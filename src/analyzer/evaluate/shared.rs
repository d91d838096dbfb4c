//! Sets of pods that are kept once.

#![expect(clippy::disallowed_types, reason = "looked up by key only: the order never shows")]

use std::collections::HashSet;

use super::Policy;
use crate::sets::{Labels, Peer};

/// Sets of pods that are kept once, however many rules name them: a set takes up more memory than the rest of its rule.
#[derive(Debug, Default)]
pub struct Shared(HashSet<Labels>);

impl Shared {
    /// Has a policy share its sets with those that were here before, and nothing held in reserve. It means the same.
    pub fn policy(&mut self, policy: &mut Policy) {
        policy.subject.iter_mut().for_each(|subject| self.labels(subject));
        for rule in [&mut policy.ingress, &mut policy.egress].into_iter().flatten().flatten() {
            rule.peers.shrink_to_fit();
            for peer in &mut rule.peers {
                if let Peer::Pods(labels) = peer {
                    self.labels(labels);
                }
            }
        }
    }

    fn labels(&mut self, labels: &mut Labels) {
        match self.0.get(labels) {
            Some(known) => *labels = known.clone(),
            None => drop(self.0.insert(labels.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::evaluate::{Action, ObjectId, Rule, Tier};
    use crate::diagnostic::Place;
    use crate::sets::Ports;

    #[test]
    fn equal_sets_are_one_and_policies_stay_as_they_are() {
        let shop = || Labels::in_namespace("shop");
        let rule = Rule {
            name: String::new(),
            action: Action::Allow,
            peers: vec![Peer::Pods(shop()), Peer::Pods(Labels::any())],
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
        assert_eq!(shared.0.len(), 2);
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
