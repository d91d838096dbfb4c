//! Random policies of the whole API, over few values, so that they meet.

use std::collections::BTreeMap;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
    NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement, ObjectMeta};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The values in play; the fresh one stands for all that no selector names.
pub(crate) const VALUES: [&str; 2] = ["a", "b"];
pub(crate) const FRESH: &str = "fresh";

const NAMESPACES: [&str; 2] = ["shop", "other"];

/// The one port name in play, and the number that it has on every pod and protocol.
pub(crate) const PORT_NAME: &str = "http";
pub(crate) const NAMED_NUMBER: u16 = 81;

pub(crate) const CIDRS: [&str; 5] = ["10.0.0.0/8", "0.0.0.0/0", "10.1.0.0/16", "::/0", "fd00::/8"];
pub(crate) const INNER: [&str; 5] = ["10.1.0.0/16", "10.1.2.0/24", "10.128.0.0/9", "fd00:1::/32", "fd00:1:2::/48"];

fn labels(of: &[&'static str]) -> impl Strategy<Value = BTreeMap<String, String>> + use<> {
    let value = select(VALUES.to_vec()).prop_map(str::to_owned);
    proptest::collection::btree_map(select(of.to_vec()).prop_map(str::to_owned), value, 0..2)
}

pub(crate) fn selector(keys: &'static [&'static str]) -> impl Strategy<Value = LabelSelector> {
    let some_values = subsequence(VALUES.to_vec(), 1..=2);
    let operator = prop_oneof![
        (select(vec!["In", "NotIn"]), some_values).prop_map(|(operator, values)| (operator, Some(values))),
        (select(vec!["Exists", "DoesNotExist"]), select(vec![None, Some(Vec::new())])),
    ];
    let requirement =
        (select(keys.to_vec()), operator).prop_map(|(key, (operator, values))| LabelSelectorRequirement {
            key: key.to_owned(),
            operator: operator.to_owned(),
            values: values.map(|values| values.into_iter().map(str::to_owned).collect()),
        });
    (option::of(labels(keys)), option::of(vec(requirement, 0..3)))
        .prop_map(|(match_labels, match_expressions)| LabelSelector { match_labels, match_expressions })
}

pub(crate) const POD_KEYS: &[&str] = &["app", "tier"];
pub(crate) const NAMESPACE_KEYS: &[&str] = &["env", "kubernetes.io/metadata.name"];

fn peer() -> impl Strategy<Value = NetworkPolicyPeer> {
    let selectors = prop_oneof![
        2 => (selector(POD_KEYS).prop_map(Some), option::of(selector(NAMESPACE_KEYS))),
        1 => (Just(None), selector(NAMESPACE_KEYS).prop_map(Some)),
    ]
    .prop_map(|(pod_selector, namespace_selector)| NetworkPolicyPeer {
        pod_selector,
        namespace_selector,
        ip_block: None,
    });
    let block = (select(CIDRS.to_vec()), subsequence(INNER.to_vec(), 0..=INNER.len()), any::<bool>()).prop_map(
        |(cidr, inner, listed)| {
            let range: IpNet = cidr.parse().expect("a net");
            let strictly_inside = |net: &IpNet| range.contains(net) && range != *net;
            let inside = |net: &&str| net.parse().is_ok_and(|net| strictly_inside(&net));
            let except: Vec<String> = inner.into_iter().filter(inside).map(str::to_owned).collect();
            let except = (listed || !except.is_empty()).then_some(except);
            NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.to_owned(), except }), ..Default::default() }
        },
    );
    prop_oneof![selectors, block]
}

fn port() -> impl Strategy<Value = NetworkPolicyPort> {
    let protocol = option::of(select(vec!["TCP", "UDP", "SCTP"])).prop_map(|protocol| protocol.map(str::to_owned));
    let number = prop_oneof![Just(1), Just(80), Just(82), Just(65535)];
    let range = prop_oneof![
        2 => number.clone().prop_map(|port| (Some(IntOrString::Int(port)), None)),
        3 => (number.clone(), number).prop_map(|(one, other)| {
            (Some(IntOrString::Int(one.min(other))), Some(one.max(other)))
        }),
        1 => Just((Some(IntOrString::String(PORT_NAME.to_owned())), None)),
        1 => Just((None, None)),
    ];
    (protocol, range).prop_map(|(protocol, (port, end_port))| NetworkPolicyPort { protocol, port, end_port })
}

/// A policy that an API server takes.
pub(crate) fn policy() -> impl Strategy<Value = NetworkPolicy> {
    let ingress = (option::weighted(0.8, vec(peer(), 0..4)), option::weighted(0.7, vec(port(), 0..3)))
        .prop_map(|(from, ports)| NetworkPolicyIngressRule { from, ports });
    let egress = (option::weighted(0.8, vec(peer(), 0..4)), option::weighted(0.7, vec(port(), 0..3)))
        .prop_map(|(to, ports)| NetworkPolicyEgressRule { to, ports });
    let types = option::of(subsequence(vec!["Ingress", "Egress"], 0..=2));
    let spec = (
        option::of(selector(POD_KEYS)),
        types,
        option::weighted(0.8, vec(ingress, 0..3)),
        option::weighted(0.8, vec(egress, 0..3)),
    )
        .prop_map(|(pod_selector, types, ingress, egress)| NetworkPolicySpec {
            pod_selector,
            policy_types: types.map(|types| types.into_iter().map(str::to_owned).collect()),
            ingress,
            egress,
        });
    (select(NAMESPACES.to_vec()), option::weighted(0.9, spec)).prop_map(|(namespace, spec)| NetworkPolicy {
        metadata: ObjectMeta {
            name: Some("any".to_owned()),
            namespace: Some(namespace.to_owned()),
            ..Default::default()
        },
        spec,
    })
}
