//! The ends of one side, judged by its rules.

use crate::analyzer::evaluate::classes::{Classes, End, EndId, PortsId};
use crate::analyzer::evaluate::{Rules, Tier, Verdict};
use crate::connections::party::Parties;
use crate::connections::table::is_told;
use crate::sets::{Direction, Port, Ports};

/// The ends of one side, judged by its rules. Ends go by their place among those of both sides.
#[derive(Debug)]
pub(super) struct Judged<'r> {
    classes: Classes<'r>,
    /// The ends that this side has, rising.
    present: Vec<EndId>,
}

/// What passes between two ends.
pub(super) struct Passing {
    pub(super) ends: (EndId, EndId),
    pub(super) ports: PortsId,
}

/// What one side says at one end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'c> {
    /// What decides.
    pub verdict: Verdict<'c>,
    /// The end that is judged.
    pub own: End,
    /// The other one.
    pub far: End,
}

impl<'r> Judged<'r> {
    /// Judges by `rules` those ends that are there.
    pub(super) fn of<'e>(rules: &'r Rules, ends: impl Iterator<Item = Option<&'e End>>) -> Self {
        let here = ends.enumerate().filter_map(|(id, end)| Some((id, end?.clone())));
        let (present, ends) = here.unzip();
        Self { classes: Classes::new(rules, ends), present }
    }

    /// All that passes, sorted.
    pub(super) fn connections(&mut self, parties: &Parties) -> Vec<Passing> {
        let owner_of = |id: &EndId| parties.owners().get(*id).and_then(|owner| parties.party(owner));
        let chosen = |may: fn(&crate::connections::party::Party) -> bool| -> Vec<EndId> {
            let here = self.present.iter().enumerate();
            here.filter(|(_, id)| owner_of(id).is_some_and(may)).map(|(local, _)| local).collect()
        };
        let (sources, destinations) = (chosen(|party| party.calls), chosen(|party| party.is_called));
        let found = self.classes.connections(&sources, &destinations);
        let passing = found.into_iter().filter_map(|connection| {
            let ends = (*self.present.get(connection.source)?, *self.present.get(connection.destination)?);
            Some(Passing { ends, ports: connection.ports })
        });
        passing.collect()
    }

    /// Whether a connection is told of for the sake of one of its ends.
    pub(super) fn is_told(&self, parties: &Parties, (source, destination): (EndId, EndId)) -> bool {
        let told = |end, direction| {
            self.local(end)
                .is_some_and(|local| is_told(parties, end, self.classes.binding(local, direction).next().is_some()))
        };
        told(source, Direction::Egress) || told(destination, Direction::Ingress)
    }

    /// Whether a policy isolates an end in one direction; `None` where it is not on this side.
    pub(super) fn is_isolated(&self, end: EndId, direction: Direction) -> Option<bool> {
        let local = self.local(end)?;
        Some(self.classes.is_bound(local, direction, |tier| tier == Tier::NetworkPolicy))
    }

    /// The ports of an id; none for no id.
    pub(super) fn ports(&self, id: Option<PortsId>) -> Ports {
        id.map_or_else(Ports::none, |id| self.classes.ports(id).clone())
    }

    /// What is said at one end of a connection; `None` where an end is not on this side.
    pub(super) fn said(
        &self,
        direction: Direction,
        (source, destination): (EndId, EndId),
        port: Port,
    ) -> Option<Said<'r>> {
        let (source, destination) = (self.local(source)?, self.local(destination)?);
        let (own, far) = match direction {
            Direction::Egress => (source, destination),
            Direction::Ingress => (destination, source),
        };
        let end = |local: EndId| self.classes.ends().get(local).cloned();
        let verdict = self.classes.verdict(direction, source, destination, port);
        Some(Said { verdict, own: end(own)?, far: end(far)? })
    }

    /// The place of an end among those of this side.
    fn local(&self, end: EndId) -> Option<EndId> {
        self.present.binary_search(&end).ok()
    }
}
