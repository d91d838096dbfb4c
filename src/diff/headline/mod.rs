//! What a reviewer must not miss in a change: a file for each.

mod expired;
mod fallback;
mod freed;
mod guard;
mod internet;
mod namespace;
mod owners;

use std::sync::Arc;

use super::connections::{AtEnd, Changed};
use super::{Cause, State};
use crate::connections::{Comparison, Side, Who};
use crate::diagnostic::Place;
use crate::graph::{Edge, Must, Widening};
use crate::sets::{Directions, Ports};
use crate::verify::meaning::Opener;

/// What a reviewer must not miss, the gravest first. All places are in the files of the second state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Headline {
    /// A namespace becomes open: no policy isolates all of its pods any more.
    NamespaceOpens {
        /// The namespace.
        namespace: Arc<str>,
        /// In these directions.
        directions: Directions,
    },
    /// Nothing isolates these pods any more: their last policy is gone.
    NothingIsolates {
        /// The pods, as they are named in changes.
        pods: Arc<str>,
        /// In these directions.
        directions: Directions,
    },
    /// A guard fails that held, or that was not there.
    GuardFails {
        /// Where it is written.
        place: Place,
        /// Whether something must never or must always be open.
        must: Must,
        /// Its reason.
        why: Option<Arc<str>>,
        /// A connection that breaks it; `None`: whether it holds could not be decided.
        example: Option<Example>,
    },
    /// Large parts of the internet may call.
    FromInternet {
        /// Who may be called.
        destination: Arc<str>,
        /// On which ports, newly.
        ports: Ports,
    },
    /// Large parts of the internet may be called.
    ToInternet {
        /// Who may call.
        source: Arc<str>,
        /// On which ports, newly.
        ports: Ports,
    },
    /// What opens lets more pass than its author meant, as a `fallback` allows.
    Fallback {
        /// What it lets pass too.
        widened: Vec<Widening>,
        /// The edge.
        edge: ByEdge,
    },
    /// What opens leads from what one owner answers for to what another does.
    OwnersCrossed {
        /// Who answers for the caller.
        from: Arc<str>,
        /// Who answers for the callee.
        to: Arc<str>,
        /// The edge.
        edge: ByEdge,
    },
    /// An edge does not count any more, since its last day is over.
    EdgeExpired {
        /// Where it is written.
        place: Place,
        /// Its last day, as written.
        day: Arc<str>,
        /// Who calls, in the words of a message.
        caller: Arc<str>,
        /// Who is called, in the words of a message.
        callee: Arc<str>,
    },
}

/// An edge and a change that it makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByEdge {
    /// Where the edge is written.
    pub place: Place,
    /// Who calls in the change.
    pub source: Who,
    /// Who is called.
    pub destination: Who,
}

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// Who calls.
    pub caller: String,
    /// Who is called.
    pub callee: String,
    /// On which port.
    pub port: String,
}

/// All headlines of a change, each once.
pub(super) fn all<'d>(
    comparison: &Comparison<'d>,
    changed: &[Changed<'d>],
    before: (&'d State<'d>, &Side<'_>),
    after: (&'d State<'d>, &Side<'_>),
) -> Vec<Headline> {
    let opening = namespace::opening(before.1.rules(), after.1.rules());
    let freed = comparison.freed();
    let mut all = freed::headlines(&freed, &opening);
    all.extend(opening.into_iter().map(|(namespace, directions)| Headline::NamespaceOpens { namespace, directions }));
    all.extend(guard::headlines(before.0, after.0));
    all.extend(internet::headlines(changed, &freed));
    all.extend(fallback::headlines(changed));
    all.extend(owners::headlines(changed, after.0));
    all.extend(expired::headlines(changed, before.0, after.0));
    all.sort();
    all.dedup();
    all
}

/// The edges of the second state that open something, each with the changes that it makes.
fn opening<'c, 'd>(changed: &'c [Changed<'d>]) -> impl Iterator<Item = (&'d Edge, ByEdge)> + use<'c, 'd> {
    changed.iter().flat_map(|changed| {
        let opened = changed.ends.iter().filter(|end| !end.before.passes());
        opened.flat_map(edges).filter_map(|edge| {
            let (source, destination) = (changed.change.source.clone(), changed.change.destination.clone());
            Some((edge, ByEdge { place: edge.writings.first()?.place, source, destination }))
        })
    })
}

/// The edges that let something pass at one end in the second state.
fn edges<'c, 'd>(end: &'c AtEnd<'d>) -> impl Iterator<Item = &'d Edge> + use<'c, 'd> {
    let openings = match &end.after {
        Cause::Opened(openings) => openings.as_slice(),
        Cause::NotIsolated | Cause::Isolated | Cause::Policy(_) => &[],
    };
    openings.iter().filter_map(|opening| match opening.opener {
        Opener::Edge(edge) => Some(edge),
        Opener::NameResolution => None,
    })
}
