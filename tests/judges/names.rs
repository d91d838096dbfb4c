//! Policies without names of ports, where every pod has one name for the same port of every protocol: what the oracle,
//! which knows no names, is asked instead.

use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The policy with the number in the place of names.
pub(crate) fn numbered(mut policy: NetworkPolicy, number: u16) -> NetworkPolicy {
    let spec = policy.spec.get_or_insert_default();
    set_types(spec);
    for port in spec.ingress.iter_mut().flatten().flat_map(|rule| rule.ports.iter_mut().flatten()) {
        set_number(port, number);
    }
    let rules = spec.egress.take();
    spec.egress = rules.map(|rules| rules.into_iter().flat_map(|rule| by_destination(rule, number)).collect());
    policy
}

/// Says in which directions the policy isolates where it does not, so that rules may come and go.
pub(crate) fn set_types(spec: &mut NetworkPolicySpec) {
    if spec.policy_types.as_ref().is_none_or(Vec::is_empty) {
        let egress = spec.egress.as_ref().is_some_and(|rules| !rules.is_empty()).then_some("Egress");
        spec.policy_types = Some(["Ingress"].into_iter().chain(egress).map(str::to_owned).collect());
    }
}

/// A rule with names says one thing of pods, which have the name, and another of addresses, which have none.
fn by_destination(rule: NetworkPolicyEgressRule, number: u16) -> Vec<NetworkPolicyEgressRule> {
    let ports = rule.ports.clone().unwrap_or_default();
    if !ports.iter().any(is_named) {
        return vec![rule];
    }
    let numbers: Vec<NetworkPolicyPort> = ports.iter().filter(|port| !is_named(port)).cloned().collect();
    let without = (!numbers.is_empty()).then(|| NetworkPolicyEgressRule { ports: Some(numbers), ..rule.clone() });
    let everyone = NetworkPolicyPeer { namespace_selector: Some(LabelSelector::default()), ..Default::default() };
    let pods = match rule.to.as_deref().unwrap_or_default() {
        [] => vec![everyone],
        peers => peers.iter().filter(|peer| peer.ip_block.is_none()).cloned().collect(),
    };
    let mut all_numbers = ports;
    for port in &mut all_numbers {
        set_number(port, number);
    }
    // No peers would be for everyone.
    let to_pods = (!pods.is_empty()).then_some(NetworkPolicyEgressRule { to: Some(pods), ports: Some(all_numbers) });
    without.into_iter().chain(to_pods).collect()
}

fn is_named(port: &NetworkPolicyPort) -> bool {
    matches!(port.port, Some(IntOrString::String(_)))
}

fn set_number(port: &mut NetworkPolicyPort, number: u16) {
    if is_named(port) {
        port.port = Some(IntOrString::Int(number.into()));
    }
}
