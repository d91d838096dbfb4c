//! Single mutations of a `NetworkPolicy`, made on its nodes.
//!
//! Every mutant is a policy that an API server would take; most let pass something else than the original, some the
//! same.

use std::collections::BTreeMap;

use npgen::manifest::{Entry, Node, Scalar, Value};

/// What is done to a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    RuleDropped,
    PeerDropped,
    PortDropped,
    PortOffByOne,
    SelectorLoosened,
    /// The same for the pods that an object is for which others share with a service that isolates.
    JoinedLoosened,
    NamespaceLoosened,
    ExceptLost,
    PolicyTypeLost,
    ListEmptied,
    AndBecameOr,
    /// The port of a mesh's tunnel is not opened.
    TunnelLost,
    /// Something is said twice, or in another order: that changes nothing.
    SaidTwice,
}

impl Kind {
    /// The kinds of which some mutants let pass something else.
    pub(crate) const WRONG: [Self; 12] = [
        Self::RuleDropped,
        Self::PeerDropped,
        Self::PortDropped,
        Self::PortOffByOne,
        Self::SelectorLoosened,
        Self::JoinedLoosened,
        Self::NamespaceLoosened,
        Self::ExceptLost,
        Self::PolicyTypeLost,
        Self::ListEmptied,
        Self::AndBecameOr,
        Self::TunnelLost,
    ];
}

/// A policy with one mutation.
#[derive(Debug, Clone)]
pub(crate) struct Mutant<'a> {
    pub(crate) kind: Kind,
    pub(crate) policy: Node<'a>,
}

/// Every mutant of a policy, by kind.
pub(crate) fn mutants<'a>(policy: &Node<'a>) -> BTreeMap<Kind, Vec<Mutant<'a>>> {
    let mut found: Vec<Mutant<'a>> = Vec::new();
    let mut add =
        |kind, changed: Vec<Node<'a>>| found.extend(changed.into_iter().map(|policy| Mutant { kind, policy }));
    let within = |path: &[&str], change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>| replaced(policy, path, change);
    let name = policy.get("metadata").and_then(|metadata| metadata.get("name")).map(text);
    let is_joined = name.is_some_and(|name| name.starts_with("npgen-at-"));
    let of_subject = if is_joined { Kind::JoinedLoosened } else { Kind::SelectorLoosened };
    add(of_subject, within(&["spec", "podSelector"], &loosened));
    add(Kind::PolicyTypeLost, within(&["spec", "policyTypes"], &one_dropped));
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
        let of_rules = |change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>| within(&["spec", rules], change);
        let of_peers = |change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>| {
            of_rules(&|list| each_item(list, &|rule| replaced(rule, &[peers], change)))
        };
        let of_ports = |change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>| {
            of_rules(&|list| each_item(list, &|rule| replaced(rule, &["ports"], change)))
        };
        add(Kind::RuleDropped, of_rules(&one_dropped));
        add(Kind::ListEmptied, of_rules(&emptied));
        add(Kind::TunnelLost, of_rules(&tunnel_lost));
        add(Kind::SaidTwice, of_rules(&said_twice));
        add(Kind::ListEmptied, of_peers(&emptied));
        add(Kind::PeerDropped, of_peers(&one_of_several_dropped));
        add(Kind::SaidTwice, of_peers(&said_twice));
        add(
            Kind::SelectorLoosened,
            of_peers(&|list| each_item(list, &|peer| replaced(peer, &["podSelector"], &loosened))),
        );
        add(Kind::NamespaceLoosened, of_peers(&|list| each_item(list, &namespace_loosened)));
        add(
            Kind::ExceptLost,
            of_peers(&|list| each_item(list, &|peer| replaced(peer, &["ipBlock", "except"], &one_dropped))),
        );
        add(Kind::AndBecameOr, of_peers(&and_became_or));
        add(Kind::ListEmptied, of_ports(&emptied));
        add(Kind::PortDropped, of_ports(&one_of_several_dropped));
        add(Kind::PortOffByOne, of_ports(&|list| each_item(list, &port_off_by_one)));
        add(Kind::SaidTwice, of_ports(&said_twice));
    }
    let mut by_kind: BTreeMap<Kind, Vec<Mutant<'a>>> = BTreeMap::new();
    for mutant in found {
        by_kind.entry(mutant.kind).or_default().push(mutant);
    }
    by_kind
}

