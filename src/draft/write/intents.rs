//! The intent file of one namespace.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, array, inline, key, string};
use super::{comment, notes};
use crate::diagnostic::{Sources, escaped};
use crate::draft::guess::{Callee, Services};
use crate::draft::node::{Node, Plan};
use crate::draft::port::Port;
use crate::draft::selector::Selector;
use crate::draft::syntax::is_label;

/// The label that every namespace has with its name, which the language does not take among `labels`.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

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
    let mut text = format!("#:schema ../intents.schema.json\n\n{}", head.text());
    let labels = namespace_labels(namespace, services);
    if !labels.is_empty() {
        let mut table = Table::default();
        table.put("labels", inline(labels.iter().map(|(key, value)| (*key, string(value)))));
        text.extend(["\n[namespaces.", &key(namespace), "]\n", &table.text()]);
    }
    for node in nodes {
        text.push('\n');
        text.push_str(&heading(node, sources));
        text.extend(["[services.", &key(&node.name), "]\n"]);
        text.push_str(&fields(plan, namespace, node));
        for note in notes::notes(plan, namespace, node, services) {
            text.push_str(&comment(&note));
        }
    }
    text
}

/// The labels that the namespace has as an object, by which groups and guards may select it; its name is not among them.
fn namespace_labels<'i>(namespace: &str, services: &Services<'i>) -> Vec<(&'i str, &'i str)> {
    let labels = services.inventory().namespace(namespace).into_iter().flat_map(|found| &found.labels);
    let labels = labels.filter(|(key, value)| &***key != NAMESPACE_NAME && is_label(key, value));
    labels.map(|(key, value)| (&**key, &**value)).collect()
}

/// Where a node comes from.
fn heading(node: &Node<'_>, sources: &Sources) -> String {
    let from = node.workloads.iter().map(|(_, workload)| {
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

/// How a callee is named in an edge, seen from a namespace, and whether its pods are nodes. `None` where it is no node
/// of the draft.
pub(super) fn end(plan: &Plan<'_>, namespace: &str, callee: &Callee) -> Option<(String, bool)> {
    let (other, at) = plan.node_of.get(&callee.workload)?;
    let node = plan.namespaces.get(other)?.get(*at)?;
    let called = |port: &&Port| port.spec.number == callee.number && port.spec.protocol == callee.protocol;
    let port = node.ports.iter().find(called)?.in_edge();
    let name = if *other == namespace { node.name.clone() } else { format!("{other}/{}", node.name) };
    Some((format!("{name}:{port}"), node.host_network))
}

/// An array of edges, a line each if there are several, with where each was read behind it.
fn guessed(calls: &BTreeMap<String, BTreeSet<&str>>) -> String {
    if let (1, Some((end, read))) = (calls.len(), calls.first_key_value()) {
        return format!("[{}]  # guess: {}", string(end), some(read.iter().copied()));
    }
    let ends: Vec<String> = calls.keys().map(|end| format!("{},", string(end))).collect();
    let width = ends.iter().map(|end| end.chars().count()).max().unwrap_or_default();
    let lines = ends.iter().zip(calls.values());
    let lines: Vec<String> =
        lines.map(|(end, read)| format!("  {end:width$}  # guess: {}", some(read.iter().copied()))).collect();
    format!("[\n{}\n]", lines.join("\n"))
}

/// The first texts, and how many more there are.
pub(super) fn some<'t>(texts: impl ExactSizeIterator<Item = &'t str>) -> String {
    const FEW: usize = 3;
    let more = texts.len().saturating_sub(FEW);
    let shown = texts.take(FEW).collect::<Vec<_>>().join("; ");
    // A variable's name, for one, is whatever a manifest says.
    let shown = escaped(&shown);
    if more == 0 { shown.into_owned() } else { format!("{shown} and {more} more") }
}
