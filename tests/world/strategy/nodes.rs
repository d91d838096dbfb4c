//! Random services, groups and externals.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::super::palette::{BLOCKS, OWNERS, PORTS, VALUES};
use super::super::project::{
    Cluster, Declared, External, Group, InsteadOfNames, Must, NAMESPACES, Networks, Override, Pod, Ports, Project,
    Requirement, Selector, Service, ServiceFields,
};
use super::setting::directions;
use super::tape::Tape;

pub(super) fn service(project: &mut Project, tape: &mut Tape<'_>) {
    let namespace = tape.pick(project.namespaces.len());
    let neighbours = project.services.iter().filter(|service| service.namespace == namespace).count();
    let name = format!("s{neighbours}");
    // A default selector adds a value of its own to the closed world: one a namespace, of the same name, is enough.
    let pods = if neighbours == 0 && tape.one_in(3) { None } else { Some(selector(&project.cluster, tape)) };
    let ports = declared(&project.cluster, tape);
    let shared_has_it = project.services.iter().any(|service| service.file == 0 && service.name == name);
    let file = match tape.pick(3) {
        2 if !shared_has_it => 0,
        pick => 1 + 2 * namespace + pick % 2,
    };
    let owner = tape.one_in(4).then_some(OWNERS[tape.pick(OWNERS.len())]);
    let resolve = [None, None, Some(true), Some(false)][tape.pick(4)];
    let isolate = tape.one_in(4).then(|| directions(1 + tape.pick(3)));
    let account = tape.one_in(8);
    let clusters = tape.clusters(project.clusters.len(), 4);
    let mut service = Service {
        here: true,
        clusters,
        overrides: Vec::new(),
        isolate,
        account,
        name,
        namespace,
        pods,
        ports,
        owner,
        resolve,
        file,
    };
    // Two services of a namespace with equal selectors are an error.
    if !is_distinct(project, &service) {
        return;
    }
    for cluster in those(service.clusters.as_ref(), project.clusters.len()) {
        let fields = ServiceFields {
            pods: tape.one_in(4).then(|| selector(&project.cluster, tape)),
            ports: tape.one_in(4).then(|| other_ports(&project.cluster, &service.ports, tape)).flatten(),
            isolate: tape.one_in(5).then(|| directions(tape.pick(4))),
        };
        if fields.pods.is_some() || fields.ports.is_some() || fields.isolate.is_some() {
            service.overrides.push(Override { cluster, fields });
            if !is_distinct(project, &service) {
                service.overrides.pop();
            }
        }
    }
    project.services.push(service);
}

/// Whether a service has other pods than each of its neighbours, in each cluster.
fn is_distinct(project: &Project, service: &Service) -> bool {
    let there = |service: &Service, cluster: Option<usize>| {
        let own = service.overrides.iter().find(|one| Some(one.cluster) == cluster);
        let pods = own.and_then(|one| one.fields.pods.clone()).or(service.pods.clone());
        Service { pods, ..service.clone() }
    };
    let pods = every_pod(project, NAMESPACES[service.namespace]);
    project.all_clusters().into_iter().all(|cluster| {
        let service = there(service, cluster);
        let mut neighbours = project.services.iter().filter(|other| other.namespace == service.namespace);
        neighbours.all(|other| {
            let other = there(other, cluster);
            pods.iter().any(|pod| project.service_has(&service, pod) != project.service_has(&other, pod))
        })
    })
}

/// The clusters in which something can differ.
fn those(only: Option<&Vec<usize>>, count: usize) -> Vec<usize> {
    only.cloned().unwrap_or_else(|| (0..count).collect())
}

/// A pod of a namespace for each combination of labels that a selector of this project can tell apart.
fn every_pod(project: &Project, namespace: &str) -> Vec<Pod> {
    let cluster = &project.cluster;
    let values = |key: usize, more: &'static str| {
        cluster.values[key].into_iter().chain([more, "fresh"]).map(Some).chain([None]).collect::<Vec<_>>()
    };
    let mut pods = Vec::new();
    for first in values(0, "s0") {
        for second in values(1, "s0") {
            let labels = [(cluster.keys[0], first), (cluster.keys[1], second)];
            let labels = labels.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
            pods.push(Pod {
                namespace: namespace.to_owned(),
                namespace_labels: BTreeMap::new(),
                labels: labels.collect(),
            });
        }
    }
    pods
}

