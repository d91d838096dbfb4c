//! What only a live cluster can show: policies that are not npgen's, and what became of npgen's own.

use super::connections::Connections;
use super::objects::Name;

/// What only a live cluster can show.
#[derive(Debug)]
pub struct Live<'d> {
    /// What policies that are not npgen's open beyond the graph, and what they close that it opens. `None` where nobody
    /// asked for connections.
    pub others: Option<Connections<'d>>,
    /// Policies of npgen's that the graph does not make, sorted: applying what npgen writes does not delete them.
    pub unwanted: Vec<Name>,
    /// Policies of npgen's that differ and into which somebody else wrote, sorted, with who did so last.
    pub edited: Vec<(Name, String)>,
}

impl Live<'_> {
    /// Whether the cluster has nothing beyond the graph.
    pub fn is_empty(&self) -> bool {
        self.others.as_ref().is_none_or(|others| others.changed.is_empty()) && self.unwanted.is_empty()
    }
}
