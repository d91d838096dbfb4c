//! The policies in `out/` as others read them: `yaml_serde` into `k8s-openapi` types, and a matcher of one packet.
//!
//! It is short enough to be held against the API's documentation sentence by sentence
//! (`k8s.io/api/networking/v1/types.go`, and `defaults.go` of `pkg/apis/networking/v1` for `policyTypes`).

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::packets::{Endpoint, Packet};
use super::project::{Direction, Pod, Protocol};

/// The label that every namespace has: its name.
pub(crate) const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// One rule, whichever its direction.
pub(crate) struct Rule<'p> {
    pub(crate) peers: &'p [NetworkPolicyPeer],
    pub(crate) ports: &'p [NetworkPolicyPort],
}

/// Reads one policy. An error also for a key that the types do not have: the API server would drop it.
pub(crate) fn read(bytes: &[u8]) -> Result<NetworkPolicy, String> {
    let mut unknown = Vec::new();
    let reader = serde_yaml::Deserializer::from_slice(bytes);
    let policy = serde_ignored::deserialize(reader, |path| unknown.push(path.to_string()));
    let policy: NetworkPolicy = policy.map_err(|error| error.to_string())?;
    if unknown.is_empty() { Ok(policy) } else { Err(format!("unknown keys: {}", unknown.join(", "))) }
}

/// Whether the policies let a packet pass at the subject's end.
pub(crate) fn allows(
    policies: &[NetworkPolicy],
    direction: Direction,
    subject: &Pod,
    peer: &Endpoint,
    packet: Packet,
) -> bool {
    let binding: Vec<&NetworkPolicy> =
        policies.iter().filter(|policy| isolates(policy, direction) && binds(policy, subject)).collect();
    binding.is_empty()
        || binding.iter().any(|policy| {
            let mut rules = rules(policy, direction).into_iter();
            rules.any(|rule| has_peer(&rule, namespace(policy), peer) && has_port(&rule, packet))
        })
}

/// Whether the policy binds this pod in some direction.
pub(crate) fn binds(policy: &NetworkPolicy, pod: &Pod) -> bool {
    let spec = policy.spec.as_ref().expect("a policy has a spec");
    namespace(policy) == pod.namespace && selects(spec.pod_selector.as_ref(), &pod.labels)
}

/// Whether the policy isolates the pods that it binds. Without `policyTypes` it does for ingress, and for egress where
/// it has egress rules.
pub(crate) fn isolates(policy: &NetworkPolicy, direction: Direction) -> bool {
    let spec = policy.spec.as_ref().expect("a policy has a spec");
    let types = spec.policy_types.as_deref().unwrap_or_default();
    match direction {
        Direction::Ingress => types.is_empty() || types.iter().any(|name| name == "Ingress"),
        Direction::Egress if types.is_empty() => spec.egress.as_ref().is_some_and(|rules| !rules.is_empty()),
        Direction::Egress => types.iter().any(|name| name == "Egress"),
    }
}

/// The rules of one direction.
pub(crate) fn rules(policy: &NetworkPolicy, direction: Direction) -> Vec<Rule<'_>> {
    let spec = policy.spec.as_ref().expect("a policy has a spec");
    match direction {
        Direction::Ingress => {
            let rules = spec.ingress.as_deref().unwrap_or_default().iter();
            rules.map(|rule| Rule::new(rule.from.as_deref(), rule.ports.as_deref())).collect()
        }
        Direction::Egress => {
            let rules = spec.egress.as_deref().unwrap_or_default().iter();
            rules.map(|rule| Rule::new(rule.to.as_deref(), rule.ports.as_deref())).collect()
        }
    }
}

/// Whether a rule is for this peer. No list, or an empty one, is for everyone.
pub(crate) fn has_peer(rule: &Rule<'_>, own_namespace: &str, peer: &Endpoint) -> bool {
    rule.peers.is_empty()
        || rule.peers.iter().any(|entry| match peer {
            Endpoint::Pod(pod) => is_pod(entry, own_namespace, pod),
            Endpoint::Address(address) => entry.ip_block.as_ref().is_some_and(|block| is_in(block, *address)),
            Endpoint::Node => false,
        })
}

/// Whether a rule is for this port. No list, or an empty one, is for every port and protocol.
pub(crate) fn has_port(rule: &Rule<'_>, packet: Packet) -> bool {
    rule.ports.is_empty()
        || rule.ports.iter().any(|entry| {
            let protocol = match entry.protocol.as_deref().unwrap_or("TCP") {
                "TCP" => Protocol::Tcp,
                "UDP" => Protocol::Udp,
                "SCTP" => Protocol::Sctp,
                other => panic!("the API server refuses the protocol {other}"),
            };
            let number = i32::from(packet.number);
            protocol == packet.protocol
                && match (&entry.port, entry.end_port) {
                    (None, _) => true,
                    (Some(IntOrString::Int(port)), None) => number == *port,
                    (Some(IntOrString::Int(port)), Some(end)) => (*port..=end).contains(&number),
                    (Some(IntOrString::String(name)), _) => panic!("npgen writes no port by name, but here is {name}"),
                }
        })
}

/// The policy's namespace.
pub(crate) fn namespace(policy: &NetworkPolicy) -> &str {
    policy.metadata.namespace.as_deref().expect("npgen writes the namespace")
}

impl<'p> Rule<'p> {
    fn new(peers: Option<&'p [NetworkPolicyPeer]>, ports: Option<&'p [NetworkPolicyPort]>) -> Self {
        Self { peers: peers.unwrap_or_default(), ports: ports.unwrap_or_default() }
    }
}

fn is_pod(entry: &NetworkPolicyPeer, own_namespace: &str, pod: &Pod) -> bool {
    let there = match &entry.namespace_selector {
        Some(selector) => {
            let mut labels = pod.namespace_labels.clone();
            labels.insert(NAMESPACE_NAME.to_owned(), pod.namespace.clone());
            selects(Some(selector), &labels)
        }
        None => pod.namespace == own_namespace,
    };
    entry.ip_block.is_none() && there && selects(entry.pod_selector.as_ref(), &pod.labels)
}

fn selects(selector: Option<&LabelSelector>, labels: &BTreeMap<String, String>) -> bool {
    let Some(selector) = selector else { return true };
    let equal = selector.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value));
    equal
        && selector.match_expressions.iter().flatten().all(|requirement| {
            let value = labels.get(&requirement.key);
            let listed = value.is_some_and(|value| requirement.values.iter().flatten().any(|one| one == value));
            match requirement.operator.as_str() {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                other => panic!("the API server refuses the operator {other}"),
            }
        })
}

/// Whether a block holds an address.
pub(crate) fn is_in(block: &IPBlock, address: IpAddr) -> bool {
    in_network(&block.cidr, address) && !block.except.iter().flatten().any(|net| in_network(net, address))
}

/// Whether an address lies in a network like `10.0.0.0/8`: same family, same leading bits.
fn in_network(net: &str, address: IpAddr) -> bool {
    let (base, length) = net.split_once('/').expect("a network has a prefix length");
    let length: u32 = length.parse().expect("a prefix length is a number");
    let base: IpAddr = base.parse().expect("a network has an address");
    let (width, difference) = match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => (32, u128::from(base.to_bits() ^ address.to_bits())),
        (IpAddr::V6(base), IpAddr::V6(address)) => (128, base.to_bits() ^ address.to_bits()),
        _ => return false,
    };
    difference.checked_shr(width - length).unwrap_or(0) == 0
}
