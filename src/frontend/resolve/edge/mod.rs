//! The edges: both ends looked up, one edge of all the places where it is written, what is over left out, and then one for
//! each service that a wildcard stands for, fit for the flavor.

mod detail;
mod draft;
pub(super) mod http;
mod merge;
pub(super) mod ports;
mod regex;
pub(super) mod require;
mod undone;
mod until;
mod wildcard;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::frontend::parse::tree::{Date, Project, Text};
use crate::graph::{Edge, EdgePorts, End, LeftOut};
use crate::sets::{PortRange, Protocol};

use super::consent;
use super::fit::{self, Entries, Fallbacks, fitted};
use super::names::{Names, split};
use super::nodes::Written;
use super::port;
use draft::{Draft, List, Ports};
use undone::Conditional;

/// The edges of one cluster.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// In canonical order.
    pub(super) list: Vec<Edge>,
    /// What does not count in this cluster.
    pub(super) left_out: Vec<LeftOut>,
    /// What is wrong about edges that can do nothing in this cluster, unless they can in another: the first place of each
    /// is where the edge is written.
    pub(super) barren: Vec<Diagnostic>,
    /// What of the lists of `fallback` is needed.
    pub(super) fallbacks: Entries,
}

/// What comes up while edges are read.
struct Told<'f> {
    found: &'f mut Diagnostics,
    left_out: Vec<LeftOut>,
    barren: Vec<Diagnostic>,
}

/// Reads all edges as they are on the day `today`.
pub(super) fn edges(
    written: Vec<Written>,
    project: &Project,
    today: Date,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Edges {
    let mut told = Told { found, left_out: Vec::new(), barren: Vec::new() };
    let fallbacks = Fallbacks::of(&written, project.consent_of_both.is_some());
    let mut drafts = Vec::with_capacity(written.iter().map(|node| node.calls.len() + node.callers.len()).sum());
    for mut node in written {
        for (list, edges) in
            [(List::Calls, std::mem::take(&mut node.calls)), (List::Callers, std::mem::take(&mut node.callers))]
        {
            drafts.extend(edges.into_iter().filter_map(|edge| draft::draft(edge, list, &node, names, &mut told)));
        }
    }
    let mut drafts = merge::merged(drafts, told.found);
    let expiring = until::leave_out(&mut drafts, today, names, &mut told);
    require::check(&drafts, &project.require, told.found);
    let shared = shared(&drafts, &project.shared);
    let mut entries = Entries::default();
    fit::check_nodes(&fallbacks, names, &mut entries, told.found);
    let (list, conditional) = expanded(drafts, (&fallbacks, &mut entries), names, &mut told);
    if project.consent_of_both.is_some() {
        consent::check_edges(&list, &shared, names, told.found);
    }
    undone::check(&conditional, &list, names, &mut told);
    until::warn(&expiring, today, &list, names, &mut told);
    Edges { list, left_out: told.left_out, barren: told.barren, fallbacks: entries }
}

/// The ports at `callee` of an end as written, with its `:port` if it has one; `None` where they are wrong, which is then
/// reported.
pub(super) fn ports_of(
    written: &Text,
    callee: &End,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Option<Vec<PortRange>> {
    let asked = match split(written).1 {
        Some(port) => match port::behind_colon(written, port) {
            Ok(port) => vec![port],
            Err(wrong) => {
                found.push(wrong);
                return None;
            }
        },
        None => Vec::new(),
    };
    Some(match ports::of_one(&asked, written.place, callee, names, found)? {
        EdgePorts::Every => [Protocol::Tcp, Protocol::Udp, Protocol::Sctp].map(PortRange::every).to_vec(),
        EdgePorts::Listed(ranges) => ranges,
    })
}

/// The places of edges that ask services of a wildcard for nothing but ports of these names.
fn shared(drafts: &[Draft], names: &[Text]) -> BTreeSet<Place> {
    let is_shared = |draft: &&Draft| match &draft.ports {
        Ports::OfEach(of_each) => of_each.asks_only_for(names),
        Ports::Same(_) => false,
    };
    drafts.iter().filter(is_shared).filter_map(|draft| draft.writings.first()).map(|writing| writing.place).collect()
}

/// The edges of all drafts as they can be said, in canonical order, and those with conditions as they are written.
fn expanded(
    drafts: Vec<Draft>,
    (fallbacks, entries): (&Fallbacks, &mut Entries),
    names: Names<'_>,
    told: &mut Told<'_>,
) -> (Vec<Edge>, Vec<Conditional>) {
    let (mut edges, mut conditional) = (Vec::with_capacity(drafts.len()), Vec::new());
    for draft in drafts {
        let detail = draft.detail.as_deref();
        let http = detail.and_then(|detail| detail.http.as_ref()).map(|(_, place)| *place);
        let own = detail.and_then(|detail| detail.fallback.as_ref());
        let place = draft.writings.first().map(|writing| writing.place).unwrap_or_default();
        wildcard::expand(&draft, names, told, |edge, told| {
            if let Some(http) = http {
                if !http::check_ports(http, &edge.ports, told.found) {
                    return;
                }
                conditional.push(Conditional { http, edge: edge.clone() });
            }
            let fitted = fitted(edge, (place, http), own, (fallbacks, names), told.found);
            if let Some(edge) = fitted {
                entries.add(&edge, own, fallbacks);
                edges.push(edge);
            }
        });
    }
    edges.sort_by(|left, right| key(left).cmp(&key(right)));
    (edges, conditional)
}

fn key(edge: &Edge) -> (&End, &End, &EdgePorts) {
    (&edge.caller, &edge.callee, &edge.ports)
}

#[cfg(test)]
mod tests;
