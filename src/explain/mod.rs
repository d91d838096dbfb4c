//! Why a connection passes, or why it does not and what is missing.
//!
//! The question is about sets: all pods of one end, all of the other, every port asked for. So the answer is one of
//! three: all of it passes, none of it, or some, and then which. Each direction is judged on its own, and behind each
//! verdict stand the edges that lead to it; for a denial, the edge that would open it.
//!
//! It computes nothing about policies itself: what each side lets through is asked of `verify`, and [`objects`] asks
//! `analyzer` what the policies of manifests say.

mod end;
mod missing;
pub mod objects;
mod port;
mod workload;

use crate::graph::Graph;
use crate::manifest::inventory::Inventory;
use crate::sets::{Direction, Labels, OutOfBudget, Peer, Ports};
use crate::verify::compare::is_covered;
use crate::verify::meaning::{Isolated, Meaning, Opening};
use crate::verify::places::Places;
use crate::verify::sides::{Connections, Sides};

pub use end::{AskError, Asked};
pub use missing::{Hindrance, Missing};
use workload::Workloads;

/// What is to be said of the connections from one end to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'g> {
    /// Who calls.
    pub caller: Asked,
    /// Who is called.
    pub callee: Asked,
    /// On which ports.
    pub ports: Ports,
    /// How much of it passes at both sides.
    pub extent: Extent,
    /// The part that passes at both sides, in pieces that may overlap; listed where it is not all of it.
    pub passing: Vec<Connections>,
    /// What the caller's side says.
    pub egress: Side<'g>,
    /// What the callee's side says.
    pub ingress: Side<'g>,
    /// What to write so that all of it passes: nothing where it does, one entry, or one at each end where both must
    /// write it; or why no edge can be named that would help.
    pub missing: Result<Vec<Missing>, Hindrance>,
}

/// How much of what was asked about passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    All,
    /// Some of it.
    Some,
    /// None of it.
    None,
    /// Some of it; whether all of it could not be told within the budget of splits.
    Undecided,
}

/// What one side says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side<'g> {
    /// How much of it passes here.
    pub extent: Extent,
    /// Why that passes.
    pub causes: Vec<Cause<'g>>,
    /// The pods asked about that are isolated in this direction, sorted, and what isolates them.
    pub isolated: Vec<Isolated>,
}

/// Why something passes at one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause<'g> {
    /// It is no pod, so no policy binds it.
    NoPod,
    /// These pods are not isolated in this direction.
    NotIsolated(Labels),
    /// An edge, or leave to ask for names, opens it.
    Opened(Opening<'g>),
}

/// Answers for the connections from `caller` to `callee`, each as a person writes it, the callee with its `:PORT`. What
/// the graph has no name for may be a workload of the manifests.
///
/// # Errors
/// An end or a port that means nothing here.
pub fn explain<'g>(
    graph: &'g Graph,
    manifests: &Inventory,
    caller: &str,
    callee: &str,
) -> Result<Explanation<'g>, AskError> {
    let meaning = Meaning::new(graph);
    let sides = Sides::of(&meaning);
    let workloads = Workloads { inventory: manifests, sides: &sides };
    let (caller, callee, ports) = end::question(&meaning, &workloads, caller, callee)?;
    let places = Places::of(graph);
    let placed = |peers: &[Peer]| peers.iter().cloned().flat_map(|peer| places.placed(peer)).collect::<Vec<Peer>>();
    let (callers, callees) = (placed(&caller.calling), placed(&callee.called));
    let pairs = callers.iter().flat_map(|from| callees.iter().map(move |to| (from, to)));
    let asked: Vec<Connections> = pairs
        .map(|(from, to)| Connections { caller: from.clone(), callee: to.clone(), ports: ports.clone() })
        .collect();
    let egress = side(Direction::Egress, &asked, &meaning, &sides);
    let ingress = side(Direction::Ingress, &asked, &meaning, &sides);
    let let_out = asked.iter().flat_map(|asked| sides.passing(Direction::Egress, asked));
    let passing: Vec<Connections> = let_out.flat_map(|let_out| sides.passing(Direction::Ingress, &let_out)).collect();
    let extent = match (egress.extent, ingress.extent) {
        _ if passing.is_empty() => Extent::None,
        (Extent::All, Extent::All) => Extent::All,
        (Extent::All | Extent::Undecided, Extent::All | Extent::Undecided) => Extent::Undecided,
        _ => Extent::Some,
    };
    let passing = if extent == Extent::All { Vec::new() } else { passing };
    let missing = match extent {
        Extent::All => Ok(Vec::new()),
        _ => missing::edge(graph, (&caller, egress.extent), (&callee, ingress.extent), &ports),
    };
    Ok(Explanation { caller, callee, ports, extent, passing, egress, ingress, missing })
}

fn side<'g>(direction: Direction, asked: &[Connections], meaning: &Meaning<'g>, sides: &Sides) -> Side<'g> {
    let (mut causes, mut isolated) = (Vec::new(), Vec::new());
    for asked in asked {
        for cause in causes_of(direction, asked, meaning, sides) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        if let (Peer::Pods(own), _) = asked.ends(direction) {
            isolated.extend(meaning.isolated(direction, own));
        }
    }
    isolated.sort_unstable();
    isolated.dedup();
    let passes = asked.iter().any(|asked| !sides.passing(direction, asked).is_empty());
    let extent = match all_pass(direction, asked, sides) {
        _ if !passes => Extent::None,
        Ok(true) => Extent::All,
        Ok(false) => Extent::Some,
        Err(OutOfBudget) => Extent::Undecided,
    };
    Side { extent, causes, isolated }
}

/// Whether a side lets all of these through.
fn all_pass(direction: Direction, asked: &[Connections], sides: &Sides) -> Result<bool, OutOfBudget> {
    for asked in asked {
        let (needed, opened) = sides.needed(direction, asked);
        for piece in needed {
            if !is_covered(&piece, &opened)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn causes_of<'g>(direction: Direction, asked: &Connections, meaning: &Meaning<'g>, sides: &Sides) -> Vec<Cause<'g>> {
    let (own, far) = asked.ends(direction);
    let Peer::Pods(own) = own else { return vec![Cause::NoPod] };
    let open = sides.not_isolated(direction, own).into_iter().map(Cause::NotIsolated);
    open.chain(meaning.opening(direction, own, far, &asked.ports).into_iter().map(Cause::Opened)).collect()
}
