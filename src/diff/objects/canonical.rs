//! A policy in one form, whoever wrote it: what differs then was changed by somebody.
//!
//! Gone is what a server fills in and nobody can set. What it fills in where the author was silent is written out, so
//! that it does not matter who wrote it (`SetDefaults_NetworkPolicy` and `SetDefaults_NetworkPolicyPort` of Kubernetes'
//! `pkg/apis/networking/v1/defaults.go`; empty lists and `null` are what `omitempty` leaves out). Keys stand in one order.
//! The order of lists is the author's.

use std::cmp::Ordering;

use super::Name;
use crate::manifest::read::{Object, plain};
use crate::manifest::{Entry, Node, Scalar, Value};

/// Keys of `metadata` that the server sets (`ObjectMeta` of `k8s.io/apimachinery/pkg/apis/meta/v1/types.go`).
const SET_BY_SERVER: [&str; 8] = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// Where `kubectl apply` keeps what it applied.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Keys whose values have the user's own keys.
const MAPS_OF_USERS: [&str; 3] = ["annotations", "labels", "matchLabels"];

/// The group of `NetworkPolicy`; objects of others are left as they are but for what holds for all.
const NETWORKING: &str = "networking.k8s.io";

/// An object in its one form, and what tells it from others.
pub(super) fn canonical<'o>(object: &'o Object<'_>, default_namespace: &'o str) -> (Name, Node<'o>) {
    let group = object.api_version.split_once('/').map_or("", |(group, _)| group);
    let is_network_policy = group == NETWORKING && object.kind == "NetworkPolicy";
    let metadata = object.node.get("metadata");
    let of_metadata = |key: &str| metadata.and_then(|metadata| metadata.get(key)).and_then(text);
    let namespace = of_metadata("namespace").or(is_network_policy.then_some(default_namespace));
    let name = Name {
        namespace: namespace.unwrap_or_default().to_owned(),
        kind: object.kind.to_string(),
        group: group.to_owned(),
        name: of_metadata("name").unwrap_or_default().to_owned(),
    };
    let mut entries = vec![
        entry("apiVersion", Node::string(&*object.api_version)),
        entry("kind", Node::string(&*object.kind)),
        entry("metadata", of_object(metadata, namespace)),
    ];
    let others =
        entries_of(&object.node).filter(|entry| !["apiVersion", "kind", "metadata", "status"].contains(&&*entry.key));
    for other in others {
        let node = match &*other.key {
            "spec" if is_network_policy => with_defaults(pruned(&other.node, true)),
            _ => pruned(&other.node, true),
        };
        entries.push(entry(&other.key, node));
    }
    entries.retain(|entry| !is_null(&entry.node));
    (name, sorted(entries, true))
}

/// The metadata without what the server sets.
fn of_object<'o>(metadata: Option<&'o Node<'_>>, namespace: Option<&'o str>) -> Node<'o> {
    let kept = metadata.into_iter().flat_map(entries_of).filter(|entry| !SET_BY_SERVER.contains(&&*entry.key));
    let mut entries: Vec<Entry<'o>> = kept.map(|known| entry(&known.key, pruned(&known.node, false))).collect();
    for annotations in entries.iter_mut().filter(|entry| entry.key == "annotations") {
        if let Value::Map(annotations) = &mut annotations.node.value {
            annotations.retain(|annotation| annotation.key != LAST_APPLIED);
        }
    }
    entries.retain(|entry| entry.key != "namespace" && !is_empty(&entry.node));
    entries.extend(namespace.map(|namespace| entry("namespace", Node::string(namespace))));
    sorted(entries, true)
}

/// A node without comments and places, and without what is the same as nothing: `null` and empty lists.
fn pruned<'o>(node: &'o Node<'_>, is_field: bool) -> Node<'o> {
    match &node.value {
        Value::Scalar(Scalar::Plain(text)) if plain::is_null(text) => {
            Node::new(Value::Scalar(Scalar::Plain("null".into())))
        }
        Value::Scalar(Scalar::Plain(text)) if !plain::is_string(text) => {
            Node::new(Value::Scalar(Scalar::Plain((&**text).into())))
        }
        Value::Scalar(Scalar::Plain(text) | Scalar::Quoted(text)) => Node::string(&**text),
        Value::List(items) => Node::list(items.iter().map(|item| pruned(item, is_field))),
        Value::Map(entries) => {
            let kept = entries.iter().map(|known| entry(&known.key, pruned(&known.node, !is_of_users(&known.key))));
            // Most entries are kept, and most maps are smaller than a list that grows.
            let mut all = Vec::with_capacity(entries.len());
            all.extend(kept.filter(|entry| !is_null(&entry.node) && !is_nothing(entry)));
            sorted(all, is_field)
        }
    }
}

