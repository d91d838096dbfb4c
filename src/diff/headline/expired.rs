//! Edges whose last day is over.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Headline;
use crate::connections::Kind;
use crate::diff::State;
use crate::diff::connections::Changed;
use crate::graph::{LeftOut, Why};

/// The edges that have expired and with which something closes: those that the first state has as edges, or where that
/// is no graph, all.
pub(super) fn headlines<'d>(changed: &[Changed<'_>], before: &'d State<'d>, after: &'d State<'d>) -> Vec<Headline> {
    let closes =
        |changed: &Changed<'_>| matches!(changed.change.kind(), Kind::Closed | Kind::Narrowed | Kind::Replaced);
    if !changed.iter().any(closes) {
        return Vec::new();
    }
    let known: BTreeSet<[&Arc<str>; 3]> = expired(before).map(|(_, edge)| edge).collect();
    let new = expired(after).filter(|(_, edge)| !known.contains(edge));
    new.map(|(left_out, [day, caller, callee])| Headline::EdgeExpired {
        place: left_out.place,
        day: day.clone(),
        caller: caller.clone(),
        callee: callee.clone(),
    })
    .collect()
}

/// The expired edges of a state: their last day, who calls, and who is called.
fn expired<'d>(state: &'d State<'d>) -> impl Iterator<Item = (&'d LeftOut, [&'d Arc<str>; 3])> {
    let left_out = state.meaning().into_iter().flat_map(|meaning| &meaning.graph().left_out);
    left_out.filter_map(|left_out| match &left_out.why {
        Why::Expired { day, caller, callee } => Some((left_out, [day, caller, callee])),
        Why::NodeElsewhere(_) | Why::NobodyPicked | Why::NothingGuarded => None,
    })
}
