//! Sets of ports, each kept once.
//!
//! The connections of a whole cluster come down to a few sets of ports, combined over and over: what was combined once
//! is remembered.

use crate::sets::Ports;

use super::{ByKey, PortNumber};

/// A set of ports: of one [`super::Classes`], equal sets have equal ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortsId(u32);

/// The names that containers have for ports, by their place in a [`PortSets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NamesId(u32);

/// How two sets are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Union,
    Intersection,
    Difference,
}

/// Sets of ports, each kept once.
#[derive(Debug)]
pub(super) struct PortSets {
    none: Ports,
    sets: Vec<Ports>,
    ids: ByKey<Ports, PortsId>,
    combined: ByKey<(By, PortsId, PortsId), PortsId>,
    names: Vec<Option<Vec<PortNumber>>>,
    names_ids: ByKey<Option<Vec<PortNumber>>, NamesId>,
    numbered: ByKey<(PortsId, NamesId), PortsId>,
}

impl PortSets {
    /// The set without a member.
    pub(super) const NONE: PortsId = PortsId(0);
    /// Every port of every protocol.
    pub(super) const ALL: PortsId = PortsId(1);

    /// The sets that have names: none and all.
    pub(super) fn new() -> Self {
        let mut sets = Self {
            none: Ports::none(),
            sets: Vec::new(),
            ids: ByKey::default(),
            combined: ByKey::default(),
            names: Vec::new(),
            names_ids: ByKey::default(),
            numbered: ByKey::default(),
        };
        sets.id(&Ports::none());
        sets.id(&Ports::all());
        sets
    }

    /// The id of a set.
    pub(super) fn id(&mut self, ports: &Ports) -> PortsId {
        if let Some(id) = self.ids.get(ports) {
            return *id;
        }
        let id = PortsId(next(&self.sets));
        self.sets.push(ports.clone());
        self.ids.insert(ports.clone(), id);
        id
    }

    /// The set of an id.
    pub(super) fn get(&self, id: PortsId) -> &Ports {
        usize::try_from(id.0).ok().and_then(|at| self.sets.get(at)).unwrap_or(&self.none)
    }

    /// The id of names; `None`: of a destination whose names are not known.
    pub(super) fn names(&mut self, names: Option<&[PortNumber]>) -> NamesId {
        let names = names.map(<[PortNumber]>::to_vec);
        if let Some(id) = self.names_ids.get(&names) {
            return *id;
        }
        let id = NamesId(next(&self.names));
        self.names.push(names.clone());
        self.names_ids.insert(names, id);
        id
    }

    /// The members of either.
    pub(super) fn union(&mut self, left: PortsId, right: PortsId) -> PortsId {
        match (left, right) {
            (set, Self::NONE) | (Self::NONE, set) => set,
            (Self::ALL, _) | (_, Self::ALL) => Self::ALL,
            (left, right) if left == right => left,
            _ => self.combine(By::Union, left, right),
        }
    }

    /// The members of both.
    pub(super) fn intersection(&mut self, left: PortsId, right: PortsId) -> PortsId {
        match (left, right) {
            (_, Self::NONE) | (Self::NONE, _) => Self::NONE,
            (set, Self::ALL) | (Self::ALL, set) => set,
            (left, right) if left == right => left,
            _ => self.combine(By::Intersection, left, right),
        }
    }

    /// The members of `left` that are not in `right`.
    pub(super) fn difference(&mut self, left: PortsId, right: PortsId) -> PortsId {
        match (left, right) {
            (left, Self::NONE) => left,
            (Self::NONE, _) | (_, Self::ALL) => Self::NONE,
            (left, right) if left == right => Self::NONE,
            _ => self.combine(By::Difference, left, right),
        }
    }

    /// The set with the destination's numbers in the place of names. Where the destination lacks a name, nothing is;
    /// where its names are not known, they stay.
    pub(super) fn numbered(&mut self, id: PortsId, names: NamesId) -> PortsId {
        if self.get(id).names().is_empty() {
            return id;
        }
        if let Some(known) = self.numbered.get(&(id, names)) {
            return *known;
        }
        let of_destination = usize::try_from(names.0).ok().and_then(|at| self.names.get(at));
        let numbered = match of_destination {
            Some(Some(names)) => {
                let ports = self.get(id);
                let listed = names.iter().filter(|name| ports.names().contains(&name.port));
                let numbers = listed.map(|name| Ports::range(name.port.protocol, name.number, name.number));
                numbers.fold(ports.without_names(), |all, one| all.union(&one))
            }
            _ => self.get(id).clone(),
        };
        let result = self.id(&numbered);
        self.numbered.insert((id, names), result);
        result
    }

    fn combine(&mut self, by: By, left: PortsId, right: PortsId) -> PortsId {
        if let Some(known) = self.combined.get(&(by, left, right)) {
            return *known;
        }
        let (first, second) = (self.get(left), self.get(right));
        let set = match by {
            By::Union => first.union(second),
            By::Intersection => first.intersect(second),
            By::Difference => first.minus(second),
        };
        let result = self.id(&set);
        self.combined.insert((by, left, right), result);
        result
    }
}

fn next<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
