//! What a person has to know or decide about a node, as comments behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::intents::{end, some};
use super::table::string;
use crate::draft::guess::{Services, target};
use crate::draft::is_system;
use crate::draft::node::{Node, Plan};
use crate::draft::port;
use crate::manifest::inventory::{Service, ServiceKind};

/// How many hosts outside the manifests are shown for one node.
const SHOWN: usize = 10;

/// All notes about a node, the most urgent first.
pub(super) fn notes(plan: &Plan<'_>, namespace: &str, node: &Node<'_>, services: &Services<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    from_outside(node, &mut notes);
    through_ingress(namespace, node, services, &mut notes);
    for (service, number) in port::undeclared(&node.workloads, &node.services) {
        notes.push(format!("Service {service} leads to port {number}, which no container declares"));
    }
    no_edges(plan, namespace, node, services, &mut notes);
    for (about, read) in &node.guesses.unclear {
        notes.push(format!("{about}: {}", read_in(read)));
    }
    if !node.guesses.api_server.is_empty() {
        notes.push(format!("seems to call `@kube-apiserver`: {}", read_in(&node.guesses.api_server)));
    }
    outside(&node.guesses.outside, &mut notes);
    notes
}

/// Services that let calls in from outside the cluster.
fn from_outside(node: &Node<'_>, notes: &mut Vec<String>) {
    for service in &node.services {
        let kind = match service.kind {
            ServiceKind::NodePort => "NodePort",
            ServiceKind::LoadBalancer => "LoadBalancer",
            ServiceKind::ClusterIp | ServiceKind::Headless | ServiceKind::ExternalName(_) => continue,
        };
        let callers = callers("@anywhere", service, node);
        notes.push(format!("Service {} is a {kind}; where everyone may call it: {callers}", service.name));
    }
}

/// Ingresses that lead to the node.
fn through_ingress(namespace: &str, node: &Node<'_>, services: &Services<'_>, notes: &mut Vec<String>) {
    for ingress in services.inventory().ingresses.iter().filter(|ingress| &*ingress.namespace == namespace) {
        let leads = |service: &&&Service| ingress.backends.iter().any(|backend| backend.service == service.name);
        if let Some(service) = node.services.iter().find(leads) {
            let callers = callers("@ingress", service, node);
            notes.push(format!(
                "Ingress {} leads here; once npgen.toml says what `@ingress` is: {callers}",
                ingress.name
            ));
        }
    }
}

/// An edge from a name to the ports of a node to which a Service leads.
fn callers(name: &str, service: &Service, node: &Node<'_>) -> String {
    let leads = |port: &&port::Port| {
        let is_target =
            |of: &_| node.workloads.iter().any(|(_, workload)| target(of, workload) == Some(port.spec.number));
        service.ports.iter().any(is_target)
    };
    let ends = node.ports.iter().filter(leads).map(|port| string(&format!("{name}:{}", port.in_edge())));
    format!("callers = [{}]", ends.collect::<Vec<_>>().join(", "))
}

/// Calls that are no edges of the draft.
fn no_edges(plan: &Plan<'_>, namespace: &str, node: &Node<'_>, services: &Services<'_>, notes: &mut Vec<String>) {
    for (callee, read) in &node.guesses.calls {
        let read = read_in(read);
        if let Some((end, host_network)) = end(plan, namespace, callee) {
            if node.host_network || host_network {
                let end = string(&end);
                notes.push(format!("seems to call {end}, for which npgen.toml must say `node_cidr`: {read}"));
            }
        } else if let Some(workload) = services.inventory().workloads.get(callee.workload) {
            let why = if is_system(&workload.namespace) { "Kubernetes' own" } else { "without labels" };
            let name = format!("{} {}/{}", workload.kind, workload.namespace, workload.name);
            notes.push(format!("seems to call {name}, {why}, at port {}: {read}", callee.number));
        }
    }
}

/// Hosts that are no Services.
fn outside(hosts: &BTreeMap<String, BTreeSet<String>>, notes: &mut Vec<String>) {
    for (host, read) in hosts.iter().take(SHOWN) {
        notes.push(format!("names {host}, no Service of these manifests: {}", read_in(read)));
    }
    let more = hosts.len().saturating_sub(SHOWN);
    if more > 0 {
        notes.push(format!("names {more} more hosts that are no Services of these manifests"));
    }
}

fn read_in(read: &BTreeSet<String>) -> String {
    some(read.iter().map(String::as_str))
}
