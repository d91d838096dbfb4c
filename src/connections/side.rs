//! One side of a comparison: what can be an end there, and the rules that judge it.

use std::borrow::Cow;

use crate::analyzer::evaluate::Rules;
use crate::graph::Graph;
use crate::manifest::inventory::Inventory;

use super::party::Party;
use super::{graph, objects};

/// What can be an end, and the rules that judge it.
#[derive(Debug)]
pub struct Side<'a> {
    pub(super) parties: Vec<Party>,
    pub(super) rules: Cow<'a, Rules>,
    /// Whether the parties are known by their labels alone, so that they can be judged by other rules too.
    pub(super) is_graph: bool,
}

impl<'a> Side<'a> {
    /// The services and groups of a graph, under what it means.
    pub fn of_graph(graph: &Graph) -> Self {
        let (parties, rules) = (graph::nodes(graph), Cow::Owned(graph::meant(graph)));
        Self { parties, rules, is_graph: true }
    }

    /// The workloads of an inventory, under the rules of policies.
    pub fn of_objects(inventory: &Inventory, rules: &'a Rules) -> Self {
        Self { parties: objects::workloads(inventory), rules: Cow::Borrowed(rules), is_graph: false }
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}
