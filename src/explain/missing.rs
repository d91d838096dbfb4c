//! The edge that would let a denied connection through.
//!
//! Written at one end it is enough, save where the other end's owner must answer for it: then it is written at both.

use crate::diagnostic::Place;
use crate::graph::{DeclaredPort, End, Graph};
use crate::sets::{Peer, PortRange, Ports};

use super::Extent;
use super::end::{Asked, ports_of, service_path};

/// What to write in one file so that a connection passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The table of the node that writes the edge: `[services.web]`.
    pub table: String,
    /// Where that node is declared.
    pub place: Place,
    /// The list to add to: `calls` or `callers`.
    pub list: &'static str,
    /// The entry, as TOML.
    pub entry: String,
    /// A table to add below, where one end is not declared yet.
    pub declare: Option<String>,
}

/// The edge from `caller` to `callee` on these ports, each with how much of it passes at its side, at each end where it
/// is to be written. Empty where an edge would not help: where neither end could get a rule, where an end that gets none
/// denies it itself, or where the callee declares other ports.
pub(super) fn edge(
    graph: &Graph,
    (caller, out): (&Asked, Extent),
    (callee, into): (&Asked, Extent),
    ports: &Ports,
) -> Vec<Missing> {
    let Some(ports) = asked_ports(ports, &ports_of(graph, callee.end.as_ref())) else { return Vec::new() };
    let at_caller = |(table, place): (String, Place)| {
        let (name, declare) = named(graph, callee)?;
        Some(Missing { table, place, list: "calls", entry: entry("to", &name, &ports), declare })
    };
    let at_callee = |(table, place): (String, Place)| {
        let (name, declare) = named(graph, caller)?;
        Some(Missing { table, place, list: "callers", entry: entry("from", &name, &ports), declare })
    };
    match (writer(graph, caller.end.as_ref()), writer(graph, callee.end.as_ref())) {
        (Some(own), Some(other)) => {
            let other = Some(other).filter(|_| needs_answer(graph, caller.end.as_ref(), callee.end.as_ref()));
            at_caller(own).into_iter().chain(other.and_then(at_callee)).collect()
        }
        (Some(own), None) if into == Extent::All => at_caller(own).into_iter().collect(),
        (None, Some(own)) if out == Extent::All => at_callee(own).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether the callee's owner must write the edge, too, beside the caller's.
fn needs_answer(graph: &Graph, caller: Option<&End>, callee: Option<&End>) -> bool {
    let owner = |end: Option<&End>| match end? {
        End::Service(id) => graph.namespace(graph.service(*id)?.namespace)?.owner.clone(),
        End::Group(id) => graph.group(*id)?.owner.clone(),
        _ => None,
    };
    let callees = owner(callee);
    graph.consent_of_both && callees.is_some() && callees != owner(caller)
}

/// The table and the place of a node whose pods get rules.
fn writer(graph: &Graph, end: Option<&End>) -> Option<(String, Place)> {
    match end? {
        End::Service(id) => {
            graph.service(*id).map(|service| (format!("[services.{}]", key(&service.name)), service.place))
        }
        End::Group(id) => graph.group(*id).map(|group| (format!("[groups.{}]", key(&group.name)), group.place)),
        _ => None,
    }
}

/// An end as an edge names it, and the table that declares it where nothing does yet.
fn named(graph: &Graph, asked: &Asked) -> Option<(String, Option<String>)> {
    match &asked.end {
        Some(End::Service(id)) => Some((service_path(graph, *id), None)),
        Some(_) => Some((asked.text.clone(), None)),
        None => {
            let [Peer::Addresses(addresses)] = asked.called.as_slice() else { return None };
            // A range is never a pod or a node: the cluster's own are cut out of an external.
            if !addresses.is_subset(&addresses.minus(&graph.profile.inside())) {
                return None;
            }
            let nets: Vec<String> = addresses.to_nets().iter().map(|net| format!("\"{net}\"")).collect();
            let name = format!("at-{}", asked.text.replace(['.', ':', '/'], "-").trim_matches('-'));
            let table = format!("[externals.{name}]\ncidr = [{}]\n", nets.join(", "));
            Some((name, Some(table)))
        }
    }
}

/// The ports as an edge asks for them; `None` where the callee declares ports and not these.
fn asked_ports(asked: &Ports, declared: &[DeclaredPort]) -> Option<Vec<String>> {
    if asked.is_all() {
        return Some(vec!["any".to_owned()]);
    }
    let mut texts: Vec<String> = Vec::new();
    let mut covered = Ports::none();
    for port in declared.iter().filter(|port| port.range.to_ports().is_subset(asked)) {
        covered = covered.union(&port.range.to_ports());
        texts.push(port.name.as_ref().map_or_else(|| port.range.to_string(), ToString::to_string));
    }
    texts.dedup();
    let rest = asked.minus(&covered);
    if rest.is_empty() {
        return Some(texts);
    }
    if !declared.is_empty() {
        return None;
    }
    Some(PortRange::of_ports(&rest).iter().map(ToString::to_string).collect())
}

/// An entry of `calls` or `callers`.
fn entry(end: &str, name: &str, ports: &[String]) -> String {
    match ports {
        [one] => format!("\"{name}:{one}\""),
        several => {
            let listed: Vec<String> = several.iter().map(|port| format!("\"{port}\"")).collect();
            format!("{{ {end} = \"{name}\", port = [{}] }}", listed.join(", "))
        }
    }
}

/// A name as a key of TOML.
fn key(name: &str) -> String {
    if name.contains('.') { format!("\"{name}\"") } else { name.to_owned() }
}