/// The node with what is at `path` replaced by each of its changed forms; none where nothing is there.
fn replaced<'a>(node: &Node<'a>, path: &[&str], change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>) -> Vec<Node<'a>> {
    let Some((key, rest)) = path.split_first() else { return change(node) };
    let Some(inner) = node.get(key) else { return Vec::new() };
    replaced(inner, rest, change).into_iter().map(|changed| with(node, key, Some(changed))).collect()
}

/// The list with each item replaced by each of its changed forms, one at a time.
fn each_item<'a>(list: &Node<'a>, change: &dyn Fn(&Node<'a>) -> Vec<Node<'a>>) -> Vec<Node<'a>> {
    let items = items(list);
    let change_at = |at: usize| change(&items[at]).into_iter().map(move |changed| spliced(items, at, vec![changed]));
    (0..items.len()).flat_map(change_at).collect()
}

fn one_dropped<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    let items = items(list);
    (0..items.len()).map(|at| spliced(items, at, Vec::new())).collect()
}

/// Dropping the only item would be emptying the list, which is another mutation.
fn one_of_several_dropped<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    if items(list).len() > 1 { one_dropped(list) } else { Vec::new() }
}

fn emptied<'a>(_: &Node<'a>) -> Vec<Node<'a>> {
    vec![Node::list([])]
}

fn said_twice<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    let items = items(list);
    let twice = items.iter().chain(items).cloned();
    let reversed = items.iter().rev().cloned();
    vec![Node::list(twice), Node::list(reversed)]
}

/// A selector with one requirement or one forbidden value less, or one value more.
fn loosened<'a>(selector: &Node<'a>) -> Vec<Node<'a>> {
    let mut found = without_each(selector, "matchLabels");
    let expressions = selector.get("matchExpressions").map(|list| (list, items(list)));
    if let Some((list, _)) = expressions {
        found.extend(one_dropped(list).into_iter().map(|list| with_items(selector, "matchExpressions", list)));
        let other_values = each_item(list, &|requirement| {
            let operator = requirement.get("operator").map(text);
            replaced(requirement, &["values"], &|values| match operator {
                Some("In") => {
                    let more = items(values).iter().cloned().chain([Node::string("one-more")]);
                    vec![Node::list(more)]
                }
                _ => one_of_several_dropped(values),
            })
        });
        found.extend(other_values.into_iter().map(|list| with(selector, "matchExpressions", Some(list))));
    }
    found
}

/// A peer of one namespace turned into one of every namespace, of its own, or of one more.
fn namespace_loosened<'a>(peer: &Node<'a>) -> Vec<Node<'a>> {
    let mut found = replaced(peer, &["namespaceSelector"], &loosened);
    if peer.get("podSelector").is_some() {
        match peer.get("namespaceSelector") {
            Some(_) => found.push(with(peer, "namespaceSelector", None)),
            None => found.push(with(peer, "namespaceSelector", Some(Node::map::<&str>([])))),
        }
    }
    found
}

/// A list of peers in which one peer's two conditions became a peer each.
fn and_became_or<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    let items = items(list);
    let mut found = Vec::new();
    for (at, peer) in items.iter().enumerate() {
        if peer.get("namespaceSelector").is_some() && peer.get("podSelector").is_some() {
            let halves = vec![with(peer, "podSelector", None), with(peer, "namespaceSelector", None)];
            found.push(spliced(items, at, halves));
        }
        let looser = replaced(peer, &["podSelector"], &|selector| {
            let mut halves = without_each(selector, "matchLabels");
            let expressions = selector.get("matchExpressions").map(one_dropped).unwrap_or_default();
            halves.extend(expressions.into_iter().map(|list| with_items(selector, "matchExpressions", list)));
            halves
        });
        if looser.len() > 1 {
            found.push(spliced(items, at, looser));
        }
    }
    found
}

