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

use crate::diagnostic::Diagnostics;
use crate::graph::Graph;
use crate::manifest::Inventory;

use held::Held;

/// Finds where the graph and the manifests say different things.
///
/// Manifests without a workload, or with none in a namespace that the graph governs, are not what the graph speaks of:
/// then nothing is compared, and the answer is `false`.
pub fn check(graph: &Graph, inventory: &Inventory, found: &mut Diagnostics) -> bool {
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
