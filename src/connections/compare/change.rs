//! What differs, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Delta;
use crate::analyzer::evaluate::classes::EndId;
use crate::connections::named::Between;
use crate::connections::party::Parties;
use crate::sets::{Addresses, Ports};

/// Connections that differ between two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who calls.
    pub source: Who,
    /// Who is called.
    pub destination: Who,
    /// The destination's ports that the first side lets through; none where it lets nothing through.
    pub before: Ports,
    /// The destination's ports that the second side lets through.
    pub after: Ports,
    /// Two ends that show it.
    pub(super) example: (EndId, EndId),
}

/// Who is at an end of a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A party by its name.
    Party(Arc<str>),
    /// All these addresses.
    Addresses(Addresses),
}

/// How a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing passed, and something does.
    Opened,
    /// Something passed, and nothing does.
    Closed,
    /// More passes than did.
    Widened,
    /// Less passes than did.
    Narrowed,
    /// Some ports are new and others are gone.
    Replaced,
}

impl Change {
    /// How it goes.
    pub fn kind(&self) -> Kind {
        match (self.before.is_empty(), self.after.is_empty()) {
            (true, _) => Kind::Opened,
            (_, true) => Kind::Closed,
            _ if self.before.is_subset(&self.after) => Kind::Widened,
            _ if self.after.is_subset(&self.before) => Kind::Narrowed,
            _ => Kind::Replaced,
        }
    }
}

/// The change of the addresses that have the same one: who is at the other end, whether that one calls, and the ports.
type OfAddresses = (Arc<str>, bool, Ports, Ports);

/// Changes by name, sorted. Addresses that have the same change with the same other end are one.
pub(super) fn of_deltas(parties: &Parties, deltas: Vec<Between<Delta>>) -> Vec<Change> {
    let ranges = parties.ranges();
    let mut changes = Vec::new();
    let mut of_addresses: BTreeMap<OfAddresses, (Addresses, (EndId, EndId))> = BTreeMap::new();
    for (source, destination, Delta { before, after, example }) in deltas {
        let (range, other, calls) = match (ranges.get(&source), ranges.get(&destination)) {
            (Some(range), _) => (range, destination, false),
            (None, Some(range)) => (range, source, true),
            (None, None) => {
                let (source, destination) = (Who::Party(source), Who::Party(destination));
                changes.push(Change { source, destination, before, after, example });
                continue;
            }
        };
        let start = || (Addresses::default(), example);
        let (all, _) = of_addresses.entry((other, calls, before, after)).or_insert_with(start);
        *all = all.union(&range.to_addresses());
    }
    changes.extend(of_addresses.into_iter().map(|((other, calls, before, after), (addresses, example))| {
        let (party, addresses) = (Who::Party(other), Who::Addresses(addresses));
        let (source, destination) = if calls { (party, addresses) } else { (addresses, party) };
        Change { source, destination, before, after, example }
    }));
    changes.sort_by(|left, right| (&left.source, &left.destination).cmp(&(&right.source, &right.destination)));
    changes
}