pub(super) fn group(project: &mut Project, tape: &mut Tape<'_>) {
    let every: Vec<usize> = (0..project.namespaces.len()).collect();
    let namespaces = tape.some_of(&every);
    let all_pods = tape.one_in(3) && !namespaces.is_empty();
    let pods = (!all_pods).then(|| selector(&project.cluster, tape));
    let ports = declared(&project.cluster, tape);
    let resolve = [None, None, Some(true), Some(false)][tape.pick(4)];
    let file = tape.pick(project.files.len());
    let name = format!("g{}", project.groups.len());
    let team = (tape.pick(3) > 0).then(|| team(tape));
    let namespaces = if team.is_some() { Vec::new() } else { namespaces };
    let clusters = tape.clusters(project.clusters.len(), 4);
    let mut overrides = Vec::new();
    for cluster in those(clusters.as_ref(), project.clusters.len()) {
        if tape.one_in(4) {
            overrides.push(Override { cluster, fields: selector(&project.cluster, tape) });
        }
    }
    project.groups.push(Group { here: true, clusters, overrides, team, name, namespaces, pods, ports, resolve, file });
}

/// What the label of a namespace must be. Only one value is named, since each more multiplies the closed world.
fn team(tape: &mut Tape<'_>) -> Must {
    match tape.pick(4) {
        0 => Must::In(vec!["red"]),
        1 => Must::NotIn(vec!["red"]),
        2 => Must::Exist,
        _ => Must::BeAbsent,
    }
}

pub(super) fn external(project: &mut Project, tape: &mut Tape<'_>) {
    let networks = networks(tape);
    let ports = declared(&project.cluster, tape);
    let file = tape.pick(project.files.len());
    let name = format!("e{}", project.externals.len());
    let dns = [None, None, Some(InsteadOfNames::Cidr), Some(InsteadOfNames::Internet)][tape.pick(4)];
    let clusters = tape.clusters(project.clusters.len(), 4);
    let mut overrides = Vec::new();
    for cluster in those(clusters.as_ref(), project.clusters.len()) {
        if tape.one_in(4) {
            overrides.push(Override { cluster, fields: self::networks(tape) });
        }
    }
    project.externals.push(External { here: true, clusters, overrides, dns, name, networks, ports, file });
}

fn networks(tape: &mut Tape<'_>) -> Networks {
    let (mut cidr, mut except) = (Vec::new(), Vec::new());
    for _ in 0..=tape.pick(5) {
        let (net, parts) = BLOCKS[tape.pick(BLOCKS.len())];
        if !cidr.contains(&net) {
            cidr.push(net);
            except.extend(tape.some_of(parts));
        }
    }
    except.sort_unstable();
    except.dedup();
    // What is left out of one network can hold the whole of another, of which nothing would be left: an error.
    let whole = |part: &str| cidr.iter().any(|net| net_of(part).contains(&net_of(net)));
    except.retain(|part| !whole(part));
    Networks { cidr, except }
}

fn net_of(text: &str) -> IpNet {
    text.parse().expect("the networks of the palette are well formed")
}

fn selector(cluster: &Cluster, tape: &mut Tape<'_>) -> Selector {
    let both_keys = tape.one_in(3);
    let first = tape.pick(2);
    let mut requirements = requirements(cluster, first, tape);
    if both_keys {
        requirements.extend(self::requirements(cluster, 1 - first, tape));
    }
    Selector { requirements, as_string: tape.one_in(2) }
}

/// What one label must be; one value at least is always possible.
fn requirements(cluster: &Cluster, key: usize, tape: &mut Tape<'_>) -> Vec<Requirement> {
    let [one, other] = cluster.values[key];
    let musts = match tape.pick(8) {
        0 => vec![Must::In(vec![one])],
        1 => vec![Must::In(vec![other])],
        2 => vec![Must::In(vec![other, one])],
        3 => vec![Must::NotIn(vec![one])],
        4 => vec![Must::NotIn(vec![one, other])],
        5 => vec![Must::Exist],
        6 => vec![Must::Exist, Must::NotIn(vec![other])],
        _ => vec![Must::BeAbsent],
    };
    musts.into_iter().map(|must| Requirement { key: cluster.keys[key], must }).collect()
}

/// The ports that a node declares.
fn declared(cluster: &Cluster, tape: &mut Tape<'_>) -> Declared {
    let picked = tape.some_of(&ports_of(cluster));
    let named = tape.one_in(2);
    let mut entries: Vec<Vec<Ports>> = picked.into_iter().map(|ports| vec![ports]).collect();
    if named && entries.len() > 2 {
        // One name with two ports.
        let more = entries.split_off(2).concat();
        entries.push(more);
    }
    Declared { named, entries }
}

/// The ports that the nodes of a project are made of.
fn ports_of(cluster: &Cluster) -> [Ports; 4] {
    PORTS[VALUES.iter().position(|values| *values == cluster.values[0]).unwrap_or(0) % PORTS.len()]
}

/// Other ports under the same names; `None` where the edges to the node could name its own by number.
fn other_ports(cluster: &Cluster, own: &Declared, tape: &mut Tape<'_>) -> Option<Declared> {
    let known = ports_of(cluster);
    let mut other = own.clone();
    for entry in &mut other.entries {
        *entry = vec![known[tape.pick(known.len())]];
    }
    (own.named && !own.entries.is_empty() || own.entries.len() == 1).then_some(other)
}
