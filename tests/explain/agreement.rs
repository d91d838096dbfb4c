//! `explain` and `connections` about the same pairs: what one lists the other lets through, port by port.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use npgen::analyzer::evaluate::Rules;
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::connections::{Selection, Table, of_graph, of_objects, workloads};
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::explain::{Cause, Extent, Side, explain, objects};
use npgen::graph::Graph;
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;
use npgen::sets::{Port, PortRange, Ports, Protocol};

use super::{examples, graphs};

/// A port that no example names.
const NOBODYS: u16 = 4242;

/// The ports on which each pair passes.
struct Listed(BTreeMap<(Arc<str>, Arc<str>), Ports>);

impl Listed {
    fn of(table: Table) -> Self {
        Self(table.rows.into_iter().map(|row| ((row.source, row.destination), row.ports)).collect())
    }

    /// Every port that is listed for a destination, whoever calls it, and one that is not.
    fn ports(&self, destination: &str) -> BTreeSet<PortRange> {
        let called = self.0.iter().filter(|((_, to), _)| to.starts_with(destination));
        let each = called.flat_map(|(_, ports)| PortRange::of_ports(ports));
        let ports = each.map(|range| PortRange::one(range.protocol, range.first.max(1)));
        ports.chain([PortRange::one(Protocol::Tcp, NOBODYS)]).collect()
    }

    /// Whether a pair passes on a port; `None` where some of their pods may do more than others.
    fn passes(&self, source: &str, destination: &str, port: PortRange) -> Option<bool> {
        let is_of = |shown: &str, name: &str| shown.strip_prefix(name).is_some_and(|rest| rest.starts_with('{'));
        let mut marked = self.0.keys().filter(|(from, to)| {
            (is_of(from, source) || &**from == source) && (is_of(to, destination) || &**to == destination)
        });
        match self.0.get(&(source.into(), destination.into())) {
            Some(ports) => Some(ports.contains(Port::Transport(port.protocol, port.first))),
            None if marked.next().is_some() => None,
            None => Some(false),
        }
    }
}

/// Whether some pods of an end are isolated there, and others are not.
fn is_in_part(side: &Side<'_>) -> bool {
    !side.isolated.is_empty() && side.causes.iter().any(|cause| matches!(cause, Cause::NotIsolated(_)))
}

/// The services and groups of a graph: as they are asked for, and as a table names them.
fn nodes(graph: &Graph) -> Vec<(String, String)> {
    let services = graph.services.iter().map(|service| {
        let path = format!("{}/{}", graph.namespace(service.namespace).expect("its namespace").name, service.name);
        (path.clone(), format!("{path}[Service]"))
    });
    let groups = graph.groups.iter().map(|group| (group.name.to_string(), format!("{}[Group]", group.name)));
    services.chain(groups).collect()
}

#[test]
fn both_say_the_same_of_every_pair_of_a_graph() {
    let (mut passing, mut denied) = (0, 0);
    for (folder, files) in examples() {
        for graph in &graphs(&files) {
            let listed = Listed::of(of_graph(graph, &Selection::default()).expect("nobody is selected"));
            let nodes = nodes(graph);
            let pairs = nodes.iter().flat_map(|from| nodes.iter().map(move |to| (from, to)));
            for ((caller, source), (callee, destination)) in pairs.filter(|(from, to)| from != to) {
                for port in listed.ports(destination) {
                    let Some(expected) = listed.passes(source, destination, port) else { continue };
                    let asked = format!("{callee}:{port}");
                    let answer = explain(graph, &Inventory::default(), caller, &asked).expect("it can be asked");
                    // A table tells only of ends that are isolated, and passes over the pods of an end that others
                    // select, too.
                    let sides = [&answer.egress, &answer.ingress];
                    if sides.iter().any(|side| is_in_part(side)) || sides.iter().all(|side| side.isolated.is_empty()) {
                        continue;
                    }
                    let shown = format!("{}: {caller} -> {asked}", folder.display());
                    assert_eq!(answer.extent == Extent::All, expected, "{shown}: {answer:?}");
                    *if expected { &mut passing } else { &mut denied } += 1;
                }
            }
        }
    }
    assert!(passing > 100 && denied > 1000, "{passing} pass, {denied} do not");
}

/// The manifests below some folders: what runs, and the policies.
fn objects_of(folders: &[PathBuf]) -> (Inventory, Rules) {
    let (mut found, mut rules, mut gathering) = (Diagnostics::default(), Rules::default(), Gathering::new("default"));
    let mut folders = folders.to_vec();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("the folder is there").map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("it can be read");
            read::objects(SourceId(0), &text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
                Raised::Policy(policy) => rules.policies.push(policy),
                Raised::Refused => {}
                Raised::Other => gathering.add(&object, found),
            });
        }
    }
    assert!(!found.has_errors(), "{found:?}");
    (gathering.finish(), rules)
}

#[test]
fn both_say_the_same_of_every_pair_of_manifests() {
    let (mut passing, mut denied) = (0, 0);
    for project in ["bank-of-anthos", "online-boutique", "sock-shop"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects").join(project);
        let (inventory, rules) = objects_of(&[folder.join("manifests"), folder.join("out")]);
        let table = of_objects(&inventory, &rules, &Selection::default(), false).expect("nobody is selected");
        let listed = Listed::of(table);
        let names: Vec<String> = workloads(&inventory).iter().map(|party| party.name.to_string()).collect();
        // The ranges of a table can be asked for only where they are networks: those are.
        let internet = ["192.0.2.7/32".to_owned(), "8.8.8.8/32".to_owned()];
        let ends = || names.iter().chain(&internet);
        for (caller, callee) in ends().flat_map(|from| ends().map(move |to| (from, to))) {
            let ranges = [caller, callee].map(|end| internet.contains(end));
            if caller == callee || ranges == [true, true] {
                continue;
            }
            let [source, destination] = [caller, callee].map(|end| range_of(end, &listed, *end == *caller));
            for port in listed.ports(&destination) {
                let asked = format!("{callee}:{port}");
                let answer = objects::explain(&inventory, &rules, caller, &asked).expect("it can be asked");
                let Some(expected) = listed.passes(&source, &destination, port) else { continue };
                let shown = format!("{project}: {caller} -> {asked}");
                assert_eq!(answer.extent == Extent::All, expected, "{shown}: {answer:?}");
                *if expected { &mut passing } else { &mut denied } += 1;
            }
        }
    }
    assert!(passing > 80 && denied > 1000, "{passing} pass, {denied} do not");
}

/// What a table calls an end: an address goes by the range that holds it.
fn range_of(end: &str, listed: &Listed, calls: bool) -> String {
    let Some(address) = end.strip_suffix("/32").map(|address| address.parse::<std::net::IpAddr>().unwrap()) else {
        return end.to_owned();
    };
    let mut names = listed.0.keys().map(|(from, to)| if calls { from.to_string() } else { to.to_string() });
    let holds = |name: &String| {
        let range = name.strip_suffix("[External]").and_then(|range| range.split_once('-'));
        let ends = range.map(|(first, last)| (first.parse::<std::net::IpAddr>(), last.parse::<std::net::IpAddr>()));
        matches!(ends, Some((Ok(first), Ok(last))) if first <= address && address <= last)
    };
    names.find(holds).unwrap_or_else(|| end.to_owned())
}
