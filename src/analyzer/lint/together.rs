//! Rules that several others say together.

use super::hidden_rule::{covers, is_empty, place_of};
use crate::analyzer::evaluate::{Policy, Rule};
use crate::diagnostic::Place;
use crate::sets::{Allow, Budget, Direction, Peer, first_uncovered};

/// How many splits one rule may take. A rule that takes more counts as one that is needed.
const SPLITS: u32 = 20_000;

/// A rule in its policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) policy: &'a Policy,
    pub(super) rule: &'a Rule,
}

/// The rules of one direction of a policy.
pub(super) fn rules(policy: &Policy, direction: Direction) -> impl Iterator<Item = Standing<'_>> {
    policy.rules(direction).unwrap_or_default().iter().map(move |rule| Standing { policy, rule })
}

impl Standing<'_> {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        place_of(self.policy, self.rule)
    }

    /// What it is about, a piece for each peer.
    fn pieces(&self) -> Vec<Allow> {
        let Some(subject) = &self.policy.subject else { return Vec::new() };
        let piece =
            |peer: &Peer| Allow { subject: subject.clone(), peer: peer.clone(), ports: self.rule.ports.clone() };
        self.rule.peers.iter().filter(|peer| !peer.is_empty()).map(piece).collect()
    }
}

/// A rule that others hide, and where they stand.
pub(super) struct Hidden {
    pub(super) place: Place,
    pub(super) by: Vec<Place>,
}

/// The rules of network policies of one namespace that several others of them say together, those aside that one other
/// says alone. The last ones are looked at first, and what is found to be needless hides no other.
pub(super) fn adding_nothing(policies: &[&Policy], direction: Direction) -> Vec<Hidden> {
    let all: Vec<Standing<'_>> =
        policies.iter().flat_map(|policy| rules(policy, direction)).filter(|one| !is_empty(one.rule)).collect();
    let mut needed: Vec<Standing<'_>> =
        all.iter().copied().filter(|one| !all.iter().any(|other| says_alone(other, one))).collect();
    needed.sort_by_key(Standing::place);
    let mut hidden = Vec::new();
    for at in (0..needed.len()).rev() {
        let mut others = needed.clone();
        let one = others.remove(at);
        if let Some(by) = hidden_by(&one, &others) {
            hidden.push(Hidden { place: one.place(), by });
            needed.remove(at);
        }
    }
    hidden
}

/// Whether one rule says all that another one says. Of two that say the same the one that stands first is kept.
pub(super) fn says_alone(wide: &Standing<'_>, narrow: &Standing<'_>) -> bool {
    let (Some(subject), Some(wider)) = (&narrow.policy.subject, &wide.policy.subject) else { return false };
    let says_the_same = || covers(narrow.rule, wide.rule) && subject == wider;
    wide.place() != narrow.place()
        && subject.is_subset(wider)
        && covers(wide.rule, narrow.rule)
        && (wide.place() < narrow.place() || !says_the_same())
}

/// The rules that together are about all that `one` is about, none of them needlessly; `None` where they are not.
pub(super) fn hidden_by(one: &Standing<'_>, others: &[Standing<'_>]) -> Option<Vec<Place>> {
    let subject = one.policy.subject.as_ref()?;
    let touches = |other: &&Standing<'_>| {
        other.policy.subject.as_ref().is_some_and(|wider| !subject.is_disjoint(wider))
            && !one.rule.ports.intersect(&other.rule.ports).is_empty()
    };
    let mut by: Vec<Standing<'_>> = others.iter().filter(touches).copied().collect();
    let own = one.pieces();
    let hide = |others: &[Standing<'_>]| {
        let pieces: Vec<Allow> = others.iter().flat_map(Standing::pieces).collect();
        let mut budget = Budget::of(SPLITS);
        own.iter().all(|piece| matches!(first_uncovered(piece, &pieces, &mut budget), Ok(None)))
    };
    // Nobody knows whom symbols stand for; and a rule about nobody is another lint's business.
    if !one.rule.symbols.is_empty() || own.is_empty() || by.is_empty() || !hide(&by) {
        return None;
    }
    for at in (0..by.len()).rev() {
        let mut fewer = by.clone();
        fewer.remove(at);
        if hide(&fewer) {
            by = fewer;
        }
    }
    Some(by.iter().map(Standing::place).collect())
}
