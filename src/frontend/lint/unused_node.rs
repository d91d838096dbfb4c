//! `unused-node`: nodes that no edge has as an end.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::unused_node;
use crate::graph::{End, ExternalId, Graph, GroupId, ServiceId};

/// Looks at every service, group and external. Whoever resolves names is called without an edge.
pub(super) fn check(graph: &Graph, found: &mut Diagnostics) {
    let ends = graph.edges.iter().flat_map(|edge| [&edge.caller, &edge.callee]);
    let used: BTreeSet<&End> = ends.chain(graph.dns.iter().map(|dns| &dns.end)).collect();
    for (id, node) in (0..).map(ServiceId).zip(&graph.services) {
        if !used.contains(&End::Service(id)) && node.resolve != Some(true) {
            found.push(unused_node::node(node.place, "service", &node.name));
        }
    }
    for (id, node) in (0..).map(GroupId).zip(&graph.groups) {
        if !used.contains(&End::Group(id)) && node.resolve != Some(true) {
            found.push(unused_node::node(node.place, "group", &node.name));
        }
    }
    for (id, node) in (0..).map(ExternalId).zip(&graph.externals) {
        if !used.contains(&End::External(id)) {
            found.push(unused_node::node(node.place, "external", &node.name));
        }
    }
}
