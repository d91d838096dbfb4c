//! Syntax tree → graph.
//!
//! Every name is looked up, every default filled in, every text read: selectors, ports, networks. All that is wrong is
//! reported at once, one message a cause: what hangs on something wrong is left in peace. It never derives a rule; what
//! an edge opens is not its business, only whether it could open anything at all.

mod cidr;
mod edge;
mod governed;
mod kubernetes;
mod names;
mod nodes;
mod outside;
mod part;
mod port;
mod profile;
mod selector;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::frontend::parse::tree::{File, Project};
use crate::graph::{End, Graph, Resolver};
use crate::profile::Profile;

/// The name of the profile that name resolution asks.
const DNS: &str = "dns";

/// The graph that the files of a project mean in each of its clusters, sorted by the clusters' names. `None` where an
/// error is among what was found, now or before.
///
/// The order of the files, and of tables and lists in them, does not change a graph, places aside.
pub fn clusters(project: &Project, files: Vec<File>, found: &mut Diagnostics) -> Option<Vec<Graph>> {
    Some(vec![graph(project, files, found)?])
}

/// The graph of one cluster.
fn graph(project: &Project, files: Vec<File>, found: &mut Diagnostics) -> Option<Graph> {
    let known = profile::read(project, found);
    let default = selector::DefaultSelector::read(project.default_pods.as_ref(), found);
    let namespaces = governed::namespaces(project, &files, &known, found);
    let (nodes, written) = nodes::nodes(files, namespaces, &default, found);
    let names = names::Names { nodes: &nodes, known: &known };
    let edges = edge::edges(written, names, found);
    for barren in edges.barren {
        found.push(barren);
    }
    outside::check(&edges.list, names, found);
    (!found.has_errors()).then_some(Graph {
        dns: resolver(&known.profile),
        profile: known.profile,
        namespaces: nodes.namespaces.list,
        services: nodes.services,
        groups: nodes.groups,
        externals: nodes.externals,
        edges: edges.list,
        left_out: edges.left_out,
        ..Graph::default()
    })
}

/// Whom name resolution asks.
fn resolver(profile: &Profile) -> Option<Resolver> {
    let ports = profile.names.get(DNS)?.ports.clone()?;
    Some(Resolver { end: End::Name(Arc::from(DNS)), ports })
}

#[cfg(test)]
mod tests;
