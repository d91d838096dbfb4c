//! Rules → relations, over all pods at once.
//!
//! It says exactly what the namespaces' policies say and leaves canonical form to whoever compares.

use crate::sets::{Allow, Direction, Labels, Peer, Relation, Relations};

use super::{Rule, Rules, Tier};

/// What the policies of [`Tier::NetworkPolicy`] let through, as a relation for each direction. Those of other tiers do
/// not count: npgen writes none.
pub fn relations(rules: &Rules) -> Relations {
    let mut relations = Relations::default();
    for policy in rules.policies.iter().filter(|policy| policy.tier == Tier::NetworkPolicy) {
        let Some(subject) = &policy.subject else { continue };
        for direction in Direction::BOTH {
            if let Some(rules) = policy.rules(direction) {
                add(relations.of_mut(direction), subject, rules);
            }
        }
    }
    relations
}

/// Isolates `subject`, save for what `rules` let through.
fn add(relation: &mut Relation, subject: &Labels, rules: &[Rule]) {
    relation.isolated.push(subject.clone());
    for rule in rules.iter().filter(|rule| !rule.ports.is_empty()) {
        let allow = |peer: &Peer| Allow { subject: subject.clone(), peer: peer.clone(), ports: rule.ports.clone() };
        relation.allowed.extend(rule.peers.iter().filter(|peer| !peer.is_empty()).map(allow));
    }
}
