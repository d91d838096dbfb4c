//! What must never and what must always hold, decided over the whole of what the graph means.
//!
//! A guard speaks of connections: it asks whether both sides let one through. Each side is a set product, so the answer
//! is exact: a range that is half inside counts, and so does a pod that nobody named. Stages are judged as if each were
//! `enforce`.

mod always;
mod ends;
mod never;
#[cfg(test)]
mod tests;

use crate::graph::{Graph, Guard, Must, Stage};
use crate::sets::{Direction, Endpoint, OutOfBudget, Port};

use super::meaning::{Meaning, Opening};
use super::sides::{Connections, Sides};
use ends::Ends;

/// A connection that breaks a guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken<'g> {
    /// The guard.
    pub guard: &'g Guard,
    /// Who calls.
    pub caller: Endpoint,
    /// Who is called.
    pub callee: Endpoint,
    /// On which port; `None`: only a port by name tells it.
    pub port: Option<Port>,
    /// What the caller's side says.
    pub egress: Side<'g>,
    /// What the callee's side says.
    pub ingress: Side<'g>,
}

/// What one side of a connection says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side<'g> {
    /// It is no pod, so no policy binds it.
    NoPod,
    /// The pod is not isolated in this direction.
    NotIsolated,
    /// These let it through.
    Opened(Vec<Opening<'g>>),
    /// The pod is isolated, and nothing lets it through.
    Denied,
}

/// What the guards of a graph come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged<'g> {
    /// For each guard that does not hold, one connection that shows it.
    pub broken: Vec<Broken<'g>>,
    /// The guards that could not be decided within the budget of splits.
    pub undecided: Vec<&'g Guard>,
}

/// A graph as guards judge it: every stage counts as `enforce`.
pub fn as_if_enforced(graph: &Graph) -> Graph {
    let mut enforced = graph.clone();
    for namespace in &mut enforced.namespaces {
        namespace.stage = Stage::Enforce;
    }
    enforced
}

/// Judges all guards of a graph, which should be [`as_if_enforced`].
pub fn judge(graph: &Graph) -> Judged<'_> {
    let mut judged = Judged::default();
    if graph.guards.is_empty() {
        return judged;
    }
    let meaning = Meaning::new(graph);
    let sides = Sides::of(&meaning);
    let ends = Ends::of(&meaning);
    for guard in &graph.guards {
        let (callers, callees) = (ends.callers(guard), ends.callees(guard));
        let found = match guard.must {
            Must::Never => Ok(never::open(&callers, &callees, &sides)),
            Must::Always => always::closed(&callers, &callees, &sides),
        };
        match found {
            Ok(None) => {}
            Ok(Some(found)) => judged.broken.extend(explained(guard, &meaning, &sides, &found)),
            Err(OutOfBudget) => judged.undecided.push(guard),
        }
    }
    judged
}

/// One connection of those found, with what each side says to it.
fn explained<'g>(guard: &'g Guard, meaning: &Meaning<'g>, sides: &Sides, found: &Connections) -> Option<Broken<'g>> {
    let (caller, callee, port) = (found.caller.sample()?, found.callee.sample()?, found.ports.first());
    let said = |direction, own: &Endpoint, far: &Endpoint| match own {
        Endpoint::Pod(pod) if !sides.is_isolated(direction, pod) => Side::NotIsolated,
        Endpoint::Pod(pod) => {
            let opening = meaning.opening_for(direction, pod, far, port);
            if opening.is_empty() { Side::Denied } else { Side::Opened(opening) }
        }
        Endpoint::Address(_) | Endpoint::Entity(_) => Side::NoPod,
    };
    let egress = said(Direction::Egress, &caller, &callee);
    let ingress = said(Direction::Ingress, &callee, &caller);
    Some(Broken { guard, caller, callee, port, egress, ingress })
}
