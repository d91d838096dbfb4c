//! Whether two relations are equal, exactly.
//!
//! First the quick way. Both relations are brought into a canonical form, a map from subject to peer to ports. Equal
//! maps are equal relations, and that ends it for nearly every build.
//!
//! Different maps can still let pass the same: a rule may be hidden by a wider one, or be said in two halves. So then
//! comes the exact way, in both directions: what one relation lets pass is cut up, piece by piece, by everything that
//! the other lets pass. A piece is a set of subjects, a set of peers and a set of ports; what cuts it splits it along
//! one label key, or along the addresses or the ports, into parts that lie wholly inside or wholly outside. What lies
//! inside is dropped. A part that nothing cuts any more is a difference, and any connection of it is a counterexample;
//! where no part is left, all was covered. No combination of labels is ever listed, and no set is sampled.
//!
//! Cutting can take exponentially many splits where many selectors of several keys overlap. A budget bounds them, and
//! running out of it is an answer of its own: neither equal nor different.

mod canonical;
#[cfg(test)]
mod tests;

use crate::sets::{Allow, Budget, Direction, Labels, OutOfBudget, Peer, Ports, Relation, Relations, first_uncovered};

use super::Counterexample;
use canonical::Canonical;

/// How many splits a comparison may take before it gives up.
pub const SPLIT_BUDGET: u32 = 1_000_000;

/// How two relations compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// They let pass the same.
    Equal,
    /// They differ, and this shows it.
    Different(Counterexample),
    /// The budget of splits ran out before it could be told.
    OutOfBudget,
}

/// Compares what is meant with what is allowed, each direction on its own, in at most [`SPLIT_BUDGET`] splits.
///
/// Where they differ in several ways, what is let through although nobody meant it is shown first.
pub fn compare(meant: &Relations, allowed: &Relations) -> Comparison {
    compare_within(meant, allowed, Budget::of(SPLIT_BUDGET))
}

fn compare_within(meant: &Relations, allowed: &Relations, mut budget: Budget) -> Comparison {
    for direction in Direction::BOTH {
        match difference(direction, meant.of(direction), allowed.of(direction), &mut budget) {
            Ok(None) => {}
            Ok(Some(found)) => return Comparison::Different(found),
            Err(OutOfBudget) => return Comparison::OutOfBudget,
        }
    }
    Comparison::Equal
}

/// Whether others together cover all of a piece, in at most [`SPLIT_BUDGET`] splits.
pub(crate) fn is_covered(piece: &Allow, others: &[Allow]) -> Result<bool, OutOfBudget> {
    let uncovered = first_uncovered(piece, others, &mut Budget::of(SPLIT_BUDGET))?;
    Ok(uncovered.is_none())
}

/// A connection of one direction on which the relations disagree.
fn difference(
    direction: Direction,
    meant: &Relation,
    allowed: &Relation,
    budget: &mut Budget,
) -> Result<Option<Counterexample>, OutOfBudget> {
    let (meant, allowed) = (Canonical::of(meant), Canonical::of(allowed));
    if meant == allowed {
        return Ok(None);
    }
    if let Some(piece) = more(&allowed, &meant, budget)? {
        return shown(direction, &piece, false).map(Some);
    }
    more(&meant, &allowed, budget)?.map(|piece| shown(direction, &piece, true)).transpose()
}

/// Connections that `one` lets pass and `other` does not.
///
/// `other` stops only what its isolated pods do, so only those count. Of these, `one` lets pass everything for pods
/// that are not isolated there, and for all others what it allows.
fn more(one: &Canonical<'_>, other: &Canonical<'_>, budget: &mut Budget) -> Result<Option<Allow>, OutOfBudget> {
    let passing = other.pieces();
    let mut passing_or_isolated: Vec<Allow> = one.isolated().flat_map(everything_of).collect();
    passing_or_isolated.extend(passing.iter().cloned());
    let uncovered: Vec<Allow> = one.pieces().into_iter().filter(|piece| !other.covers(piece)).collect();

    for isolated in other.isolated() {
        for piece in everything_of(isolated) {
            if let Some(left) = first_uncovered(&piece, &passing_or_isolated, budget)? {
                return Ok(Some(left));
            }
        }
        for piece in &uncovered {
            let Some(subject) = piece.subject.intersect(isolated) else { continue };
            let piece = Allow { subject, ..piece.clone() };
            if let Some(left) = first_uncovered(&piece, &passing, budget)? {
                return Ok(Some(left));
            }
        }
    }
    Ok(None)
}

/// Every connection of these pods, a piece for each kind of peer.
fn everything_of(subject: &Labels) -> impl Iterator<Item = Allow> {
    Peer::anywhere().into_iter().map(|peer| Allow { subject: subject.clone(), peer, ports: Ports::all() })
}

/// One connection of a piece, which is never empty. If it were, nothing would be proved by it: that is no answer.
fn shown(direction: Direction, piece: &Allow, meant: bool) -> Result<Counterexample, OutOfBudget> {
    let (subject, port) = (piece.subject.sample(), piece.ports.first());
    piece.peer.sample().map(|peer| Counterexample { direction, subject, peer, port, meant }).ok_or(OutOfBudget)
}
