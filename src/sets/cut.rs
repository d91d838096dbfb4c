//! Cutting a piece of a relation by others until a part is left that none of them touches.
//!
//! Exact, and exponential at worst: a budget bounds it, and running out of it is an answer of its own.

use super::{Allow, NamedPort, Ports};

/// How many splits are left.
#[derive(Debug)]
pub struct Budget(u32);

/// No splits are left.
#[derive(Debug, PartialEq, Eq)]
pub struct OutOfBudget;

impl Budget {
    /// A budget of so many splits.
    pub fn of(splits: u32) -> Self {
        Self(splits)
    }

    fn spend(&mut self) -> Result<(), OutOfBudget> {
        self.0 = self.0.checked_sub(1).ok_or(OutOfBudget)?;
        Ok(())
    }
}

/// A part of `piece` that `others` do not cover; `None` where together they cover it.
///
/// The part is of numbers, or of a single name where the numbers are covered.
///
/// # Errors
/// Where the budget does not last.
pub fn first_uncovered(piece: &Allow, others: &[Allow], budget: &mut Budget) -> Result<Option<Allow>, OutOfBudget> {
    let names = piece.ports.names();
    let numbers = names.iter().fold(piece.ports.clone(), |ports, name| ports.minus(&Ports::named(name.clone())));
    if !numbers.is_empty() {
        let uncovered = first_untouched(Allow { ports: numbers, ..piece.clone() }, others, budget)?;
        if uncovered.is_some() {
            return Ok(uncovered);
        }
    }
    for name in names {
        let uncovered = first_uncovered_by_name(piece, name, others, budget)?;
        if uncovered.is_some() {
            return Ok(uncovered);
        }
    }
    Ok(None)
}

/// The same for one port by name.
///
/// Which number the name stands for is up to the pod, so it is covered where an entry names it too, or where every
/// number of its protocol is covered. That is asked as if who names it had opened every number.
fn first_uncovered_by_name(
    piece: &Allow,
    name: &NamedPort,
    others: &[Allow],
    budget: &mut Budget,
) -> Result<Option<Allow>, OutOfBudget> {
    let every_number = Ports::protocol(name.protocol);
    let widened = |other: &Allow| {
        let ports = if other.ports.names().contains(name) { every_number.clone() } else { other.ports.clone() };
        Allow { ports, ..other.clone() }
    };
    let others: Vec<Allow> = others.iter().map(widened).collect();
    let uncovered = first_untouched(Allow { ports: every_number.clone(), ..piece.clone() }, &others, budget)?;
    Ok(uncovered.map(|part| Allow { ports: Ports::named(name.clone()), ..part }))
}

/// A part of `piece` that none of `others` touches; `None` where together they cover it.
fn first_untouched(piece: Allow, others: &[Allow], budget: &mut Budget) -> Result<Option<Allow>, OutOfBudget> {
    let others: Vec<&Allow> = others.iter().filter(|other| overlap(&piece, other).is_some()).collect();
    // Each part with the number of others that have cut it already. A list instead of recursion: a part can be cut by
    // as many others as there are.
    let mut parts = vec![(piece, 0)];
    while let Some((part, tried)) = parts.pop() {
        let cut = others
            .iter()
            .enumerate()
            .skip(tried)
            .find_map(|(index, other)| overlap(&part, other).map(|inside| (index, other, inside)));
        let Some((index, other, inside)) = cut else { return Ok(Some(part)) };
        budget.spend()?;
        parts.extend(outside(&part, other, &inside).into_iter().map(|part| (part, index + 1)));
    }
    Ok(None)
}

/// What two pieces share; `None` where they share nothing.
fn overlap(one: &Allow, other: &Allow) -> Option<Allow> {
    if one.subject.is_disjoint(&other.subject) {
        return None;
    }
    let peer = one.peer.intersect(&other.peer)?;
    let ports = one.ports.intersect(&other.ports);
    if ports.is_empty() {
        return None;
    }
    Some(Allow { subject: one.subject.intersect(&other.subject)?, peer, ports })
}

/// The parts of `piece` that lie outside `other`, with which it shares `inside`. They do not overlap.
fn outside(piece: &Allow, other: &Allow, inside: &Allow) -> Vec<Allow> {
    let other_subjects = piece.subject.minus(&other.subject).into_iter();
    let other_peers = piece.peer.minus(&other.peer).into_iter();
    let other_ports = piece.ports.minus(&other.ports);

    let mut parts: Vec<Allow> = other_subjects.map(|subject| Allow { subject, ..piece.clone() }).collect();
    parts.extend(other_peers.map(|peer| Allow { peer, subject: inside.subject.clone(), ports: piece.ports.clone() }));
    if !other_ports.is_empty() {
        parts.push(Allow { ports: other_ports, ..inside.clone() });
    }
    parts
}
