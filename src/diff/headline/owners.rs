//! What opens between what different owners answer for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ByEdge, Headline, opening};
use crate::diagnostic::Place;
use crate::diff::State;
use crate::diff::connections::Changed;
use crate::graph::{End, Graph};

/// The edges that open something between two owners, with one change each.
pub(super) fn headlines<'d>(changed: &[Changed<'d>], after: &'d State<'d>) -> Vec<Headline> {
    let Some(meaning) = after.meaning() else { return Vec::new() };
    let mut crossed: BTreeMap<Place, (Arc<str>, Arc<str>, ByEdge)> = BTreeMap::new();
    for (edge, change) in opening(changed) {
        let owners = (owner(meaning.graph(), &edge.caller), owner(meaning.graph(), &edge.callee));
        if let (Some(from), Some(to)) = owners
            && from != to
        {
            crossed.entry(change.place).or_insert((from, to, change));
        }
    }
    crossed.into_values().map(|(from, to, edge)| Headline::OwnersCrossed { from, to, edge }).collect()
}

/// Who answers for an end; `None` where nobody is said to.
fn owner(graph: &Graph, end: &End) -> Option<Arc<str>> {
    match end {
        End::Service(id) => {
            let service = graph.service(*id)?;
            service.owner.clone().or_else(|| graph.namespace(service.namespace)?.owner.clone())
        }
        End::Group(id) => graph.group(*id)?.owner.clone(),
        End::Namespace(id) | End::PodsOf(id) => graph.namespace(*id)?.owner.clone(),
        End::External(_) | End::Cluster | End::Anywhere | End::World | End::Internet | End::Nodes | End::Name(_) => {
            None
        }
    }
}
