//! Which connections open and close between two states, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::connections::{Change, Comparison, Kind, Side, compare};
use crate::diagnostic::Place;
use crate::sets::{Direction, Port};

use super::headline::{self, Headline};
use super::{Cause, Names, State};

/// Which connections differ between two states.
#[derive(Debug)]
pub struct Connections<'d> {
    /// What must not be missed among the rest, the gravest first.
    pub headlines: Vec<Headline>,
    /// The connections that differ, those that let more through first.
    pub changed: Vec<Changed<'d>>,
    /// How many pairs of ends have the same connections in both states.
    pub unchanged: usize,
    /// The parties that only the second state has, sorted.
    pub new: Vec<Arc<str>>,
    /// The parties that only the first state has, sorted.
    pub gone: Vec<Arc<str>>,
    /// Whether sets of pods overlap in more ways than were looked at: a change that only pods of several sets at once see
    /// may be missing.
    pub overlaps_are_cut: bool,
    /// The names that a graph has for sets of addresses and of pods.
    pub names: Names,
    /// Where the parties are declared that the second state has, by name.
    pub places: BTreeMap<Arc<str>, Place>,
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

impl<'d> Connections<'d> {
    /// What differs between two sides, which are those of the two states.
    pub fn of(before: (&'d State<'d>, &'d Side<'d>), after: (&'d State<'d>, &'d Side<'d>)) -> Self {
        let comparison = compare(before.1, after.1);
        let changed = put_down(&comparison, |_| true, before.0, after.0);
        let mut names = before.0.names();
        names.add(after.0.names());
        let headlines = headline::all(&comparison, &changed, before, after);
        let Comparison { unchanged, new, gone, overlaps_are_cut, .. } = comparison;
        Self { headlines, changed, unchanged, new, gone, overlaps_are_cut, names, places: after.0.places() }
    }

    /// What other policies change beside a graph: all that they open, and of what they close that which the graph lets
    /// through because an edge says so. The first state is the graph alone, the second one the graph beside them.
    pub fn by_others(alone: (&'d State<'d>, &'d Side<'d>), beside: (&'d State<'d>, &'d Side<'d>)) -> Self {
        let comparison = compare(alone.1, beside.1);
        let is_told = |change: &Change| match change.kind() {
            Kind::Opened | Kind::Widened | Kind::Replaced => true,
            Kind::Closed | Kind::Narrowed => comparison.is_ruled(change),
        };
        let changed = put_down(&comparison, is_told, alone.0, beside.0);
        let (names, places) = (beside.0.names(), beside.0.places());
        let Comparison { unchanged, new, gone, overlaps_are_cut, .. } = comparison;
        Self { headlines: Vec::new(), changed, unchanged, new, gone, overlaps_are_cut, names, places }
    }

    /// How many connections changed in this way.
    pub fn count(&self, kind: Kind) -> usize {
        self.changed.iter().filter(|changed| changed.change.kind() == kind).count()
    }

    /// Whether no connection differs, nobody is new or gone, and there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.headlines.is_empty() && self.changed.is_empty() && self.new.is_empty() && self.gone.is_empty()
    }
}

/// The changes that are told, each with what decides it, those that let more through first.
fn put_down<'d>(
    comparison: &Comparison<'d>,
    is_told: impl Fn(&Change) -> bool,
    before: &'d State<'d>,
    after: &'d State<'d>,
) -> Vec<Changed<'d>> {
    let told = comparison.changes.iter().filter(|change| is_told(change));
    let mut changed: Vec<Changed<'d>> = told.map(|change| changed(comparison, change, before, after)).collect();
    // Stable, so that changes of a kind stay sorted by their names.
    changed.sort_by_key(|changed| rank(changed.change.kind()));
    changed
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
