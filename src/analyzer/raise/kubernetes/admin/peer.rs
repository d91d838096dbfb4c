//! Subjects and peers.

use std::sync::Arc;

use crate::analyzer::evaluate::Symbol;
use crate::diagnostic::rule::{policy_form, policy_refused};
use crate::manifest::{Node, Value};
use crate::sets::{Addresses, LabelKey, Labels, Peer};

use super::super::fields::Fields;
use super::super::network::network;
use super::super::selector::requirements;
use super::{Kind, Side};

/// How many ranges or DNS names a peer can list.
const MOST_NAMES: usize = 25;

/// The longest text of a range, in bytes.
const LONGEST_RANGE: usize = 43;

/// The peers that have no names for their ports.
const WITHOUT_PODS: [&str; 3] = ["networks", "nodes", "domainNames"];

/// The pods that a policy binds; `None` where its selectors contradict themselves.
pub(super) fn subject(fields: &mut Fields, kind: &Kind, node: &Node<'_>) -> Option<Labels> {
    let (key, value) = fields.one_key(node, ["namespaces", "pods"])?;
    selected(fields, kind, key, value)
}

/// Reads one item of `from` or `to`, and adds whom it names. A selector that contradicts itself names nobody.
pub(super) fn peer(
    fields: &mut Fields,
    kind: &Kind,
    side: Side,
    node: &Node<'_>,
    peers: &mut Vec<Peer>,
    symbols: &mut Vec<Symbol>,
) {
    let found = match side {
        Side::Ingress => fields.one_key(node, ["namespaces", "pods"]),
        Side::Egress if kind.has_domains => {
            fields.one_key(node, ["namespaces", "pods", "nodes", "networks", "domainNames"])
        }
        Side::Egress => fields.one_key(node, ["namespaces", "pods", "nodes", "networks"]),
    };
    let Some((key, value)) = found else { return };
    match key {
        "nodes" => {
            let labels = requirements(fields, value, LabelKey::Pod);
            symbols.extend(Labels::all_of(labels).map(Symbol::Nodes));
        }
        "networks" => {
            let nets: Vec<_> = distinct(fields, value).filter_map(|node| range(fields, node)).collect();
            peers.push(Peer::Addresses(Addresses::nets(&nets)));
        }
        "domainNames" => {
            let names: Vec<_> = distinct(fields, value).collect();
            symbols.extend(names.into_iter().filter_map(|node| domain(fields, node)).map(Symbol::Domain));
        }
        _ => peers.extend(selected(fields, kind, key, value).map(Peer::Pods)),
    }
}

/// Warns of the peers of a list for which a port by name means nothing.
pub(super) fn warn_beside_names(fields: &mut Fields, list: Option<&Node<'_>>) {
    for item in fields.items(list) {
        if let Some(key) = WITHOUT_PODS.into_iter().find(|key| item.get(key).is_some()) {
            fields.refuse(&item.span, |place| policy_form::name_without_pods(place, key));
        }
    }
}

/// The pods that `namespaces` or `pods` selects; `None` where there can be none. A selector that is not there selects
/// all, as in Go, where the definition of the kind asks for it, too.
fn selected(fields: &mut Fields, kind: &Kind, key: &str, node: &Node<'_>) -> Option<Labels> {
    if key == "namespaces" {
        return Labels::all_of(requirements(fields, node, LabelKey::Namespace));
    }
    let [namespaces, pods] = fields.of(node, ["namespaceSelector", "podSelector"]);
    let needed = [("namespaceSelector", namespaces, kind.needs_namespace_selector), ("podSelector", pods, true)];
    for (key, _, _) in needed.iter().filter(|(_, value, is_needed)| *is_needed && value.is_none()) {
        fields.refuse(&node.span, |place| policy_form::no_selector(place, key));
    }
    let mut all = namespaces.map(|node| requirements(fields, node, LabelKey::Namespace)).unwrap_or_default();
    all.extend(pods.into_iter().flat_map(|node| requirements(fields, node, LabelKey::Pod)));
    Labels::all_of(all)
}

/// The items of a list of texts, none of which may stand twice.
fn distinct<'n, 'a>(fields: &mut Fields, list: &'n Node<'a>) -> std::slice::Iter<'n, Node<'a>> {
    let items = fields.items_within(Some(list), 1, MOST_NAMES);
    for (at, item) in items.iter().enumerate() {
        if let Value::Scalar(scalar) = &item.value
            && items.iter().take(at).any(|earlier| matches!(&earlier.value, Value::Scalar(other) if other == scalar))
            && let Some(text) = fields.string(item)
        {
            fields.refuse(&item.span, |place| policy_refused::listed_twice(place, text));
        }
    }
    items.iter()
}

fn range(fields: &mut Fields, node: &Node<'_>) -> Option<ipnet::IpNet> {
    let text = fields.string(node)?;
    if text.len() > LONGEST_RANGE {
        fields.refuse(&node.span, |place| policy_refused::too_long(place, text.len(), LONGEST_RANGE));
        return None;
    }
    network(fields, node)
}

/// A DNS name, in lower case and without a dot at its end.
fn domain(fields: &mut Fields, node: &Node<'_>) -> Option<Arc<str>> {
    let text = fields.valid(node, is_domain, "a DNS name: expected one like `example.com` or `*.example.com`")?;
    Some(Arc::from(text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase()))
}

/// Whether the definition takes a DNS name: at least two labels, perhaps `*.` before and a dot behind them.
fn is_domain(text: &str) -> bool {
    let text = text.strip_prefix("*.").unwrap_or(text);
    let text = text.strip_suffix('.').unwrap_or(text);
    // The pattern has `A-z` where it means letters.
    let starts = |c: char| c.is_ascii_digit() || ('A'..='z').contains(&c);
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_label = |label: &str| {
        let mut rest = label.chars();
        rest.next().is_some_and(starts)
            && rest.clone().all(inside)
            && rest.next_back().is_none_or(|c| c.is_ascii_alphanumeric())
    };
    text.contains('.') && text.split('.').all(is_label)
}
