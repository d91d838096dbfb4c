//! What the API's documentation says, in so many words, over the types of `k8s-openapi`, label by label and address by
//! address. It shares nothing with the analyzer.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use npgen::sets::{Direction, Port};

use crate::random::NAMED_NUMBER;
use crate::world::PlainPod;

fn selects(selector: &LabelSelector, labels: &BTreeMap<String, String>) -> bool {
    let equal = selector.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value));
    equal
        && selector.match_expressions.iter().flatten().all(|requirement| {
            let value = labels.get(&requirement.key);
            let is_listed = || value.is_some_and(|value| requirement.values.iter().flatten().any(|one| one == value));
            match requirement.operator.as_str() {
                "In" => is_listed(),
                "NotIn" => !is_listed(),
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                other => panic!("no operator {other}"),
            }
        })
}

/// One end of a connection.
pub(crate) enum End<'w> {
    Pod(&'w PlainPod),
    Address(IpAddr),
    /// What is neither, say a node by name: only a rule for everyone lets it pass.
    Other,
}

fn is_peer(peer: &NetworkPolicyPeer, namespace: &str, end: &End<'_>) -> bool {
    match (&peer.ip_block, end) {
        (Some(block), End::Address(address)) => {
            let holds = |net: &String| net.parse::<IpNet>().expect("a net").contains(address);
            holds(&block.cidr) && !block.except.iter().flatten().any(holds)
        }
        (None, End::Pod(pod)) => {
            let namespace_fits = match &peer.namespace_selector {
                Some(selector) => selects(selector, &pod.namespace_labels),
                None => pod.namespace == namespace,
            };
            namespace_fits && peer.pod_selector.as_ref().is_none_or(|selector| selects(selector, &pod.labels))
        }
        _ => false,
    }
}

/// `named`: whether the destination is a pod, so that it has the one name in play.
fn is_port(item: &NetworkPolicyPort, protocol: &str, number: i32, named: bool) -> bool {
    item.protocol.as_deref().unwrap_or("TCP") == protocol
        && match (&item.port, item.end_port) {
            (None, _) => true,
            (Some(IntOrString::Int(first)), last) => (*first..=last.unwrap_or(*first)).contains(&number),
            (Some(IntOrString::String(_)), _) => named && number == i32::from(NAMED_NUMBER),
        }
}

/// The peers and ports of a policy's rules in one direction; `None`: it does not isolate in it.
type RuleLists<'p> = Vec<(&'p [NetworkPolicyPeer], &'p [NetworkPolicyPort])>;

fn rules(policy: &NetworkPolicy, direction: Direction) -> Option<RuleLists<'_>> {
    let Some(spec) = &policy.spec else { return (direction == Direction::Ingress).then(Vec::new) };
    let egress: RuleLists<'_> = spec
        .egress
        .iter()
        .flatten()
        .map(|rule| (rule.to.as_deref().unwrap_or_default(), rule.ports.as_deref().unwrap_or_default()))
        .collect();
    let ingress: RuleLists<'_> = spec
        .ingress
        .iter()
        .flatten()
        .map(|rule| (rule.from.as_deref().unwrap_or_default(), rule.ports.as_deref().unwrap_or_default()))
        .collect();
    let types = spec.policy_types.as_deref().unwrap_or_default();
    let listed = |word: &str| types.iter().any(|one| one == word);
    match direction {
        Direction::Ingress => (types.is_empty() || listed("Ingress")).then_some(ingress),
        Direction::Egress if types.is_empty() => (!egress.is_empty()).then_some(egress),
        Direction::Egress => listed("Egress").then_some(egress),
    }
}

/// Whether the destination is a pod.
pub(crate) fn calls_a_pod(direction: Direction, end: &End<'_>) -> bool {
    direction == Direction::Ingress || matches!(end, End::Pod(_))
}

/// What the network policies say; `None`: none of them isolates the pod.
pub(crate) fn verdict(
    policies: &[NetworkPolicy],
    direction: Direction,
    subject: &PlainPod,
    end: &End<'_>,
    port: Port,
) -> Option<bool> {
    let mut isolated = None;
    for policy in policies {
        let namespace = policy.metadata.namespace.as_deref().expect("given");
        let selector = policy.spec.as_ref().and_then(|spec| spec.pod_selector.as_ref());
        if subject.namespace != namespace || selector.is_some_and(|selector| !selects(selector, &subject.labels)) {
            continue;
        }
        let Some(rules) = rules(policy, direction) else { continue };
        isolated = Some(false);
        let named = calls_a_pod(direction, end);
        for (peers, ports) in rules {
            let peer_fits = peers.is_empty() || peers.iter().any(|peer| is_peer(peer, namespace, end));
            let port_fits = ports.is_empty()
                || match port {
                    Port::Transport(protocol, number) => {
                        ports.iter().any(|item| is_port(item, &protocol.to_string(), i32::from(number), named))
                    }
                    _ => false,
                };
            if peer_fits && port_fits {
                return Some(true);
            }
        }
    }
    isolated
}
