//! Parties under rules → the connections between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyzer::evaluate::Rules;
use crate::analyzer::evaluate::classes::{Classes, End, EndId, PortsId};
use crate::sets::{Direction, Ports};

use super::exposure::{self, Exposure, Stranger};
use super::named::{Named, Own};
use super::party::{Owner, Parties, Party, Told};
use super::selection::{Selection, Unmatched};

/// The connections of manifests or of a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The connections, sorted by source and destination, each pair once.
    pub rows: Vec<Row>,
    /// What unnamed pods may reach or be reached by, where that was asked for.
    pub exposure: Option<Exposure>,
}

/// A connection: whatever bears the one name may call whatever bears the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Who calls.
    pub source: Arc<str>,
    /// Who is called.
    pub destination: Arc<str>,
    /// The destination's ports; never none.
    pub ports: Ports,
}

/// Judges all pairs of the parties that are selected. With strangers, it also says what they may reach or be reached by.
pub(super) fn table(
    rules: &Rules,
    parties: Vec<Party>,
    selection: &Selection,
    strangers: Option<Vec<Stranger>>,
) -> Result<Table, Unmatched> {
    selection.check(&parties)?;
    let parties = Parties::new(parties);
    let known = parties.owners().len();
    let strange = strangers.iter().flatten().map(|stranger| stranger.end.clone());
    let ends: Vec<End> = parties.ends().cloned().chain(strange).collect();
    let mut classes = Classes::new(rules, ends);
    let sources = chosen(&parties, |party| party.calls && selection.is_source(&party.name));
    let destinations = chosen(&parties, |party| party.is_called && selection.is_destination(&party.name));

    let mut shown = ShownPorts { selection, known: BTreeMap::new() };
    let mut rows = Named::new(&parties, Own::LeftOut);
    for connection in classes.connections(&sources, &destinations) {
        let (source, destination) = (connection.source, connection.destination);
        let is_bound = |end, direction| classes.binding(end, direction).next().is_some();
        let is_told = is_told(&parties, source, is_bound(source, Direction::Egress))
            || is_told(&parties, destination, is_bound(destination, Direction::Ingress));
        if let Some(ports) = shown.of(&classes, connection.ports).filter(|_| is_told) {
            rows.add(source, destination, ports);
        }
    }
    let rows = rows.finish(|one, other| one == other).into_iter();
    let rows: Vec<Row> = rows.map(|(source, destination, ports)| Row { source, destination, ports }).collect();
    let exposure = strangers.map(|strangers| {
        let places: Vec<(EndId, Stranger)> = (known..).zip(strangers).collect();
        exposure::exposure(&mut classes, &parties, (&sources, &destinations), &places, &rows, &mut shown)
    });
    Ok(Table { rows, exposure })
}

/// The ends of the parties that are chosen.
fn chosen(parties: &Parties, choose: impl Fn(&Party) -> bool) -> Vec<EndId> {
    let is_chosen = |owner: &Owner| parties.party(owner).is_some_and(&choose);
    (0..).zip(parties.owners()).filter(|(_, owner)| is_chosen(owner)).map(|(place, _)| place).collect()
}

/// Ports as they are shown: those that are selected.
pub(super) struct ShownPorts<'s> {
    selection: &'s Selection,
    known: BTreeMap<PortsId, Ports>,
}

impl ShownPorts<'_> {
    /// The ports of an id; `None` where none of them is selected.
    pub(super) fn of(&mut self, classes: &Classes<'_>, id: PortsId) -> Option<Ports> {
        let select = || self.selection.ports_of(classes.ports(id));
        let ports = self.known.entry(id).or_insert_with(select);
        (!ports.is_empty()).then(|| ports.clone())
    }
}

/// Whether connections of an end are told of for its own sake, given whether some policy binds it there.
pub(super) fn is_told(parties: &Parties, end: EndId, is_bound: bool) -> bool {
    let party = parties.owners().get(end).and_then(|owner| parties.party(owner));
    party.is_some_and(|party| match party.told {
        Told::Always => true,
        Told::WhereBound => is_bound,
        Told::Never => false,
    })
}
