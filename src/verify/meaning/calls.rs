//! Which edges an end has a part in.

use std::collections::BTreeMap;

use crate::graph::{Edge, End, Graph};
use crate::sets::Direction;

/// The edges of a graph by their ends.
#[derive(Debug)]
pub(super) struct Calls<'g> {
    /// By caller.
    out: BTreeMap<&'g End, Vec<&'g Edge>>,
    /// By callee.
    into: BTreeMap<&'g End, Vec<&'g Edge>>,
}

impl<'g> Calls<'g> {
    /// Looks through the edges of a graph.
    pub(super) fn of(graph: &'g Graph) -> Self {
        let mut calls = Self { out: BTreeMap::new(), into: BTreeMap::new() };
        for edge in &graph.edges {
            calls.out.entry(&edge.caller).or_default().push(edge);
            calls.into.entry(&edge.callee).or_default().push(edge);
        }
        calls
    }

    /// The edges of which `end` is the caller (egress), or the callee (ingress).
    pub(super) fn of_end(&self, end: &End, direction: Direction) -> impl Iterator<Item = &'g Edge> {
        let edges = match direction {
            Direction::Egress => self.out.get(end),
            Direction::Ingress => self.into.get(end),
        };
        edges.into_iter().flatten().copied()
    }
}
