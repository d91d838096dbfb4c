//! Two states of a cluster's policies → what opens and what closes between them, and why.
//!
//! A state is the graph, or policies with the workloads of their manifests. `connections` compares the two; here each
//! change is put down to what decides it: an edge with its reason and owner where a state is a graph, else a policy.

mod cause;
mod state;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::connections::{Change, Comparison, Kind, Side, compare};
use crate::sets::{Addresses, Direction, Port};

pub use cause::Cause;
pub use state::State;

/// What differs between two states.
#[derive(Debug)]
pub struct Diff<'d> {
    /// The connections that differ, those that let more through first.
    pub changed: Vec<Changed<'d>>,
    /// How many pairs of ends have the same connections in both states.
    pub unchanged: usize,
    /// The parties that only the second state has, sorted.
    pub new: Vec<Arc<str>>,
    /// The parties that only the first state has, sorted.
    pub gone: Vec<Arc<str>>,
    /// The sets of addresses that have a name.
    pub names: BTreeMap<Addresses, String>,
}

/// A change, and what decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'d> {
    /// The change.
    pub change: Change,
    /// The ends at which it is decided; none where one of the parties is new or gone.
    pub ends: Vec<AtEnd<'d>>,
}

/// One end at which a change is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtEnd<'d> {
    /// Egress: what the caller may call; ingress: who may call the callee.
    pub direction: Direction,
    /// A port of which the causes speak.
    pub port: Port,
    /// What decided it.
    pub before: Cause<'d>,
    /// What decides it now.
    pub after: Cause<'d>,
}

impl<'d> Diff<'d> {
    /// What differs between two sides, which are those of the two states.
    pub fn of(before: (&'d State<'d>, &'d Side<'d>), after: (&'d State<'d>, &'d Side<'d>)) -> Self {
        let comparison = compare(before.1, after.1);
        let mut changed: Vec<Changed<'d>> =
            comparison.changes.iter().map(|change| changed(&comparison, change, before.0, after.0)).collect();
        // Stable, so that changes of a kind stay sorted by their names.
        changed.sort_by_key(|changed| rank(changed.change.kind()));
        let mut names = before.0.names();
        names.extend(after.0.names());
        let Comparison { unchanged, new, gone, .. } = comparison;
        Self { changed, unchanged, new, gone, names }
    }

    /// How many connections changed in this way.
    pub fn count(&self, kind: Kind) -> usize {
        self.changed.iter().filter(|changed| changed.change.kind() == kind).count()
    }

    /// Whether no connection differs, and nobody is new or gone.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.new.is_empty() && self.gone.is_empty()
    }
}

fn changed<'d>(
    comparison: &Comparison<'d>,
    change: &Change,
    before: &'d State<'d>,
    after: &'d State<'d>,
) -> Changed<'d> {
    let ends = comparison.why(change).into_iter().map(|why| AtEnd {
        direction: why.direction,
        port: why.port,
        before: before.cause(why.direction, why.port, why.before),
        after: after.cause(why.direction, why.port, why.after),
    });
    Changed { change: change.clone(), ends: ends.collect() }
}

/// What a reviewer must see first is what lets more through.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Opened => 0,
        Kind::Widened => 1,
        Kind::Replaced => 2,
        Kind::Closed => 3,
        Kind::Narrowed => 4,
    }
}
