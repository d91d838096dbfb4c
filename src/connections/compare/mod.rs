//! Two sides → what opens and what closes between them.
//!
//! Both sides are judged over the same ends: addresses are cut wherever either side cuts them, and pods that a graph or
//! a policy knows by labels alone are judged by the rules of both sides. A workload of manifests is an end only on the
//! side that has it.

mod both;
mod change;
mod freed;
mod judged;
mod overlap;
mod side;

use std::collections::{BTreeMap, BTreeSet};
use std::panic;
use std::sync::Arc;
use std::thread;

use crate::analyzer::evaluate::classes::{End, EndId, PortsId};
use crate::sets::{Direction, Port, Ports};

use super::named::{Named, Own};
use super::party::Parties;
use both::Both;
use judged::{Judged, Passing};

pub use change::{Change, Kind, Who};
pub use freed::Freed;
pub use judged::Said;
pub use side::Side;

/// What differs between two sides.
#[derive(Debug)]
pub struct Comparison<'r> {
    /// The connections that differ, sorted by source and destination.
    pub changes: Vec<Change>,
    /// How many pairs of ends have the same connections on both sides.
    pub unchanged: usize,
    /// The parties that only the second side has, sorted.
    pub new: Vec<Arc<str>>,
    /// The parties that only the first side has, sorted.
    pub gone: Vec<Arc<str>>,
    /// Whether the sets of pods that a graph and the rules name overlap in more ways than were looked at: a change that
    /// only pods of several sets at once see may be missing.
    pub overlaps_are_cut: bool,
    parties: Parties,
    overlaps: BTreeSet<EndId>,
    before: Judged<'r>,
    after: Judged<'r>,
}

/// What decides one end of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why<'c> {
    /// At which end: for egress at the source, for ingress at the destination.
    pub direction: Direction,
    /// A port of which this is so.
    pub port: Port,
    /// What the first side says to it.
    pub before: Said<'c>,
    /// What the second side says to it.
    pub after: Said<'c>,
}

/// Compares two sides.
pub fn compare<'r>(before: &'r Side<'_>, after: &'r Side<'_>) -> Comparison<'r> {
    let Both { parties, ends, overlaps, overlaps_are_cut, new, gone } = Both::of(before, after);
    let judged = |rules, ends: Vec<Option<&End>>| {
        let mut judged = Judged::of(rules, ends.into_iter());
        let passing = judged.connections(&parties);
        (judged, passing)
    };
    let ((old, was), (current, is)) = thread::scope(|scope| {
        let other = scope.spawn(|| judged(before.rules(), ends.iter().map(|ends| ends.before.as_ref()).collect()));
        let current = judged(after.rules(), ends.iter().map(|ends| ends.after.as_ref()).collect());
        (other.join().unwrap_or_else(|bug| panic::resume_unwind(bug)), current)
    });
    let mut deltas = Deltas { old: &old, current: &current, known: BTreeMap::new() };
    let (mut changed, mut unchanged) = (Vec::new(), 0);
    for pair in pairs(&was, &is) {
        let (source, destination) = pair.ends;
        if !old.is_told(&parties, pair.ends) && !current.is_told(&parties, pair.ends) {
            continue;
        }
        match deltas.of(&pair) {
            Some((before, after)) => changed.push(Delta { before, after, example: pair.ends }),
            None if overlaps.contains(&source) || overlaps.contains(&destination) => {}
            None => unchanged += 1,
        }
    }
    let mut named = Named::new(&parties, Own::Counts);
    for delta in overlap::without_told(changed, &ends, &overlaps) {
        named.add(delta.example.0, delta.example.1, delta);
    }
    let changed = named.finish(|one, other| one.before == other.before && one.after == other.after);
    let changes = change::of_deltas(&parties, changed);
    Comparison { changes, unchanged, new, gone, overlaps_are_cut, parties, overlaps, before: old, after: current }
}

impl<'r> Comparison<'r> {
    /// The pods that a policy isolates on the first side, and none on the second, by name.
    pub fn freed(&self) -> Vec<Freed> {
        freed::freed(&self.parties, &self.overlaps, &self.before, &self.after)
    }

    /// Whether a policy of the first side isolates the source for egress or the destination for ingress, so that what
    /// passes there does so because somebody said so.
    pub fn is_ruled(&self, change: &Change) -> bool {
        let (source, destination) = change.example;
        let is_isolated = |end, direction| self.before.is_isolated(end, direction) == Some(true);
        is_isolated(source, Direction::Egress) || is_isolated(destination, Direction::Ingress)
    }

    /// What decides a change: at one end or both, what either side says to a port that it opens, and to one that it
    /// closes. Nothing where one of the ends is on one side only.
    pub fn why(&self, change: &Change) -> Vec<Why<'r>> {
        let shown = [change.after.minus(&change.before).first(), change.before.minus(&change.after).first()];
        shown.into_iter().flatten().flat_map(|port| self.why_on(change, port)).collect()
    }

    /// What decides a change on one port.
    fn why_on(&self, change: &Change, port: Port) -> Vec<Why<'r>> {
        let why = |direction| {
            let before = self.before.said(direction, change.example, port)?;
            let after = self.after.said(direction, change.example, port)?;
            (before.verdict.allows() != after.verdict.allows()).then_some(Why { direction, port, before, after })
        };
        Direction::BOTH.into_iter().filter_map(why).collect()
    }
}

/// What passes between two ends on either side.
#[derive(Debug, Clone)]
struct Delta {
    before: Ports,
    after: Ports,
    /// The two ends.
    example: (EndId, EndId),
}

impl Delta {
    /// Whether all that opens in another one opens here, and all that closes there closes here.
    fn holds(&self, other: &Self) -> bool {
        other.after.minus(&other.before).is_subset(&self.after.minus(&self.before))
            && other.before.minus(&other.after).is_subset(&self.before.minus(&self.after))
    }
}

/// What passes between two ends on either side, as the judges of the sides say it.
struct Pair {
    ends: (EndId, EndId),
    before: Option<PortsId>,
    after: Option<PortsId>,
}

/// The pairs of ends between which something passes on either side, in their order; both lists are sorted.
fn pairs(before: &[Passing], after: &[Passing]) -> Vec<Pair> {
    let old = before.iter().map(|passing| Pair { ends: passing.ends, before: Some(passing.ports), after: None });
    let new = after.iter().map(|passing| Pair { ends: passing.ends, before: None, after: Some(passing.ports) });
    let mut pairs: Vec<Pair> = old.chain(new).collect();
    // Stable, so that what was comes first.
    pairs.sort_by_key(|pair| pair.ends);
    pairs.dedup_by(|later, earlier| {
        let is_same = later.ends == earlier.ends;
        if is_same {
            earlier.after = later.after;
        }
        is_same
    });
    pairs
}

/// The ports that either side lets through.
type BeforeAndAfter = (Ports, Ports);

/// Ports before and after that differ, worked out once for each two sets.
struct Deltas<'j, 'r> {
    old: &'j Judged<'r>,
    current: &'j Judged<'r>,
    known: BTreeMap<(Option<PortsId>, Option<PortsId>), Option<BeforeAndAfter>>,
}

impl Deltas<'_, '_> {
    /// The ports of a pair; `None` where they are the same on both sides.
    fn of(&mut self, pair: &Pair) -> Option<BeforeAndAfter> {
        let (old, current) = (self.old, self.current);
        let delta = || {
            let (before, after) = (old.ports(pair.before), current.ports(pair.after));
            (before != after).then_some((before, after))
        };
        self.known.entry((pair.before, pair.after)).or_insert_with(delta).clone()
    }
}
