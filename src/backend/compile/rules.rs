//! The rules of one policy, merged and in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::{EdgePorts, End};
use crate::sets::{Direction, Directions, PortRange, Protocol};

use super::{Peers, Ports, Rule};

/// Where a rule stands among the rules of its direction: services by namespace and name, groups and externals by name,
/// then what only the cluster knows, and name resolution last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank<'g> {
    /// A rule for edges with this other end.
    Edge(&'g End),
    /// The rule for name resolution.
    NameResolution,
}

/// Rules on their way into a policy, one for each direction and list of peers.
#[derive(Debug, Default)]
pub(super) struct RuleSet<'g> {
    rules: BTreeMap<(Direction, Peers), Draft<'g>>,
    /// The owners written on the edges.
    pub(super) owners: Vec<Arc<str>>,
    /// The reasons of the edges.
    pub(super) reasons: Vec<Arc<str>>,
}

#[derive(Debug)]
struct Draft<'g> {
    rank: Rank<'g>,
    ports: Ports,
    comment: Vec<String>,
}

impl<'g> RuleSet<'g> {
    /// Adds what an edge, or name resolution, opens. Where a rule with these peers is there, it takes up the ports and
    /// the lines; the rule then stands where the first of them would.
    pub(super) fn add(
        &mut self,
        direction: Direction,
        rank: Rank<'g>,
        peers: Peers,
        ports: Ports,
        comment: impl IntoIterator<Item = String>,
    ) {
        let new = || Draft { rank, ports: Ports::Listed(Vec::new()), comment: Vec::new() };
        let draft = self.rules.entry((direction, peers)).or_insert_with(new);
        draft.rank = draft.rank.min(rank);
        draft.ports.take_up(ports);
        draft.comment.extend(comment);
    }

    /// Whether nothing is opened.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The directions in which anything is opened.
    pub(super) fn directions(&self) -> Directions {
        Directions::BOTH.filter(|direction| self.rules.keys().any(|(of_rule, _)| *of_rule == direction))
    }

    /// The finished rules: ingress first, within a direction by rank.
    pub(super) fn into_rules(self) -> Vec<Rule> {
        let mut rules: Vec<(Direction, Rank<'g>, Rule)> = Vec::with_capacity(self.rules.len());
        for ((direction, peers), draft) in self.rules {
            let comment = without_repeats(draft.comment);
            rules.push((direction, draft.rank, Rule { direction, peers, ports: draft.ports.settled(), comment }));
        }
        rules.sort_by_key(|(direction, rank, _)| (*direction, *rank));
        rules.into_iter().map(|(_, _, rule)| rule).collect()
    }
}

impl Ports {
    /// The ports of an edge; `None` where it lists none, and so opens nothing.
    pub(super) fn of_edge(ports: &EdgePorts) -> Option<Self> {
        match ports {
            EdgePorts::Every => Some(Self::Every),
            EdgePorts::Listed(ranges) => Self::listed(ranges),
        }
    }

    /// These ports; `None` where the list is empty, which must never come to mean all.
    pub(super) fn listed(ranges: &[PortRange]) -> Option<Self> {
        (!ranges.is_empty()).then(|| Self::Listed(ranges.to_vec()))
    }

    /// Whether a TCP port is among them.
    pub(super) fn has_tcp(&self) -> bool {
        match self {
            Self::Every => true,
            Self::Listed(ranges) => ranges.iter().any(|range| range.protocol == Protocol::Tcp),
        }
    }

    /// Adds other ports, in any order.
    fn take_up(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Every, _) => {}
            (_, Self::Every) => *self = Self::Every,
            (Self::Listed(own), Self::Listed(more)) => own.extend(more),
        }
    }

    /// Sorted and without repeats.
    fn settled(self) -> Self {
        match self {
            Self::Every => Self::Every,
            Self::Listed(ranges) => Self::Listed(without_repeats(ranges)),
        }
    }
}

/// The list, sorted and without repeats.
pub(super) fn without_repeats<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}
