//! What is probably a mistake, though nothing forbids it.

pub mod manifests;
mod nested_selectors;
mod unused_node;
mod wide_range;

use crate::diagnostic::Diagnostics;
use crate::graph::Graph;

/// Warns of what is probably a mistake in a graph.
pub fn graph(graph: &Graph, found: &mut Diagnostics) {
    nested_selectors::check(graph, found);
    unused_node::check(graph, found);
    wide_range::check(graph, found);
}
