//! A rule that another one hides.

use super::seen::{Seen, SeenRule, name};
use crate::analyzer::evaluate::{Policy, Rule, Tier};
use crate::diagnostic::rule::hidden_rule as rule;
use crate::diagnostic::{Diagnostics, Place};
use crate::sets::Peer;

/// Looks for rules that say nothing which one other rule does not say for the same pods, and more: a rule that only
/// several others hide together is not found.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    for one in seen.rules() {
        if one.rule.peers.is_empty() && one.rule.symbols.is_empty() {
            continue;
        }
        let place = seen.place(&one.node.span);
        if seen.is_network_policy() {
            if let Some((policy, other)) = adding_up(seen, &one) {
                found.push(rule::adds_nothing(place, place_of(policy, other), &whose(seen, policy)));
            }
        } else if let Some((policy, other)) = asked_first(seen, &one) {
            found.push(rule::never_asked(place, place_of(policy, other), &whose(seen, policy)));
        }
    }
}

/// What messages call a rule of that policy.
fn whose(seen: &Seen<'_>, policy: &Policy) -> String {
    if policy.place == seen.policy.place {
        return "another rule of the policy".to_owned();
    }
    format!("a rule of {}", name(policy))
}

/// A rule of a network policy of the namespace that says all that `one` says. Of two that say the same the one that
/// stands first is kept.
fn adding_up<'s>(seen: &Seen<'s>, one: &SeenRule<'_>) -> Option<(&'s Policy, &'s Rule)> {
    let own = seen.policy;
    let (subject, place) = (own.subject.as_ref()?, place_of(own, one.rule));
    let wider = |policy: &&&Policy| policy.subject.as_ref().is_some_and(|other| subject.is_subset(other));
    for policy in seen.around.in_namespace(&own.object.namespace).iter().filter(wider) {
        let rules = policy.rules(one.direction).unwrap_or_default();
        let hides = rules.iter().find(|other| {
            let other_place = place_of(policy, other);
            let says_the_same = covers(one.rule, other) && policy.subject == own.subject;
            other_place != place && covers(other, one.rule) && (!says_the_same || other_place < place)
        });
        if let Some(other) = hides {
            return Some((policy, other));
        }
    }
    None
}

/// A rule of the administrator that is asked before `one` and leaves nothing to it.
fn asked_first<'s>(seen: &Seen<'s>, one: &SeenRule<'_>) -> Option<(&'s Policy, &'s Rule)> {
    let own = seen.policy;
    let subject = own.subject.as_ref()?;
    let is_admin = |tier| matches!(tier, Tier::Admin(_));
    let in_tier = |policy: &&&Policy| is_admin(policy.tier) == is_admin(own.tier) && policy.order() <= own.order();
    let wider = |policy: &&&Policy| policy.subject.as_ref().is_some_and(|other| subject.is_subset(other));
    for policy in seen.around.admins().iter().filter(in_tier).filter(wider) {
        let rules = policy.rules(one.direction).unwrap_or_default();
        let before = if policy.place == own.place { one.at } else { rules.len() };
        if let Some(other) = rules.iter().take(before).find(|other| covers(other, one.rule)) {
            return Some((policy, other));
        }
    }
    None
}

/// Whether a rule is about all that the other one is about. Where it is, this is not always seen.
fn covers(wide: &Rule, narrow: &Rule) -> bool {
    let holds = |one: &Peer| {
        wide.peers.iter().any(|other| match (one, other) {
            (Peer::Pods(one), Peer::Pods(other)) => one.is_subset(other),
            (Peer::Addresses(one), Peer::Addresses(other)) => one.is_subset(other),
            (Peer::Entities(one), Peer::Entities(other)) => one.is_subset(other),
            _ => false,
        })
    };
    narrow.ports.is_subset(&wide.ports)
        && narrow.peers.iter().all(holds)
        && narrow.symbols.iter().all(|symbol| wide.symbols.contains(symbol))
}

fn place_of(policy: &Policy, rule: &Rule) -> Place {
    Place { source: policy.place.source, start: rule.span.start, end: rule.span.end }
}
