//! The graph held against the manifests of what it speaks of: labels, ports, namespaces.
//!
//! A function for each rule, in a file of its own. Nothing of the graph is changed by what is found.

mod held;
mod host_network;
mod labels;
mod namespaces;
mod no_workload;
mod not_selected;
mod ports;
mod source_not_kept;
mod two_services;

use crate::diagnostic::{Diagnostics, Told};
use crate::frontend::Cluster;
use crate::graph::Graph;
use crate::manifest::Inventory;

use held::Held;

/// Finds where the graph of any cluster and the manifests say different things, but for what is allowed at its place.
///
/// Manifests without a workload, or with none in a namespace that a graph governs, are not what the graph speaks of:
/// then nothing is compared, and where that is so in all clusters the answer is `false`.
pub fn check(clusters: &[Cluster], inventory: &Inventory, found: &mut Diagnostics) -> bool {
    let mut told = Told::default();
    let mut any_is_compared = false;
    for Cluster { graph, allowed } in clusters {
        let mut found_here = Diagnostics::default();
        any_is_compared |= of_graph(graph, inventory, &mut found_here);
        allowed.apply(&mut found_here);
        told.add(graph.cluster.as_deref().unwrap_or_default(), found_here);
    }
    told.tell(found);
    any_is_compared
}

/// Holds one graph against the manifests, unless they speak of something else.
fn of_graph(graph: &Graph, inventory: &Inventory, found: &mut Diagnostics) -> bool {
    let held = Held::new(graph, inventory);
    if !held.speak_of_the_same() {
        return false;
    }
    namespaces::check(&held, found);
    labels::check(&held, found);
    no_workload::check(&held, found);
    not_selected::check(&held, found);
    two_services::check(&held, found);
    ports::check(&held, found);
    host_network::check(&held, found);
    source_not_kept::check(&held, found);
    true
}

#[cfg(test)]
mod tests;
