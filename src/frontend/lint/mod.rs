//! What is probably a mistake, though nothing forbids it.

mod both_environments;
pub mod manifests;
mod nested_selectors;
mod unused_node;
mod wide_range;

use crate::diagnostic::Diagnostics;
use crate::graph::Graph;

/// Warns of what is probably a mistake in a graph. `renamed`: whether its namespaces have names of their own in the
/// cluster.
pub fn graph(graph: &Graph, renamed: bool, found: &mut Diagnostics) {
    both_environments::check(graph, renamed, found);
    nested_selectors::check(graph, found);
    unused_node::check(graph, found);
    wide_range::check(graph, found);
}
