//! A `NetworkPolicy` → a policy of the rules model.

use crate::analyzer::evaluate::{Action, Policy, Rule, Tier};
use crate::diagnostic::rule::policy_refused;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::{Node, Value};
use crate::sets::{Direction, Directions, LabelKey, LabelValues, Labels, Peer, Values};

use super::fields::{Fields, Reader};
use super::metadata::{Scope, object_id};
use super::peer::peer;
use super::port::ports;
use super::selector::requirements;

pub(super) const API_VERSION: &str = "networking.k8s.io/v1";
pub(super) const KIND: &str = "NetworkPolicy";

/// Reads a `NetworkPolicy` of the file `source` that npgen is about to write. What an API server would refuse, or YAML
/// readers take for different things, goes to `found`, all of it; `None` where there is any.
///
/// Each rule's peers are in the order of the object, an `ipBlock` being one [`Peer::Addresses`] with its exceptions
/// taken out. Rules of a direction that the policy does not isolate in are checked and left out, as they do nothing.
pub fn policy(node: &Node<'_>, source: SourceId, found: &mut Diagnostics) -> Option<Policy> {
    let mut fields = Fields::new(source, Reader::Anyone);
    let policy = read(&mut fields, node);
    fields.unless_refused(policy, found)
}

/// Reads a `NetworkPolicy`; what is wrong with it goes to `fields`.
pub(super) fn read(fields: &mut Fields, node: &Node<'_>) -> Option<Policy> {
    // Kubernetes 1.24 to 1.27 had a `status`, which said nothing about what passes.
    let [api_version, kind, metadata, spec, _status] =
        fields.of(node, ["apiVersion", "kind", "metadata", "spec", "status"]);
    fields.head(node, [("apiVersion", api_version, API_VERSION), ("kind", kind, KIND)]);
    let object =
        fields.required(node, "metadata", metadata).and_then(|node| object_id(fields, KIND, Scope::Namespace, node));
    let namespace = object.as_ref().map_or("", |object| &object.namespace);
    let in_namespace = (LabelKey::namespace_name(), LabelValues::present(Values::one(namespace)));

    // The API server takes an object without a spec, as one whose spec is empty.
    let nothing = Node::new(Value::Map(Vec::new()));
    let [pods, types, ingress, egress] =
        fields.of(spec.unwrap_or(&nothing), ["podSelector", "policyTypes", "ingress", "egress"]);
    let mut subject = pods.map(|pods| requirements(fields, pods, LabelKey::Pod)).unwrap_or_default();
    subject.push(in_namespace);
    let ingress = rules(fields, ingress, "from", namespace);
    let egress = rules(fields, egress, "to", namespace);
    let isolates = isolated(fields, types, !egress.is_empty());
    Some(Policy {
        place: fields.place(&node.span),
        tier: Tier::NetworkPolicy,
        subject: Labels::all_of(subject),
        ingress: isolates.ingress.then_some(ingress),
        egress: isolates.egress.then_some(egress),
        object: object?,
    })
}

/// The directions in which the policy isolates: `policyTypes`, or where that is missing or empty, ingress, and egress
/// where there is a rule for it.
fn isolated(fields: &mut Fields, types: Option<&Node<'_>>, has_egress: bool) -> Directions {
    let items = fields.items(types);
    if items.is_empty() {
        return Directions { ingress: true, egress: has_egress };
    }
    if let Some(types) = types.filter(|_| items.len() > 2) {
        fields.refuse(&types.span, policy_refused::too_many_policy_types);
    }
    let known = [("Ingress", Direction::Ingress), ("Egress", Direction::Egress)];
    let listed: Vec<Direction> = items.iter().filter_map(|item| fields.one_of(item, &known)).collect();
    Directions { ingress: listed.contains(&Direction::Ingress), egress: listed.contains(&Direction::Egress) }
}

/// The rules of one direction, whose peers stand under the key `from` or `to`.
fn rules(fields: &mut Fields, list: Option<&Node<'_>>, peers_key: &str, namespace: &str) -> Vec<Rule> {
    fields.items(list).iter().map(|node| rule(fields, node, peers_key, namespace)).collect()
}

/// One rule. A missing or empty peer list means everyone, one whose peers match nobody means nobody.
fn rule(fields: &mut Fields, node: &Node<'_>, peers_key: &str, namespace: &str) -> Rule {
    let [peers, port_list] = fields.of(node, [peers_key, "ports"]);
    let items = fields.items(peers);
    let peers = if items.is_empty() {
        Peer::anywhere().into()
    } else {
        items.iter().filter_map(|item| peer(fields, item, namespace)).collect()
    };
    Rule {
        name: String::new(),
        action: Action::Allow,
        peers,
        symbols: Vec::new(),
        ports: ports(fields, port_list),
        span: node.span.clone(),
    }
}
