//! Manifests, or what runs in a cluster → the parties and their connections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analyzer::evaluate::Rules;
use crate::analyzer::evaluate::classes::{End, PortNumber, split};
use crate::manifest::inventory::{Inventory, Workload};
use crate::sets::{AddressRange, Direction, NamedPort};

use super::exposure::strangers;
use super::party::{Name, Party, Told, Variant};
use super::selection::{Selection, Unmatched};
use super::table::{Table, table};

/// The connections of the workloads of an inventory under some rules, with each other and with the outside.
///
/// Pods that use their node's network are nodes: no policy binds them, and only a rule for everyone is about them. Of
/// IPv6 nothing is told where no rule names any of it: all of it then has the connections that an IPv4 address has of
/// which no rule speaks.
///
/// # Errors
/// Where somebody is selected who is not there.
pub fn of_objects(
    inventory: &Inventory,
    rules: &Rules,
    selection: &Selection,
    with_exposure: bool,
) -> Result<Table, Unmatched> {
    let workloads = workloads(inventory);
    let strangers = with_exposure.then(|| {
        let known: Vec<End> =
            workloads.iter().flat_map(|party| &party.variants).map(|variant| variant.end.clone()).collect();
        strangers(rules, inventory, &known)
    });
    let mut parties = workloads;
    parties.extend(ranges_named(rules));
    table(rules, parties, selection, strangers)
}

/// A party for each workload that runs. Those of one name are one party.
pub fn workloads(inventory: &Inventory) -> Vec<Party> {
    let mut named: BTreeMap<Name, Vec<&Workload>> = BTreeMap::new();
    for workload in inventory.workloads.iter().filter(|workload| !workload.is_finished()) {
        named.entry(Name::of_workload(workload)).or_default().push(workload);
    }
    let party = |(name, alike): (Name, Vec<&Workload>)| {
        let telling = telling_labels(&alike);
        let variant = |workload: &&Workload| Variant { end: end(inventory, workload), mark: mark(workload, &telling) };
        Party { name, variants: alike.iter().map(variant).collect(), calls: true, is_called: true, told: Told::Always }
    };
    named.into_iter().map(party).collect()
}

fn end(inventory: &Inventory, workload: &Workload) -> End {
    if workload.host_network {
        return End::Entity(Arc::from("node"));
    }
    let number = |port: &crate::manifest::inventory::ContainerPort| {
        let name = port.name.clone()?;
        Some(PortNumber { port: NamedPort { protocol: port.protocol, name }, number: port.number })
    };
    let mut ports: Vec<PortNumber> = workload.ports().filter_map(number).collect();
    ports.sort();
    End::Pod { pod: Arc::new(inventory.pod(workload)), ports: ports.into() }
}

/// The labels that are not the same on all of these.
fn telling_labels<'w>(alike: &[&'w Workload]) -> BTreeSet<&'w Arc<str>> {
    let keys = alike.iter().flat_map(|workload| workload.labels.keys());
    keys.filter(|key| {
        let mut values = alike.iter().map(|workload| workload.labels.get(*key));
        let first = values.next();
        values.any(|value| Some(value) != first)
    })
    .collect()
}

fn mark(workload: &Workload, telling: &BTreeSet<&Arc<str>>) -> String {
    let labels = workload.labels.iter().filter(|(key, _)| telling.contains(key));
    labels.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}

/// The outside, as coarsely as the rules tell its addresses apart: once as what calls, once as what is called.
pub(super) fn ranges(rules: &[&Rules]) -> Vec<Party> {
    let party = |range: AddressRange, calls: bool| Party {
        name: Name::Range(range),
        variants: vec![Variant { end: End::Range(range), mark: String::new() }],
        calls,
        is_called: !calls,
        told: Told::Never,
    };
    let calling = split(rules, Direction::Ingress).into_iter().map(|range| party(range, true));
    let called = split(rules, Direction::Egress).into_iter().map(|range| party(range, false));
    calling.chain(called).collect()
}

/// The same without IPv6 where no rule names any of it.
fn ranges_named(rules: &Rules) -> Vec<Party> {
    let all = ranges(&[rules]);
    let is_v6 = |party: &&Party| matches!(party.name, Name::Range(range) if range.is_v6());
    // What no rule cuts is one range as what calls, and one as what is called.
    let is_v6_named = all.iter().filter(is_v6).count() > 2;
    all.into_iter().filter(|party| is_v6_named || !is_v6(&party)).collect()
}
