//! What can be an end, and the rules that judge it.

use std::borrow::Cow;

use crate::analyzer::evaluate::Rules;
use crate::connections::party::Party;
use crate::connections::{graph, objects};
use crate::manifest::inventory::Inventory;
use crate::verify::meaning::Meaning;

/// One side of a comparison: what can be an end, and the rules that judge it.
#[derive(Debug)]
pub struct Side<'a> {
    pub(super) parties: Vec<Party>,
    /// Whether these are nodes of a graph, which are known by labels alone: then they can be judged by other rules too.
    pub(super) is_graph: bool,
    /// Whether pods that nobody is, but that a policy names, can be ends too.
    pub(super) has_absent: bool,
    pub(super) rules: Cow<'a, Rules>,
}

impl<'a> Side<'a> {
    /// The services and groups of a graph, under what it means.
    pub fn of_graph(meaning: &Meaning<'_>) -> Self {
        Self {
            parties: graph::nodes(meaning),
            is_graph: true,
            has_absent: true,
            rules: Cow::Owned(graph::rules(meaning)),
        }
    }

    /// The workloads of an inventory, under the rules of policies.
    pub fn of_objects(inventory: &Inventory, rules: &'a Rules) -> Self {
        Self { parties: objects::workloads(inventory), is_graph: false, has_absent: false, rules: Cow::Borrowed(rules) }
    }

    /// The same, with the pods that a policy names and that no workload has: they may come.
    pub fn with_absent(self) -> Self {
        Self { has_absent: true, ..self }
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}
