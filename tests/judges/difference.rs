//! Known differences between an engine and Kubernetes, each as a change of the policies: what the engine says of the
//! policies is what Kubernetes says of the changed ones. So a difference explains exactly those verdicts that it must,
//! and any other one fails the tests.

use std::net::Ipv4Addr;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::names::set_types;
use super::questions::POD_ADDRESS;

/// One difference.
pub(crate) struct Difference {
    /// The heading in `docs/semantics.md` that explains it.
    pub(crate) heading: &'static str,
    /// What the engine takes a policy for.
    pub(crate) taken_for: fn(&mut NetworkPolicySpec),
}

pub(crate) const OF_CYCLONUS: [Difference; 2] = [
    Difference { heading: "`NotIn` and labels that are not there", taken_for: |spec| selectors(spec, demand_labels) },
    Difference { heading: "Pods and address ranges", taken_for: |spec| peers(spec, pods_by_address) },
];

pub(crate) const OF_CILIUM: [Difference; 1] =
    [Difference { heading: "Rules of a direction that `policyTypes` leaves out", taken_for: isolate_by_rules }];

pub(crate) const OF_NETPOL_ANALYZER: [Difference; 2] = [
    Difference { heading: "IPv6 ranges", taken_for: |spec| peers(spec, |peers| first_bits(peers)) },
    Difference { heading: "One name for several ports", taken_for: |spec| ports(spec, first_of_a_name) },
];

/// The policies as an engine with these differences takes them.
pub(crate) fn taken(policies: &[NetworkPolicy], differences: &[&Difference]) -> Vec<NetworkPolicy> {
    let mut policies = policies.to_vec();
    for policy in &mut policies {
        let spec = policy.spec.get_or_insert_default();
        for difference in differences {
            (difference.taken_for)(spec);
        }
    }
    policies
}

/// `NotIn` also asks for the label to be there.
fn demand_labels(selector: &mut LabelSelector) {
    let requirements = selector.match_expressions.get_or_insert_default();
    let keys: Vec<String> =
        requirements.iter().filter(|one| one.operator == "NotIn").map(|one| one.key.clone()).collect();
    requirements.extend(keys.into_iter().map(|key| LabelSelectorRequirement {
        key,
        operator: "Exists".to_owned(),
        values: None,
    }));
}

/// A range that holds the pods' address is for all pods, too.
fn pods_by_address(peers: &mut Vec<NetworkPolicyPeer>) {
    let address = POD_ADDRESS.parse().expect("an address");
    let holds = |peer: &NetworkPolicyPeer| {
        peer.ip_block.as_ref().is_some_and(|block| crate::world::oracle::is_in(block, address))
    };
    if peers.iter().any(holds) {
        peers.push(NetworkPolicyPeer { namespace_selector: Some(LabelSelector::default()), ..Default::default() });
    }
}

/// Rules of a direction isolate in it, whatever `policyTypes` says.
fn isolate_by_rules(spec: &mut NetworkPolicySpec) {
    set_types(spec);
    let ingress = spec.ingress.as_ref().is_some_and(|rules| !rules.is_empty()).then_some("Ingress");
    let egress = spec.egress.as_ref().is_some_and(|rules| !rules.is_empty()).then_some("Egress");
    spec.policy_types.get_or_insert_default().extend(ingress.into_iter().chain(egress).map(str::to_owned));
}

/// A port that no question is about.
const NEVER_ASKED: i32 = 7;

/// A range of IPv6 addresses is the range of IPv4 addresses that has its first 32 bits.
fn first_bits(peers: &mut [NetworkPolicyPeer]) {
    let of_v4 = |net: &mut String| {
        if let Ok(IpNet::V6(v6)) = net.parse() {
            let bits = u32::try_from(v6.network().to_bits() >> (128 - 32)).expect("32 bits are left");
            *net = format!("{}/{}", Ipv4Addr::from_bits(bits), v6.prefix_len().min(32));
        }
    };
    for block in peers.iter_mut().filter_map(|peer| peer.ip_block.as_mut()) {
        of_v4(&mut block.cidr);
        block.except.iter_mut().flatten().for_each(of_v4);
    }
}

/// A name is one port of a pod, the first; here that is the one of TCP.
fn first_of_a_name(ports: &mut [NetworkPolicyPort]) {
    let is_another = |port: &&mut NetworkPolicyPort| {
        let is_named = matches!(port.port, Some(IntOrString::String(_)));
        is_named && port.protocol.as_ref().is_some_and(|protocol| protocol != "TCP")
    };
    for port in ports.iter_mut().filter(is_another) {
        port.port = Some(IntOrString::Int(NEVER_ASKED));
    }
}

/// Changes every selector of a policy.
fn selectors(spec: &mut NetworkPolicySpec, change: fn(&mut LabelSelector)) {
    spec.pod_selector.iter_mut().for_each(change);
    peers(spec, |all| {
        for peer in all {
            peer.pod_selector.iter_mut().for_each(change);
            peer.namespace_selector.iter_mut().for_each(change);
        }
    });
}

/// Changes the peers of every rule.
fn peers(spec: &mut NetworkPolicySpec, mut change: impl FnMut(&mut Vec<NetworkPolicyPeer>)) {
    for rule in spec.ingress.iter_mut().flatten() {
        rule.from.iter_mut().for_each(&mut change);
    }
    for rule in spec.egress.iter_mut().flatten() {
        rule.to.iter_mut().for_each(&mut change);
    }
}

/// Changes the ports of every rule.
fn ports(spec: &mut NetworkPolicySpec, change: fn(&mut [NetworkPolicyPort])) {
    let ingress = spec.ingress.iter_mut().flatten().filter_map(|rule| rule.ports.as_mut());
    let egress = spec.egress.iter_mut().flatten().filter_map(|rule| rule.ports.as_mut());
    for ports in ingress.chain(egress) {
        change(ports);
    }
}
