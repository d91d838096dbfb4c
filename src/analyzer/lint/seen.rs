//! One policy as the lints look at it.

use std::ops::Range;

use super::Surroundings;
use crate::analyzer::evaluate::{Policy, Rule, Tier};
use crate::diagnostic::Place;
use crate::manifest::{Entry, Node, Value};
use crate::sets::Direction;

/// A policy, its text, and what stands around it.
pub(super) struct Seen<'s> {
    /// The whole object.
    pub(super) node: &'s Node<'s>,
    /// What was made of it.
    pub(super) policy: &'s Policy,
    /// What stands around it.
    pub(super) around: &'s Surroundings<'s>,
}

/// One rule, its text, and its place among those of its direction.
pub(super) struct SeenRule<'s> {
    pub(super) node: &'s Node<'s>,
    pub(super) rule: &'s Rule,
    pub(super) direction: Direction,
    pub(super) at: usize,
}

impl<'s> Seen<'s> {
    /// What messages call it.
    pub(super) fn name(&self) -> String {
        name(self.policy)
    }

    /// Whether it is a `NetworkPolicy`.
    pub(super) fn is_network_policy(&self) -> bool {
        self.policy.tier == Tier::NetworkPolicy
    }

    /// Bytes of its file.
    pub(super) fn place(&self, span: &Range<u32>) -> Place {
        Place { source: self.policy.place.source, start: span.start, end: span.end }
    }

    /// An entry of its `spec`.
    pub(super) fn spec(&self, key: &str) -> Option<&'s Entry<'s>> {
        entry(self.node.get("spec")?, key)
    }

    /// The rules that count, ingress first: those of a direction that it does not judge do nothing.
    pub(super) fn rules(&self) -> Vec<SeenRule<'s>> {
        let of = |direction: Direction| {
            let nodes = self.spec(&direction.to_string()).map(|entry| items(&entry.node)).unwrap_or_default();
            let rules = self.policy.rules(direction).unwrap_or_default();
            let seen = move |(at, (node, rule))| SeenRule { node, rule, direction, at };
            nodes.iter().zip(rules).enumerate().map(seen)
        };
        Direction::BOTH.into_iter().flat_map(of).collect()
    }
}

impl<'s> SeenRule<'s> {
    /// The items of its list of peers.
    pub(super) fn peers(&self) -> &'s [Node<'s>] {
        let key = match self.direction {
            Direction::Ingress => "from",
            Direction::Egress => "to",
        };
        self.node.get(key).map(items).unwrap_or_default()
    }

    /// The items of its list of ports.
    pub(super) fn ports(&self) -> &'s [Node<'s>] {
        self.node.get("ports").map(items).unwrap_or_default()
    }
}

/// What messages call a policy.
pub(super) fn name(policy: &Policy) -> String {
    let object = &policy.object;
    if object.namespace.is_empty() {
        return format!("{} `{}`", object.kind, object.name);
    }
    format!("{} `{}/{}`", object.kind, object.namespace, object.name)
}

/// The entry of a key.
pub(super) fn entry<'s>(node: &'s Node<'s>, key: &str) -> Option<&'s Entry<'s>> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    }
}

/// The items of a list; none of anything else.
pub(super) fn items<'s>(node: &'s Node<'s>) -> &'s [Node<'s>] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}
