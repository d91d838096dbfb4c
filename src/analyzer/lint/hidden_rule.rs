//! A rule that others hide.

use super::seen::{Seen, SeenRule, name};
use super::together::{Standing, hidden_by, rules, says_alone};
use crate::analyzer::evaluate::{Policy, Rule, Tier};
use crate::diagnostic::rule::hidden_rule as rule;
use crate::diagnostic::{Diagnostics, Place};
use crate::sets::Peer;

/// Looks for rules that say nothing which others do not say for the same pods: one other, or several together.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    for one in seen.rules().into_iter().filter(|one| !is_empty(one.rule)) {
        let place = seen.place(&one.node.span);
        if seen.is_network_policy() {
            if let Some(other) = adding_up(seen, &one) {
                found.push(rule::adds_nothing(place, other.place(), &whose(seen, other.policy)));
            } else if let Some(by) = seen.around.hidden_by_several(place_of(seen.policy, one.rule)) {
                found.push(rule::adds_nothing_to_several(place, by));
            }
        } else {
            asked_before(seen, &one, place, found);
        }
    }
}

/// Whether a rule is about nobody.
pub(super) fn is_empty(rule: &Rule) -> bool {
    rule.peers.is_empty() && rule.symbols.is_empty()
}

/// What messages call a rule of that policy.
fn whose(seen: &Seen<'_>, policy: &Policy) -> String {
    if policy.place == seen.policy.place {
        return "another rule of the policy".to_owned();
    }
    format!("a rule of {}", name(policy))
}

/// A rule of a network policy of the namespace that says all that `one` says.
fn adding_up<'s>(seen: &Seen<'s>, one: &SeenRule<'s>) -> Option<Standing<'s>> {
    let narrow = Standing { policy: seen.policy, rule: one.rule };
    let policies = seen.around.in_namespace(&seen.policy.object.namespace).iter();
    policies.flat_map(|policy| rules(policy, one.direction)).find(|wide| says_alone(wide, &narrow))
}

/// Finds out whether rules of the administrator that are asked before `one` leave nothing to it.
fn asked_before(seen: &Seen<'_>, one: &SeenRule<'_>, place: Place, found: &mut Diagnostics) {
    let own = seen.policy;
    let Some(subject) = &own.subject else { return };
    let is_admin = |tier| matches!(tier, Tier::Admin(_));
    let in_tier = |policy: &&&Policy| is_admin(policy.tier) == is_admin(own.tier) && policy.order() <= own.order();
    let before: Vec<Standing<'_>> = seen
        .around
        .admins()
        .iter()
        .filter(in_tier)
        .flat_map(|policy| {
            let count = if policy.place == own.place { one.at } else { usize::MAX };
            rules(policy, one.direction).take(count)
        })
        .collect();
    let hides = |other: &&Standing<'_>| {
        other.policy.subject.as_ref().is_some_and(|wider| subject.is_subset(wider)) && covers(other.rule, one.rule)
    };
    if let Some(other) = before.iter().find(hides) {
        found.push(rule::never_asked(place, other.place(), &whose(seen, other.policy)));
    } else if let Some(by) = hidden_by(&Standing { policy: own, rule: one.rule }, &before) {
        found.push(rule::never_asked_after_several(place, &by));
    }
}

/// Whether a rule is about all that the other one is about. Where it is, this is not always seen.
pub(super) fn covers(wide: &Rule, narrow: &Rule) -> bool {
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

/// Where a rule stands.
pub(super) fn place_of(policy: &Policy, rule: &Rule) -> Place {
    Place { source: policy.place.source, start: rule.span.start, end: rule.span.end }
}
