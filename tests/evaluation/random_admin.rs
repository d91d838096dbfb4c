//! Random policies of the administrator, as JSON, over the same few values.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value as Json, json};

use crate::random::{CIDRS, NAMESPACE_KEYS, POD_KEYS, PORT_NAME, selector};

/// The three kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Admin,
    Baseline,
    Cluster,
}

fn labels(keys: &'static [&'static str]) -> impl Strategy<Value = Json> {
    selector(keys).prop_map(|selector| serde_json::to_value(selector).expect("it can be written as JSON"))
}

/// `namespaces` or `pods`, as a subject or a peer.
fn pods() -> impl Strategy<Value = Json> {
    prop_oneof![
        labels(NAMESPACE_KEYS).prop_map(|selector| json!({ "namespaces": selector })),
        (labels(NAMESPACE_KEYS), labels(POD_KEYS))
            .prop_map(|(namespaces, pods)| json!({"pods": {"namespaceSelector": namespaces, "podSelector": pods}})),
    ]
}

fn peer(is_egress: bool) -> BoxedStrategy<Json> {
    if !is_egress {
        return pods().boxed();
    }
    let networks = subsequence(CIDRS.to_vec(), 1..=2).prop_map(|nets| json!({ "networks": nets }));
    let nodes = labels(POD_KEYS).prop_map(|selector| json!({ "nodes": selector }));
    prop_oneof![4 => pods(), 3 => networks, 1 => nodes].boxed()
}

fn port(kind: Kind) -> BoxedStrategy<Json> {
    let protocol = select(vec!["TCP", "UDP", "SCTP"]);
    let number = select(vec![1, 80, 82, 65535]);
    let range = select(vec![(1, 80), (1, 82), (1, 65535), (80, 82), (80, 65535), (82, 65535)]);
    if kind == Kind::Cluster {
        let on = |(protocol, port): (&str, Json)| json!({protocol.to_lowercase(): {"destinationPort": port}});
        return prop_oneof![
            (protocol.clone(), number.prop_map(|number| json!({ "number": number }))).prop_map(on),
            (protocol, range.prop_map(|(start, end)| json!({"range": {"start": start, "end": end}}))).prop_map(on),
            Just(json!({"destinationNamedPort": PORT_NAME})),
        ]
        .boxed();
    }
    prop_oneof![
        (option::of(protocol.clone()), number).prop_map(|(protocol, port)| match protocol {
            Some(protocol) => json!({"portNumber": {"protocol": protocol, "port": port}}),
            None => json!({"portNumber": {"port": port}}),
        }),
        (protocol, range).prop_map(
            |(protocol, (start, end))| json!({"portRange": {"protocol": protocol, "start": start, "end": end}})
        ),
        Just(json!({"namedPort": PORT_NAME})),
    ]
    .boxed()
}

fn rule(kind: Kind, is_egress: bool) -> impl Strategy<Value = Json> {
    let actions = match kind {
        Kind::Admin => vec!["Allow", "Deny", "Pass"],
        Kind::Baseline => vec!["Allow", "Deny"],
        Kind::Cluster => vec!["Accept", "Deny", "Pass"],
    };
    let ports = option::of(vec(port(kind), 1..3));
    (select(actions), vec(peer(is_egress), 1..4), ports).prop_map(move |(action, peers, ports)| {
        let mut rule = json!({"action": action, (if is_egress { "to" } else { "from" }): peers});
        if let Some(ports) = ports {
            rule[if kind == Kind::Cluster { "protocols" } else { "ports" }] = json!(ports);
        }
        rule
    })
}

/// A policy without a name and a priority.
fn policy(kind: Kind) -> impl Strategy<Value = Json> {
    let tier = select(vec!["Admin", "Baseline"]);
    let rules = |is_egress| option::weighted(0.8, vec(rule(kind, is_egress), 0..4));
    (pods(), rules(false), rules(true), tier).prop_map(move |(subject, ingress, egress, tier)| {
        let (version, name) = match kind {
            Kind::Admin => ("v1alpha1", "AdminNetworkPolicy"),
            Kind::Baseline => ("v1alpha1", "BaselineAdminNetworkPolicy"),
            Kind::Cluster => ("v1alpha2", "ClusterNetworkPolicy"),
        };
        let mut spec = json!({ "subject": subject });
        for (key, rules) in [("ingress", ingress), ("egress", egress)] {
            if let Some(rules) = rules {
                spec[key] = json!(rules);
            }
        }
        if kind == Kind::Cluster {
            spec["tier"] = json!(tier);
        }
        json!({
            "apiVersion": format!("policy.networking.k8s.io/{version}"),
            "kind": name,
            "metadata": {"name": "default"},
            "spec": spec,
        })
    })
}

/// Policies that an API server takes, no two of which have the same priority, at most one of them the baseline.
pub(crate) fn policies() -> impl Strategy<Value = Vec<Json>> {
    let some = prop_oneof![policy(Kind::Admin), policy(Kind::Cluster)];
    (vec(some, 0..5), option::of(policy(Kind::Baseline)), select(vec![1, 3, 7])).prop_map(
        |(mut policies, baseline, step)| {
            for (at, policy) in policies.iter_mut().enumerate() {
                policy["metadata"]["name"] = json!(format!("p{at}"));
                // Steps that share no factor with 11 put the priorities in all kinds of orders.
                policy["spec"]["priority"] = json!((at + 1) * step % 11);
            }
            policies.extend(baseline);
            policies
        },
    )
}