/// The `spec` of a `NetworkPolicy` with what the server adds to it.
fn with_defaults(mut spec: Node<'_>) -> Node<'_> {
    let has_egress = spec.get("egress").is_some();
    let Value::Map(entries) = &mut spec.value else { return spec };
    let has = |key: &str, entries: &[Entry<'_>]| entries.iter().any(|entry| entry.key == key);
    if !has("podSelector", entries) {
        entries.push(entry("podSelector", Node::map(Vec::<(&str, Node<'_>)>::new())));
    }
    if !has("policyTypes", entries) {
        let types = ["Ingress"].into_iter().chain(has_egress.then_some("Egress"));
        entries.push(entry("policyTypes", Node::list(types.map(Node::string))));
    }
    for rules in entries.iter_mut().filter(|entry| matches!(&*entry.key, "ingress" | "egress")) {
        for ports in items(&mut rules.node).iter_mut().flat_map(|rule| ports_of(rule)) {
            if let (true, Value::Map(port)) = (ports.get("protocol").is_none(), &mut ports.value) {
                port.push(entry("protocol", Node::string("TCP")));
                port.sort_by(|left, right| by_order(&left.key, &right.key));
            }
        }
    }
    entries.sort_by(|left, right| by_order(&left.key, &right.key));
    spec
}

fn ports_of<'n, 'a>(rule: &'n mut Node<'a>) -> &'n mut [Node<'a>] {
    let Value::Map(entries) = &mut rule.value else { return &mut [] };
    entries.iter_mut().find(|entry| entry.key == "ports").map_or(&mut [], |entry| items(&mut entry.node))
}

fn items<'n, 'a>(node: &'n mut Node<'a>) -> &'n mut [Node<'a>] {
    match &mut node.value {
        Value::List(items) => items,
        Value::Map(_) | Value::Scalar(_) => &mut [],
    }
}

fn sorted(mut entries: Vec<Entry<'_>>, is_field: bool) -> Node<'_> {
    entries.sort_by(|left, right| if is_field { by_order(&left.key, &right.key) } else { left.key.cmp(&right.key) });
    Node::new(Value::Map(entries))
}

/// The order of two keys of the API: as npgen writes them, others behind these, by name.
fn by_order(left: &str, right: &str) -> Ordering {
    (rank(left), left).cmp(&(rank(right), right))
}

/// Where a key stands among those that npgen writes.
fn rank(key: &str) -> u8 {
    match key {
        "apiVersion" => 0,
        "kind" => 1,
        "metadata" => 2,
        "spec" => 3,
        "name" => 4,
        "namespace" => 5,
        "labels" => 6,
        "annotations" => 7,
        "ipBlock" => 8,
        "cidr" => 9,
        "except" => 10,
        "namespaceSelector" => 11,
        "podSelector" => 12,
        "matchLabels" => 13,
        "matchExpressions" => 14,
        "key" => 15,
        "operator" => 16,
        "values" => 17,
        "policyTypes" => 18,
        "ingress" => 19,
        "egress" => 20,
        "from" => 21,
        "to" => 22,
        "ports" => 23,
        "protocol" => 24,
        _ => 25,
    }
}

fn is_of_users(key: &str) -> bool {
    MAPS_OF_USERS.contains(&key)
}

/// Whether an entry says nothing: an empty list, or a map of the user's without any key.
fn is_nothing(entry: &Entry<'_>) -> bool {
    match &entry.node.value {
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => is_of_users(&entry.key) && entries.is_empty(),
        Value::Scalar(_) => false,
    }
}

/// Whether nothing is in it.
fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Scalar(_) => is_null(node),
    }
}

fn is_null(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if plain::is_null(text))
}

fn entries_of<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = &'n Entry<'a>> + use<'n, 'a> {
    match &node.value {
        Value::Map(entries) => entries.as_slice(),
        Value::List(_) | Value::Scalar(_) => &[],
    }
    .iter()
}

fn entry<'o>(key: &'o str, node: Node<'o>) -> Entry<'o> {
    Entry { key: key.into(), key_span: 0..0, node }
}

fn text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text)) => Some(&**text).filter(|text| !text.is_empty()),
        Value::List(_) | Value::Map(_) => None,
    }
}
