//! `NetworkPolicy` → nodes, keys in the order of the API's own types (`k8s.io/api/networking/v1/types.go`).

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::manifest::Node;
use crate::object::{
    Commented, LabelSelector, Metadata, NetworkPolicy, Peer, Peers, PolicyPort, PolicyType, Protocol, Requirement, Rule,
};

/// The document of a policy. A direction without rules has no key: an empty list would vanish in the API server.
pub(super) fn node(policy: &NetworkPolicy) -> Node<'_> {
    let mut spec = vec![
        ("podSelector", selector(&policy.pod_selector)),
        ("policyTypes", Node::list(policy.policy_types.iter().map(|kind| policy_type(*kind)))),
    ];
    if !policy.ingress.is_empty() {
        spec.push(("ingress", Node::list(policy.ingress.iter().map(|made| rule("from", made)))));
    }
    if !policy.egress.is_empty() {
        spec.push(("egress", Node::list(policy.egress.iter().map(|made| rule("to", made)))));
    }
    Node::map([
        ("apiVersion", Node::string("networking.k8s.io/v1")),
        ("kind", Node::string("NetworkPolicy")),
        ("metadata", metadata(&policy.metadata)),
        ("spec", Node::map(spec)),
    ])
}

fn metadata(metadata: &Metadata) -> Node<'_> {
    let mut entries =
        vec![("name", Node::string(metadata.name.as_str())), ("namespace", Node::string(metadata.namespace.as_str()))];
    if !metadata.labels.is_empty() {
        entries.push(("labels", texts(&metadata.labels)));
    }
    if !metadata.annotations.is_empty() {
        entries.push(("annotations", texts(&metadata.annotations)));
    }
    Node::map(entries)
}

fn texts(texts: &BTreeMap<String, String>) -> Node<'_> {
    Node::map(texts.iter().map(|(key, value)| (key.as_str(), Node::string(value.as_str()))))
}

fn policy_type(kind: PolicyType) -> Node<'static> {
    Node::string(match kind {
        PolicyType::Ingress => "Ingress",
        PolicyType::Egress => "Egress",
    })
}

/// `peers_key` is `from` or `to`. Peers that are everyone, and ports that are all, have no key.
fn rule<'a>(peers_key: &'static str, rule: &'a Commented<Rule>) -> Node<'a> {
    let mut entries = Vec::with_capacity(2);
    if let Peers::Listed(first, others) = &rule.value.peers {
        entries.push((peers_key, Node::list(std::iter::once(first).chain(others).map(peer))));
    }
    if !rule.value.ports.is_empty() {
        entries.push(("ports", Node::list(rule.value.ports.iter().map(|made| port(*made)))));
    }
    let comment = rule.comment.iter().map(|line| line.as_str().into()).collect();
    Node { comment, ..Node::map(entries) }
}

fn peer(peer: &Peer) -> Node<'_> {
    match peer {
        Peer::Pods { namespaces, pods } => {
            let namespaces = namespaces.as_ref().map(|namespaces| ("namespaceSelector", selector(namespaces)));
            let pods = pods.as_ref().map(|pods| ("podSelector", selector(pods)));
            Node::map(namespaces.into_iter().chain(pods))
        }
        Peer::Block { cidr, except } => {
            let mut block = vec![("cidr", network(*cidr))];
            if !except.is_empty() {
                block.push(("except", Node::list(except.iter().map(|part| network(*part)))));
            }
            Node::map([("ipBlock", Node::map(block))])
        }
    }
}

fn network(network: IpNet) -> Node<'static> {
    Node::string(network.to_string())
}

fn port(port: PolicyPort) -> Node<'static> {
    let mut entries = vec![("protocol", protocol(port.protocol))];
    if let Some((first, last)) = port.range {
        entries.push(("port", Node::number(first)));
        if last != first {
            entries.push(("endPort", Node::number(last)));
        }
    }
    Node::map(entries)
}

fn protocol(protocol: Protocol) -> Node<'static> {
    Node::string(match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::Sctp => "SCTP",
    })
}

fn selector(selector: &LabelSelector) -> Node<'_> {
    let mut entries = Vec::with_capacity(2);
    if !selector.match_labels.is_empty() {
        let labels = selector.match_labels.iter().map(|(key, value)| (key.as_str(), Node::string(value.as_str())));
        entries.push(("matchLabels", Node::map(labels)));
    }
    if !selector.match_expressions.is_empty() {
        entries.push(("matchExpressions", Node::list(selector.match_expressions.iter().map(requirement))));
    }
    Node::map(entries)
}

fn requirement(requirement: &Requirement) -> Node<'_> {
    let (key, operator, values) = match requirement {
        Requirement::In(key, values) => (key, "In", values.as_slice()),
        Requirement::NotIn(key, values) => (key, "NotIn", values.as_slice()),
        Requirement::Exists(key) => (key, "Exists", [].as_slice()),
        Requirement::DoesNotExist(key) => (key, "DoesNotExist", [].as_slice()),
    };
    let mut entries = vec![("key", Node::string(key.as_str())), ("operator", Node::string(operator))];
    if !values.is_empty() {
        entries.push(("values", Node::list(values.iter().map(|value| Node::string(value.as_str())))));
    }
    Node::map(entries)
}
