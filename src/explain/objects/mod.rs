//! Why a connection passes under the policies of manifests, or which of them stop it.
//!
//! Unlike the graph, manifests name no reasons: the answer is the policy and the rule that decide, for each direction. It
//! is asked of `analyzer::evaluate`, end by end and port by port, as far as the rules tell them apart; what has the same
//! answer is put together again.

mod end;
mod pieces;

use crate::analyzer::evaluate::classes::Classes;
use crate::analyzer::evaluate::{Rules, Verdict};
use crate::manifest::inventory::Inventory;
use crate::sets::{Direction, Ports};

use super::Extent;
use super::end::{AskError, split_port};
use super::port;
use end::Ends;

/// What the policies of manifests say of the connections from one end to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged<'r> {
    /// Who calls, as asked.
    pub caller: String,
    /// Who is called, as asked.
    pub callee: String,
    /// On which ports.
    pub ports: Ports,
    /// How much of it passes at both sides; never [`Extent::Undecided`].
    pub extent: Extent,
    /// All of it, in parts that do not overlap; what passes comes first.
    pub parts: Vec<Part<'r>>,
}

/// Connections of which the policies say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'r> {
    /// Any of these call: at least one, in the order in which they are shown.
    pub callers: Vec<String>,
    /// Any of these are called: at least one, in the order in which they are shown.
    pub callees: Vec<String>,
    /// On any of these ports; never none.
    pub ports: Ports,
    /// What the callers' side says; `None`: they are no pods, so no policy binds them.
    pub egress: Option<Verdict<'r>>,
    /// What the callees' side says; `None`: they are no pods, so no policy binds them.
    pub ingress: Option<Verdict<'r>>,
}

impl Part<'_> {
    /// Whether it passes at both sides.
    pub fn passes(&self) -> bool {
        self.egress.iter().chain(&self.ingress).all(Verdict::allows)
    }

    /// Whether the policies say the same of both, on the same ports.
    fn is_alike(&self, other: &Self) -> bool {
        self.ports == other.ports && self.egress == other.egress && self.ingress == other.ingress
    }
}

/// Answers for the connections from `caller` to `callee` under the rules of manifests, each end as a person writes it,
/// the callee with its `:PORT`; without it, on every port. `inventory` is what these manifests hold beside policies.
///
/// # Errors
/// An end or a port that means nothing here.
pub fn explain<'r>(
    inventory: &Inventory,
    rules: &'r Rules,
    caller: &str,
    callee: &str,
) -> Result<Judged<'r>, AskError> {
    let ends = Ends::of(inventory, rules);
    let callers = ends.asked(caller, Direction::Ingress)?;
    let (callee, written) = split_port(callee);
    let callees = ends.asked(callee, Direction::Egress)?;
    let ports = match written {
        None => Ports::all(),
        Some(text) => port::ports(text, &end::declared(&callees))
            .ok_or_else(|| AskError::Port { callee: callee.to_owned(), port: text.to_owned() })?,
    };
    let known = callers.iter().chain(&callees).map(|member| member.end.clone()).collect();
    let classes = Classes::new(rules, known);
    let mut parts: Vec<Part<'r>> = Vec::new();
    for (to, called) in (callers.len()..).zip(&callees) {
        let mut of_callee: Vec<Part<'r>> = Vec::new();
        for (from, calling) in callers.iter().enumerate() {
            for mut part in pieces::judged(&classes, from, to, &ports) {
                part.callers.push(calling.shown.clone());
                part.callees.push(called.shown.clone());
                put_together(&mut of_callee, part, |one| &one.callees, |one| &mut one.callers);
            }
        }
        for part in of_callee {
            put_together(&mut parts, part, |one| &one.callers, |one| &mut one.callees);
        }
    }
    parts.sort_by_key(|part| !part.passes());
    let passing = parts.iter().filter(|part| part.passes()).count();
    let extent = match passing {
        0 => Extent::None,
        all if all == parts.len() => Extent::All,
        _ => Extent::Some,
    };
    Ok(Judged { caller: caller.to_owned(), callee: callee.to_owned(), ports, extent, parts })
}

/// Adds a part to those of which the policies say the same and that agree in one end: their other ends become one list.
fn put_together<'r>(
    parts: &mut Vec<Part<'r>>,
    mut part: Part<'r>,
    same: for<'p> fn(&'p Part<'r>) -> &'p Vec<String>,
    other: for<'p> fn(&'p mut Part<'r>) -> &'p mut Vec<String>,
) {
    match parts.iter_mut().find(|known| same(known) == same(&part) && known.is_alike(&part)) {
        Some(known) => other(known).append(other(&mut part)),
        None => parts.push(part),
    }
}

#[cfg(test)]
mod tests;
