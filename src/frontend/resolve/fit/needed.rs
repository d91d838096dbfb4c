//! `unused-fallback`: entries of `fallback` that widen nothing, in any cluster.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::rule::unused_fallback;
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::Fallback;
use crate::graph::{Edge, Widening};

use super::{Allowance, Fallbacks};

/// Which entries of `fallback` there are, and which of them something needs.
///
/// A list of a node that no edge has as an end says nothing yet, and does not count.
#[derive(Debug, Default)]
pub(in crate::frontend::resolve) struct Entries {
    written: BTreeMap<Place, Fallback>,
    needed: BTreeSet<Place>,
}

impl Entries {
    /// Adds an edge that is fitted, with its own list and those of its nodes.
    pub(in crate::frontend::resolve) fn add(&mut self, edge: &Edge, own: Option<&Allowance>, fallbacks: &Fallbacks) {
        let ends = [&edge.caller, edge.meant_callee()];
        self.write(own.into_iter().chain(fallbacks.counting(ends, None)));
        for way in edge.widened().iter().copied().map(way) {
            self.needed.extend(fallbacks.counting(ends, own).filter_map(|list| list.place_of(way)));
        }
    }

    /// Adds a list of a node that is itself widened.
    pub(super) fn add_needed(&mut self, list: &Allowance, way: Fallback) {
        self.write([list].into_iter());
        self.needed.extend(list.place_of(way));
    }

    fn write<'a>(&mut self, lists: impl Iterator<Item = &'a Allowance>) {
        self.written.extend(lists.flat_map(|list| &list.list).map(|(way, place)| (*place, *way)));
    }

    /// Adds what another cluster has.
    pub(in crate::frontend::resolve) fn join(&mut self, mut other: Self) {
        self.written.append(&mut other.written);
        self.needed.append(&mut other.needed);
    }

    /// Warns of the entries that nothing needs.
    pub(in crate::frontend::resolve) fn check(&self, found: &mut Diagnostics) {
        for (place, way) in self.written.iter().filter(|(place, _)| !self.needed.contains(place)) {
            let (word, needed_by) = match way {
                Fallback::L4 => ("l4", "edges with `http`"),
                Fallback::Pods => ("pods", "nodes with a `service_account`"),
                Fallback::Cidr => ("cidr", "externals with `dns`"),
                Fallback::Internet => ("internet", "externals with `dns` where no `cidr` takes its place"),
            };
            found.push(unused_fallback::word(*place, word, needed_by));
        }
    }
}

/// What allows to widen so.
fn way(widening: Widening) -> Fallback {
    match widening {
        Widening::L4 => Fallback::L4,
        Widening::Pods => Fallback::Pods,
        Widening::Cidr => Fallback::Cidr,
        Widening::Internet => Fallback::Internet,
    }
}
