//! All pairs of classes between which anything passes.

use super::holding::SetId;
use super::{Class, ClassId, Classes, Connection, EndId, PortSets, PortsId, at, index};
use crate::sets::Direction;

/// Some ends, by class; most classes have none.
type ByClass = Vec<Vec<EndId>>;

impl Classes<'_> {
    /// Every connection from one of `sources` to one of `destinations`, sorted; none from addresses to addresses.
    pub fn connections(&mut self, sources: &[EndId], destinations: &[EndId]) -> Vec<Connection> {
        let (sources, destinations) = (self.by_class(sources), self.by_class(destinations));
        let lookup = self.lookup(&destinations);
        let mut seen = Seen { by: vec![None; self.distinct.len()] };
        let mut connections = Vec::new();
        for (class, callers) in sources.iter().enumerate().filter(|(_, callers)| !callers.is_empty()) {
            for other in self.candidates(class, &lookup, &mut seen) {
                let ports = self.passes_both(class, other);
                if ports == PortSets::NONE {
                    continue;
                }
                let called = at(&destinations, other).into_iter().flatten();
                for destination in called.copied() {
                    let callers = callers.iter().copied();
                    connections.extend(callers.map(|source| Connection { source, destination, ports }));
                }
            }
        }
        connections.sort_unstable();
        connections
    }

    fn by_class(&self, ends: &[EndId]) -> ByClass {
        let mut by_class = vec![Vec::new(); self.distinct.len()];
        for end in ends {
            if let Some(list) = at(&self.class_of, *end).and_then(|class| by_class.get_mut(*class)) {
                list.push(*end);
            }
        }
        by_class
    }

    /// The ports that pass at both ends.
    fn passes_both(&mut self, source: ClassId, destination: ClassId) -> PortsId {
        match self.passes(Direction::Egress, source, destination) {
            PortSets::NONE => PortSets::NONE,
            out => {
                let into = self.passes(Direction::Ingress, source, destination);
                self.ports.intersection(out, into)
            }
        }
    }

    fn lookup(&self, destinations: &ByClass) -> Lookup {
        let chosen = || destinations.iter().enumerate().filter(|(_, ends)| !ends.is_empty()).map(|(class, _)| class);
        let mut lookup = Lookup {
            all: chosen().collect(),
            held: vec![Vec::new(); self.sets],
            letting_in: vec![Vec::new(); self.sets],
            open: Vec::new(),
        };
        for (id, class) in chosen().filter_map(|id| at(&self.distinct, id).map(|class| (id, class))) {
            for set in &class.holding {
                push(&mut lookup.held, *set, id);
            }
            let group = class.ingress.and_then(|group| self.ingress.get(group));
            match group.filter(|group| group.is_isolated()) {
                Some(group) => group.allowed().for_each(|set| push(&mut lookup.letting_in, set, id)),
                None => lookup.open.push(id),
            }
        }
        lookup
    }

    /// The classes that `source` could call, each once: those that its own end allows or those that let it in, whatever
    /// is sooner looked through.
    fn candidates(&self, source: ClassId, lookup: &Lookup, seen: &mut Seen) -> Vec<ClassId> {
        let Some(class) = at(&self.distinct, source) else { return Vec::new() };
        let group = class.egress.and_then(|group| self.egress.get(group));
        let allowed: Vec<&[ClassId]> = match group.filter(|group| group.is_isolated()) {
            Some(group) => group.allowed().filter_map(|set| list(&lookup.held, set)).collect(),
            None => vec![&lookup.all],
        };
        let letting_in = class.holding.iter().filter_map(|set| list(&lookup.letting_in, *set));
        let letting_in: Vec<&[ClassId]> = letting_in.chain([lookup.open.as_slice()]).collect();
        let count = |lists: &[&[ClassId]]| lists.iter().map(|list| list.len()).sum::<usize>();
        let fewer = if count(&allowed) <= count(&letting_in) { allowed } else { letting_in };
        let is_new = |other: &ClassId| seen.is_new(source, *other);
        let both_ranges =
            |other: &ClassId| at(&self.distinct, *other).is_none_or(|other: &Class| other.is_range && class.is_range);
        fewer.into_iter().flatten().copied().filter(is_new).filter(|other| !both_ranges(other)).collect()
    }
}

/// Where to look for the classes that a source can call.
struct Lookup {
    all: Vec<ClassId>,
    /// By the sets that hold them.
    held: Vec<Vec<ClassId>>,
    /// Those that are isolated, by the sets that they let in.
    letting_in: Vec<Vec<ClassId>>,
    /// Those that let everyone in as far as namespaces' policies go.
    open: Vec<ClassId>,
}

/// For which source each class was seen last.
struct Seen {
    by: Vec<Option<ClassId>>,
}

impl Seen {
    fn is_new(&mut self, source: ClassId, class: ClassId) -> bool {
        self.by.get_mut(class).is_some_and(|last| last.replace(source) != Some(source))
    }
}

fn push(lists: &mut [Vec<ClassId>], set: SetId, class: ClassId) {
    if let Some(list) = lists.get_mut(index(set)) {
        list.push(class);
    }
}

fn list(lists: &[Vec<ClassId>], set: SetId) -> Option<&[ClassId]> {
    at(lists, index(set)).map(Vec::as_slice)
}
