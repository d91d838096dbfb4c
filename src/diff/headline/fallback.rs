//! What opens wider than it was meant.

use std::collections::BTreeMap;

use super::{ByEdge, Headline, opening};
use crate::diagnostic::Place;
use crate::diff::connections::Changed;
use crate::graph::Widening;

/// The edges that open something, and more than was meant, with one change each.
pub(super) fn headlines(changed: &[Changed<'_>]) -> Vec<Headline> {
    let mut widened: BTreeMap<Place, (Vec<Widening>, ByEdge)> = BTreeMap::new();
    for (edge, change) in opening(changed).filter(|(edge, _)| !edge.widened().is_empty()) {
        widened.entry(change.place).or_insert_with(|| (edge.widened().to_vec(), change));
    }
    widened.into_values().map(|(widened, edge)| Headline::Fallback { widened, edge }).collect()
}
