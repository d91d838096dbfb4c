//! `fallback`: what may be widened, and who allows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::frontend::parse::tree::{Fallback, Spanned};
use crate::frontend::resolve::names::Names;
use crate::frontend::resolve::nodes::Written;
use crate::graph::{Edge, End};

/// One list of `fallback`.
#[derive(Debug)]
pub(in crate::frontend::resolve) struct Allowance {
    /// What may be widened, sorted, each with its place.
    pub(in crate::frontend::resolve) list: Vec<(Fallback, Place)>,
    /// Where the list stands.
    pub(in crate::frontend::resolve) place: Place,
    /// The owners of the files that write it.
    pub(in crate::frontend::resolve) owners: Vec<Option<Arc<str>>>,
}

/// The lists of all nodes.
#[derive(Debug, Default)]
pub(in crate::frontend::resolve) struct Fallbacks {
    of_nodes: BTreeMap<End, Allowance>,
    /// Whether a list counts only at an end whose owner wrote it.
    consent_of_both: bool,
}

impl Allowance {
    /// A list that stands in a file of `owner`.
    pub(in crate::frontend::resolve) fn read(
        written: &Spanned<Vec<Spanned<Fallback>>>,
        owner: Option<&Arc<str>>,
    ) -> Self {
        let mut list: Vec<(Fallback, Place)> = written.value.iter().map(|entry| (entry.value, entry.place)).collect();
        list.sort_unstable();
        list.dedup_by_key(|(way, _)| *way);
        Self { list, place: written.place, owners: vec![owner.cloned()] }
    }

    /// Where one entry of it stands.
    pub(super) fn place_of(&self, way: Fallback) -> Option<Place> {
        self.list.iter().find(|(known, _)| *known == way).map(|(_, place)| *place)
    }
}

impl Fallbacks {
    /// The lists that count for an edge between these ends: its own, or else those of its two nodes.
    pub(super) fn counting<'a>(
        &'a self,
        ends: [&End; 2],
        own: Option<&'a Allowance>,
    ) -> impl Iterator<Item = &'a Allowance> {
        let of_nodes = ends.map(|end| self.of_nodes.get(end).filter(|_| own.is_none()));
        own.into_iter().chain(of_nodes.into_iter().flatten())
    }

    /// The list of a node.
    pub(super) fn list_of(&self, node: &End) -> Option<&Allowance> {
        self.of_nodes.get(node)
    }

    /// Gathers the lists of the nodes.
    pub(in crate::frontend::resolve) fn of(written: &[Written], consent_of_both: bool) -> Self {
        let lists = written.iter().filter_map(|node| {
            let list = node.fallback.as_ref()?;
            Some((node.writer.clone(), Allowance::read(list, node.in_force.owner.as_ref())))
        });
        Self { of_nodes: lists.collect(), consent_of_both }
    }

    /// Where it is allowed to widen an edge in one way: in its own list, or else in that of one of its nodes. Where both
    /// owners must agree, each end that has a half needs the leave of its own.
    pub(super) fn allowing(
        &self,
        way: Fallback,
        edge: &Edge,
        own: Option<&Allowance>,
        names: Names<'_>,
    ) -> Option<Place> {
        let ends = [&edge.caller, &edge.callee];
        let allowed = self.counting(ends, own).find_map(|list| list.place_of(way));
        let agreed = |end: &End| {
            let owner = names.owner(end);
            let list = own.or_else(|| self.of_nodes.get(end)).filter(|list| list.place_of(way).is_some());
            owner.is_none() || list.is_some_and(|list| list.owners.contains(&owner))
        };
        let all_agree = || ends.into_iter().filter(|end| names.has_half(end)).all(agreed);
        allowed.filter(|_| !self.consent_of_both || all_agree())
    }
}
