//! The intent file of one namespace.

use std::collections::{BTreeMap, BTreeSet};

use super::comment;
use super::table::{Table, array, inline, key, string};
use crate::diagnostic::Sources;
use crate::draft::guess::{Callee, Services};
use crate::draft::is_system;
use crate::draft::node::{Node, Plan};
use crate::draft::port::{self, Port};
use crate::draft::selector::Selector;
use crate::manifest::inventory::{Service, ServiceKind};

/// Of how many things the same is said before only their number is.
const SHOWN: usize = 10;

/// The whole file.
pub(super) fn text(
    plan: &Plan<'_>,
    namespace: &str,
    nodes: &[Node<'_>],
    services: &Services<'_>,
    sources: &Sources,
) -> String {
    let mut head = Table::default();
    head.put("namespace", string(namespace));
    let mut text = head.text();
    for node in nodes {
        text.push('\n');
        text.push_str(&heading(node, sources));
        text.extend(["[services.", &key(&node.name), "]\n"]);
        text.push_str(&fields(plan, namespace, node));
        for note in notes(plan, namespace, node, services) {
            text.push_str(&comment(&note));
        }
    }
    text
}

/// Where a node comes from.
fn heading(node: &Node<'_>, sources: &Sources) -> String {
    let from = node.workloads.iter().map(|workload| {
        let path = sources.get(workload.place.source).map_or("", |source| source.path.as_str());
        comment(&format!("{} {}, {path}", workload.kind, workload.name))
    });
    from.collect()
}

fn fields(plan: &Plan<'_>, namespace: &str, node: &Node<'_>) -> String {
    let mut table = Table::default();
    if let Some(pods) = &node.pods {
        table.put("pods", selector(pods));
    }
    if node.host_network {
        table.put("host_network", "true".to_owned());
    }
    if !node.ports.is_empty() {
        table.put("ports", ports(&node.ports));
    }
    let calls = calls(plan, namespace, node);
    if !calls.is_empty() {
        table.put("calls", guessed(&calls));
    }
    table.text()
}

fn selector(pods: &Selector) -> String {
    let labels = pods.labels.iter().map(|(key, value)| (&**key, string(value)));
    inline(labels.chain(pods.absent.iter().map(|key| (&**key, "false".to_owned()))))
}

fn ports(ports: &[Port]) -> String {
    let spec = |port: &Port| match port.spec.to_string() {
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => number,
        spec => string(&spec),
    };
    if ports.iter().any(|port| port.name.is_none()) {
        array(ports.iter().map(spec))
    } else {
        inline(ports.iter().map(|port| (port.name.as_deref().unwrap_or_default(), spec(port))))
    }
}

/// The ends of the calls that can be edges, each with where it was read.
fn calls<'n>(plan: &Plan<'_>, namespace: &str, node: &'n Node<'_>) -> BTreeMap<String, BTreeSet<&'n str>> {
    let mut calls: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (callee, read) in &node.guesses.calls {
        match end(plan, namespace, callee) {
            Some((end, host_network)) if !host_network && !node.host_network => {
                calls.entry(end).or_default().extend(read.iter().map(String::as_str));
            }
            _ => {}
        }
    }
    calls
}

/// How a callee is named in an edge, seen from a namespace, and whether its pods are nodes.
fn end(plan: &Plan<'_>, namespace: &str, callee: &Callee) -> Option<(String, bool)> {
    let (other, at) = plan.node_of.get(&callee.workload)?;
    let node = plan.namespaces.get(other)?.get(*at)?;
    let called = |port: &&Port| port.spec.number == callee.number && port.spec.protocol == callee.protocol;
    let port = node.ports.iter().find(called)?.in_edge();
    let name = if *other == namespace { node.name.clone() } else { format!("{other}/{}", node.name) };
    Some((format!("{name}:{port}"), node.host_network))
}

/// An array of edges, a line each, with where each was read behind it.
fn guessed(calls: &BTreeMap<String, BTreeSet<&str>>) -> String {
    let ends: Vec<String> = calls.keys().map(|end| format!("{},", string(end))).collect();
    let width = ends.iter().map(|end| end.chars().count()).max().unwrap_or_default();
    let lines = ends.iter().zip(calls.values());
    let lines: Vec<String> =
        lines.map(|(end, read)| format!("  {end:width$}  # guess: {}", some(read, "; "))).collect();
    format!("[\n{}\n]", lines.join("\n"))
}

/// What a person has to know or decide about a node.
fn notes(plan: &Plan<'_>, namespace: &str, node: &Node<'_>, services: &Services<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let ports: Vec<String> = node.ports.iter().map(Port::in_edge).collect();
    for service in &node.services {
        if let Some(kind) = from_outside(service) {
            notes.push(format!("who calls from outside? Service {} is {kind}", service.name));
        }
    }
    for ingress in &services.inventory().ingresses {
        let leads = |name: &str| node.services.iter().any(|service| &*service.name == name);
        if &*ingress.namespace == namespace && ingress.backends.iter().any(|backend| leads(&backend.service)) {
            notes.push(format!("Ingress {} leads here: `@ingress` of npgen.toml calls it", ingress.name));
        }
    }
    for (service, number) in port::undeclared(&node.workloads, &node.services) {
        notes.push(format!("Service {service} leads to port {number}, which no container declares"));
    }
    for (callee, read) in &node.guesses.calls {
        let read = some(&read.iter().map(String::as_str).collect(), "; ");
        match end(plan, namespace, callee) {
            Some((_, false)) if !node.host_network => {}
            Some((end, _)) => notes.push(format!("calls {} on the host network, as it seems: {read}", string(&end))),
            None => {
                let workload = services.inventory().workloads.get(callee.workload);
                let Some(workload) = workload else { continue };
                let why = if is_system(&workload.namespace) { "of the system" } else { "without labels" };
                let name = format!("{} {}/{}", workload.kind, workload.namespace, workload.name);
                notes.push(format!("calls {name} {why}, port {}, as it seems: {read}", callee.number));
            }
        }
    }
    for (about, read) in &node.guesses.unclear {
        notes.push(format!("{about}: {}", some(&read.iter().map(String::as_str).collect(), "; ")));
    }
    if !node.guesses.api_server.is_empty() {
        let read = some(&node.guesses.api_server.iter().map(String::as_str).collect(), "; ");
        notes.push(format!("calls `@kube-apiserver`, as it seems: {read}"));
    }
    for (host, read) in node.guesses.outside.iter().take(SHOWN) {
        let read = some(&read.iter().map(String::as_str).collect(), "; ");
        notes.push(format!("names {host}, which is no Service of these manifests: {read}"));
    }
    if let Some(more) = node.guesses.outside.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        notes.push(format!("names {more} more hosts that are no Services of these manifests"));
    }
    let _ = ports;
    notes
}

/// How a Service lets calls in from outside the cluster, if it does.
fn from_outside(service: &Service) -> Option<&'static str> {
    match service.kind {
        ServiceKind::NodePort => Some("a NodePort"),
        ServiceKind::LoadBalancer => Some("a LoadBalancer"),
        ServiceKind::ClusterIp | ServiceKind::Headless | ServiceKind::ExternalName(_) => None,
    }
}

/// The first texts, and how many more there are.
fn some(texts: &BTreeSet<&str>, between: &str) -> String {
    const FEW: usize = 3;
    let shown: Vec<&str> = texts.iter().copied().take(FEW).collect();
    match texts.len().checked_sub(FEW) {
        None | Some(0) => shown.join(between),
        Some(more) => format!("{} and {more} more", shown.join(between)),
    }
}