/// A list of rules of which one does not open the tunnel's port any more.
fn tunnel_lost<'a>(list: &Node<'a>) -> Vec<Node<'a>> {
    let rules = items(list);
    let mut found = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let Some(ports) = rule.get("ports").map(items) else { continue };
        let is_tunnel = |port: &Node<'a>| port.get("port").is_some_and(|number| text(number) == "15008");
        let Some(tunnel) = ports.iter().position(is_tunnel) else { continue };
        // A rule without a list of ports would open all.
        let without = if ports.len() == 1 {
            Vec::new()
        } else {
            vec![with(rule, "ports", Some(spliced(ports, tunnel, Vec::new())))]
        };
        found.push(spliced(rules, at, without));
    }
    found
}

fn port_off_by_one<'a>(port: &Node<'a>) -> Vec<Node<'a>> {
    let number = |key| port.get(key).and_then(|node| text(node).parse::<i64>().ok());
    let Some(first) = number("port") else { return Vec::new() };
    let last = number("endPort");
    let mut found = Vec::new();
    for (first, last) in
        [(first - 1, last), (first + 1, last), (first, last.map(|last| last - 1)), (first, last.map(|last| last + 1))]
    {
        let end = last.unwrap_or(first);
        let same = number("port") == Some(first) && number("endPort") == last;
        if !same && first >= 1 && first <= end && end <= 65535 {
            let moved = with(port, "port", Some(Node::number(first)));
            found.push(match last {
                Some(last) => with(&moved, "endPort", Some(Node::number(last))),
                None => moved,
            });
        }
    }
    found
}

/// The mapping with each entry of the mapping at `key` left out, one at a time.
fn without_each<'a>(node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
    let Some(Value::Map(entries)) = node.get(key).map(|inner| &inner.value) else { return Vec::new() };
    let without = |at: usize| {
        let mut entries = entries.clone();
        entries.remove(at);
        let left = (!entries.is_empty()).then(|| Node::new(Value::Map(entries)));
        with(node, key, left)
    };
    (0..entries.len()).map(without).collect()
}

/// The mapping with this list at `key`, or without the key where the list is empty.
fn with_items<'a>(node: &Node<'a>, key: &str, list: Node<'a>) -> Node<'a> {
    let left = (!items(&list).is_empty()).then_some(list);
    with(node, key, left)
}

/// The mapping with another value at `key`, or without the key.
fn with<'a>(node: &Node<'a>, key: &str, value: Option<Node<'a>>) -> Node<'a> {
    let Value::Map(entries) = &node.value else { panic!("{key} was looked for in what is no mapping") };
    let mut entries = entries.clone();
    let at = entries.iter().position(|entry| entry.key == key);
    match (at, value) {
        (Some(at), Some(value)) => entries[at].node = value,
        (Some(at), None) => drop(entries.remove(at)),
        (None, Some(node)) => entries.insert(0, Entry { key: key.to_owned().into(), key_span: 0..0, node }),
        (None, None) => {}
    }
    Node { value: Value::Map(entries), ..node.clone() }
}

/// The list with these in the place of one item.
fn spliced<'a>(items: &[Node<'a>], at: usize, others: Vec<Node<'a>>) -> Node<'a> {
    let mut items = items.to_vec();
    items.splice(at..=at, others);
    Node::list(items)
}

fn items<'n, 'a>(list: &'n Node<'a>) -> &'n [Node<'a>] {
    match &list.value {
        Value::List(items) => items,
        _ => panic!("this is no list: {list:?}"),
    }
}

fn text<'n>(node: &'n Node<'_>) -> &'n str {
    match &node.value {
        Value::Scalar(Scalar::Plain(text) | Scalar::Quoted(text)) => text,
        _ => panic!("this is no scalar: {node:?}"),
    }
}
