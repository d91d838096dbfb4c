//! What the documentation of the administrator's kinds says, in so many words, over plain JSON. It shares nothing with
//! the analyzer.

use std::collections::BTreeMap;

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use npgen::sets::{Direction, Port};
use serde_json::Value as Json;

use crate::naive::{self, End};
use crate::random::NAMED_NUMBER;
use crate::world::PlainPod;

/// Whether a connection passes at the subject's end.
pub(crate) fn allows(
    policies: &[NetworkPolicy],
    admins: &[Json],
    direction: Direction,
    subject: &PlainPod,
    end: &End<'_>,
    port: Port,
) -> bool {
    let action = |tier: &str| first_action(admins, tier, direction, subject, end, port);
    match action("Admin") {
        Some("Allow" | "Accept") => return true,
        Some("Deny") => return false,
        _ => {}
    }
    if let Some(verdict) = naive::verdict(policies, direction, subject, end, port) {
        return verdict;
    }
    action("Baseline") != Some("Deny")
}

/// The tier of a policy, and its place there.
fn tier_and_priority(policy: &Json) -> (&str, u64) {
    match policy["kind"].as_str().expect("a kind") {
        "AdminNetworkPolicy" => ("Admin", policy["spec"]["priority"].as_u64().expect("a priority")),
        "BaselineAdminNetworkPolicy" => ("Baseline", u64::MAX),
        _ => {
            (policy["spec"]["tier"].as_str().expect("a tier"), policy["spec"]["priority"].as_u64().expect("a priority"))
        }
    }
}

/// The action of the first rule in a tier that matches.
fn first_action<'p>(
    policies: &'p [Json],
    tier: &str,
    direction: Direction,
    subject: &PlainPod,
    end: &End<'_>,
    port: Port,
) -> Option<&'p str> {
    let mut of_tier: Vec<&Json> = policies.iter().filter(|policy| tier_and_priority(policy).0 == tier).collect();
    of_tier.sort_by_key(|policy| tier_and_priority(policy).1);
    let (rules_key, peers_key) = match direction {
        Direction::Ingress => ("ingress", "from"),
        Direction::Egress => ("egress", "to"),
    };
    for policy in of_tier {
        if !is_pod(&policy["spec"]["subject"], subject) {
            continue;
        }
        for rule in policy["spec"][rules_key].as_array().into_iter().flatten() {
            let peers = rule[peers_key].as_array().expect("peers");
            let ports = rule.get("ports").or_else(|| rule.get("protocols"));
            let named = naive::calls_a_pod(direction, end);
            let port_fits = ports.is_none_or(|list| items(list).iter().any(|item| is_port(item, port, named)));
            if port_fits && peers.iter().any(|peer| is_peer(peer, end)) {
                return rule["action"].as_str();
            }
        }
    }
    None
}

fn items(list: &Json) -> &[Json] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn is_peer(peer: &Json, end: &End<'_>) -> bool {
    match end {
        End::Pod(pod) => is_pod(peer, pod),
        End::Address(address) => items(&peer["networks"])
            .iter()
            .any(|net| net.as_str().expect("a text").parse::<IpNet>().expect("a net").contains(address)),
        End::Other => false,
    }
}

/// Whether `namespaces` or `pods` selects a pod.
fn is_pod(selecting: &Json, pod: &PlainPod) -> bool {
    if let Some(namespaces) = selecting.get("namespaces") {
        return selects(namespaces, &pod.namespace_labels);
    }
    selecting.get("pods").is_some_and(|pods| {
        selects(&pods["namespaceSelector"], &pod.namespace_labels) && selects(&pods["podSelector"], &pod.labels)
    })
}

fn selects(selector: &Json, labels: &BTreeMap<String, String>) -> bool {
    let value = |key: &Json| labels.get(key.as_str().expect("a text"));
    let equal = |(key, value): (&String, &Json)| labels.get(key).map(String::as_str) == value.as_str();
    let holds = |requirement: &Json| {
        let value = value(&requirement["key"]);
        let is_listed = || value.is_some_and(|value| items(&requirement["values"]).iter().any(|one| one == value));
        match requirement["operator"].as_str().expect("a text") {
            "In" => is_listed(),
            "NotIn" => !is_listed(),
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            other => panic!("no operator {other}"),
        }
    };
    selector["matchLabels"].as_object().into_iter().flatten().all(equal)
        && items(&selector["matchExpressions"]).iter().all(holds)
}

fn is_port(item: &Json, port: Port, named: bool) -> bool {
    let Port::Transport(protocol, number) = port else { return false };
    let protocol = protocol.to_string();
    let within = |start: &Json, end: &Json| {
        let edge = |edge: &Json| edge.as_u64().expect("a number");
        (edge(start)..=edge(end)).contains(&u64::from(number))
    };
    let is_protocol = |item: &Json| item["protocol"].as_str().unwrap_or("TCP") == protocol;
    if let Some(one) = item.get("portNumber") {
        return is_protocol(one) && within(&one["port"], &one["port"]);
    }
    if let Some(range) = item.get("portRange") {
        return is_protocol(range) && within(&range["start"], &range["end"]);
    }
    if item.get("namedPort").or_else(|| item.get("destinationNamedPort")).is_some() {
        return named && number == NAMED_NUMBER;
    }
    let Some(attributes) = item.get(protocol.to_lowercase()) else { return false };
    let destination = &attributes["destinationPort"];
    match destination.get("number") {
        Some(number) => within(number, number),
        None => within(&destination["range"]["start"], &destination["range"]["end"]),
    }
}
