//! The cluster administrator's policies → policies of the rules model: `AdminNetworkPolicy` and
//! `BaselineAdminNetworkPolicy` of `policy.networking.k8s.io/v1alpha1`, `ClusterNetworkPolicy` of `v1alpha2`.
//!
//! An object is read as an API server reads it that has the experimental definitions of these kinds
//! (`config/crd/experimental` of `sigs.k8s.io/network-policy-api`) in a strict request. A definition takes more than any
//! engine can read: an unknown operator, a label value that no label can have, an unknown protocol, a range of ports
//! that ends before it starts. No two engines agree on what to do then, so these are refused too. It also refuses what
//! is clear all the same, a selector of pods that is left out, a port by name beside a range: that is a warning.

mod kind;
mod peer;
mod port;

pub(super) use kind::{ADMIN, BASELINE, CLUSTER, Kind};

use crate::analyzer::evaluate::{Action, Policy, Rule, Tier};
use crate::diagnostic::rule::policy_refused;
use crate::manifest::Node;
use crate::sets::Peer;

use super::fields::Fields;
use super::metadata::{Scope, object_id};
use kind::Priority;

/// The priority of a `BaselineAdminNetworkPolicy`, which has none, among `ClusterNetworkPolicy` of the baseline: after
/// all of them. No cluster is meant to have both.
const LAST: u16 = u16::MAX;

/// The highest priority.
const HIGHEST_PRIORITY: u16 = 1000;

/// The longest name of a rule, in characters.
const LONGEST_NAME: usize = 100;

/// Reads a policy of this kind; what is wrong with it goes to `fields`. A direction without rules is not judged.
pub(super) fn read(fields: &mut Fields, kind: &Kind, node: &Node<'_>) -> Option<Policy> {
    let [_, _, metadata, spec, _] = fields.of(node, ["apiVersion", "kind", "metadata", "spec", "status"]);
    let metadata = fields.required(node, "metadata", metadata);
    let object = metadata.and_then(|metadata| object_id(fields, kind.name, Scope::Cluster, metadata));
    if let (Priority::None, Some(metadata), Some(object)) = (kind.priority, metadata, &object)
        && object.name != "default"
    {
        fields.refuse(&metadata.span, |place| policy_refused::baseline_name(place, &object.name));
    }

    let spec = fields.required(node, "spec", spec)?;
    let (tier, subject, ingress, egress) = match kind.priority {
        Priority::None => {
            let [subject, ingress, egress] = fields.of(spec, ["subject", "ingress", "egress"]);
            (Some(Tier::Baseline(LAST)), subject, ingress, egress)
        }
        Priority::Admin => {
            let [priority, subject, ingress, egress] = fields.of(spec, ["priority", "subject", "ingress", "egress"]);
            (priority_of(fields, spec, priority).map(Tier::Admin), subject, ingress, egress)
        }
        Priority::InTier => {
            let [tier, priority, subject, ingress, egress] =
                fields.of(spec, ["tier", "priority", "subject", "ingress", "egress"]);
            let tier = fields.required(spec, "tier", tier);
            let is_admin = tier.and_then(|tier| fields.one_of(tier, &[("Admin", true), ("Baseline", false)]));
            let priority = priority_of(fields, spec, priority);
            let tier = is_admin
                .zip(priority)
                .map(|(is_admin, priority)| if is_admin { Tier::Admin(priority) } else { Tier::Baseline(priority) });
            (tier, subject, ingress, egress)
        }
    };
    let subject = fields.required(spec, "subject", subject);
    let subject = subject.and_then(|subject| peer::subject(fields, kind, subject));
    let ingress = rules(fields, kind, Side::Ingress, ingress);
    let egress = rules(fields, kind, Side::Egress, egress);
    Some(Policy { object: object?, place: fields.place(&node.span), tier: tier?, subject, ingress, egress })
}

fn priority_of(fields: &mut Fields, spec: &Node<'_>, priority: Option<&Node<'_>>) -> Option<u16> {
    let node = fields.required(spec, "priority", priority)?;
    let priority = fields.integer(node).and_then(|number| u16::try_from(number).ok());
    let priority = priority.filter(|priority| *priority <= HIGHEST_PRIORITY);
    if priority.is_none() {
        fields.refuse(&node.span, |place| policy_refused::wrong_type(place, "a whole number from 0 to 1000"));
    }
    priority
}

/// The peers that one item of `from` or `to` of any of the kinds names; `None` for nodes and DNS names.
pub(super) fn peers_of(fields: &mut Fields, item: &Node<'_>) -> Option<Vec<Peer>> {
    let (mut peers, mut symbols) = (Vec::new(), Vec::new());
    peer::peer(fields, &CLUSTER, Side::Egress, item, &mut peers, &mut symbols);
    symbols.is_empty().then_some(peers)
}

/// Which list of rules is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Ingress,
    Egress,
}

/// The rules of one direction; `None` where there are none.
fn rules(fields: &mut Fields, kind: &Kind, side: Side, list: Option<&Node<'_>>) -> Option<Vec<Rule>> {
    let items = fields.items_within(list, 0, kind.most);
    let rules: Vec<Rule> = items.iter().filter_map(|item| rule(fields, kind, side, item)).collect();
    Some(rules).filter(|_| !items.is_empty())
}

fn rule(fields: &mut Fields, kind: &Kind, side: Side, node: &Node<'_>) -> Option<Rule> {
    let peers_key = match side {
        Side::Ingress => "from",
        Side::Egress => "to",
    };
    let [name, action, list, ports] = fields.of(node, ["name", "action", peers_key, kind.ports_key]);
    let name = name.and_then(|name| rule_name(fields, name)).unwrap_or_default();
    let action = fields.required(node, "action", action).and_then(|action| fields.one_of(action, kind.actions));
    let list = fields.required(node, peers_key, list);
    let (mut peers, mut symbols) = (Vec::new(), Vec::new());
    for item in fields.items_within(list, 1, kind.most) {
        peer::peer(fields, kind, side, item, &mut peers, &mut symbols);
    }
    let is_by_name = port::is_any_by_name(kind, ports);
    if let (Side::Egress, true) = (side, is_by_name) {
        peer::warn_beside_names(fields, list);
    }
    let ports = port::ports(fields, kind, ports);
    let action: Action = action?;
    Some(Rule { name, action, peers: peers.into(), symbols, ports, span: node.span.clone() })
}

fn rule_name(fields: &mut Fields, node: &Node<'_>) -> Option<String> {
    let name = fields.string(node)?;
    let length = name.chars().count();
    if length > LONGEST_NAME {
        fields.refuse(&node.span, |place| policy_refused::too_long(place, length, LONGEST_NAME));
    }
    Some(name.to_owned())
}

#[cfg(test)]
mod tests;
