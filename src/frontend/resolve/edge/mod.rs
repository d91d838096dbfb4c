//! The edges: both ends looked up, one edge of all the places where it is written, and then one for each service that a
//! wildcard stands for.

mod draft;
mod merge;
mod ports;
mod wildcard;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::frontend::parse::tree::Text;
use crate::graph::{Edge, EdgePorts, End, LeftOut};
use crate::sets::{PortRange, Protocol};

use super::names::{Names, split};
use super::nodes::Written;
use super::port;
use draft::List;

/// The edges of one cluster.
#[derive(Debug, Default)]
pub(super) struct Edges {
    /// In canonical order.
    pub(super) list: Vec<Edge>,
    /// What does not count in this cluster, sorted by place.
    pub(super) left_out: Vec<LeftOut>,
    /// What is wrong about edges that can do nothing in this cluster, unless they can in another: the first place of each
    /// is where the edge is written.
    pub(super) barren: Vec<Diagnostic>,
}

/// What comes up while edges are read.
struct Told<'f> {
    found: &'f mut Diagnostics,
    left_out: Vec<LeftOut>,
    barren: Vec<Diagnostic>,
}

/// Reads all edges.
pub(super) fn edges(written: Vec<Written>, names: Names<'_>, found: &mut Diagnostics) -> Edges {
    let mut told = Told { found, left_out: Vec::new(), barren: Vec::new() };
    let mut drafts = Vec::with_capacity(written.iter().map(|node| node.calls.len() + node.callers.len()).sum());
    for mut node in written {
        for (list, edges) in
            [(List::Calls, std::mem::take(&mut node.calls)), (List::Callers, std::mem::take(&mut node.callers))]
        {
            drafts.extend(edges.into_iter().filter_map(|edge| draft::draft(edge, list, &node, names, &mut told)));
        }
    }
    let merged = merge::merged(drafts, told.found);
    let list = wildcard::expanded(merged, names, &mut told);
    told.left_out.sort();
    Edges { list, left_out: told.left_out, barren: told.barren }
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

#[cfg(test)]
mod tests;
