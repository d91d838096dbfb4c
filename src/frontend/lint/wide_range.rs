//! `wide-range`: networks of an external that hold a large part of all addresses.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::wide_range;
use crate::graph::Graph;

/// The widest network that is one place, by its prefix: what was once the largest block that anyone was given.
const WIDEST: u8 = 8;

/// Looks at every network of every external.
pub(super) fn check(graph: &Graph, found: &mut Diagnostics) {
    for external in &graph.externals {
        for network in external.cidr.iter().filter(|network| network.prefix_len() < WIDEST) {
            found.push(wide_range::network(external.place, &external.name, &network.to_string()));
        }
    }
}
