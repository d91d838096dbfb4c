//! The tables of nodes, each with those of what differs in one cluster.

use super::super::project::{
    CLUSTERS, End, External, Group, InsteadOfNames, Must, NAMESPACES, Namespace, Networks, Project, Requirement,
    Selector, Service, TEAM,
};
use super::Order;
use super::edges::edges;
use super::value::{array, clusters, declared, isolated, nets, selector, table, text};

/// The tables of one intent file.
pub(super) fn tables(project: &Project, file: usize, order: &mut Order) -> Vec<String> {
    let mut tables = Vec::new();
    for (at, service) in project.services.iter().enumerate().filter(|(_, service)| service.file == file) {
        tables.extend(self::service(project, at, service, order));
    }
    for (at, group) in project.groups.iter().enumerate().filter(|(_, group)| group.file == file) {
        tables.extend(self::group(project, at, group, order));
    }
    for (at, external) in project.externals.iter().enumerate().filter(|(_, external)| external.file == file) {
        tables.extend(self::external(project, at, external, order));
    }
    if file == 0 && !project.consent_of_both {
        tables.extend(settings_of_namespaces(project, order));
    }
    // The same table in a second file, each field in one.
    if let Some(at) = project.files[file].namespace.filter(|_| file % 2 == 1) {
        let mut lines = edges(project, End::Namespace(at), Some(at), order);
        lines.extend(project.namespaces[at].resolve.map(|resolve| format!("resolve = {resolve}")));
        order.apply(&mut lines);
        if !lines.is_empty() {
            tables.push(table(&format!("namespaces.{}", NAMESPACES[at]), &lines));
        }
    }
    tables
}

/// What is said of the namespaces, save whom they call and whether they resolve names.
pub(super) fn settings_of_namespaces(project: &Project, order: &mut Order) -> Vec<String> {
    let each = project.namespaces.iter().enumerate();
    each.flat_map(|(at, one)| namespace(at, one, order)).collect()
}

fn namespace(at: usize, namespace: &Namespace, order: &mut Order) -> Vec<String> {
    let name = format!("namespaces.{}", NAMESPACES[at]);
    let team = namespace.team.map_or_else(|| "false".to_owned(), text);
    let stage = |off: bool| format!("stage = {}", text(if off { "off" } else { "enforce" }));
    let mut lines = vec![format!("labels = {{ {TEAM} = {team} }}")];
    lines.extend(namespace.isolate.map(|isolate| isolated(isolate, order)));
    lines.extend(namespace.owner.map(|owner| format!("owner = {}", text(owner))));
    lines.extend(namespace.off.then(|| stage(true)));
    lines.extend(namespace.clusters.as_ref().map(|only| clusters(only, order)));
    order.apply(&mut lines);
    let mut tables = vec![table(&name, &lines)];
    for other in &namespace.overrides {
        let mut lines = Vec::new();
        lines.extend(other.fields.isolate.map(|isolate| isolated(isolate, order)));
        lines.extend(other.fields.off.map(stage));
        order.apply(&mut lines);
        tables.push(table(&format!("{name}.in.{}", CLUSTERS[other.cluster]), &lines));
    }
    tables
}

fn service(project: &Project, at: usize, service: &Service, order: &mut Order) -> Vec<String> {
    let name = format!("services.{}", service.name);
    let mut lines = Vec::new();
    if project.files[service.file].namespace != Some(service.namespace) {
        lines.push(format!("namespace = {}", text(NAMESPACES[service.namespace])));
    }
    lines.extend(service.pods.as_ref().map(|pods| format!("pods = {}", selector(pods, order))));
    lines.extend(service.owner.map(|owner| format!("owner = {}", text(owner))));
    lines.extend(service.resolve.map(|resolve| format!("resolve = {resolve}")));
    lines.extend(declared(&service.ports, order));
    lines.extend(service.isolate.map(|isolate| isolated(isolate, order)));
    lines.extend(service.clusters.as_ref().map(|only| clusters(only, order)));
    if service.account {
        lines.push("service_account = \"account\"".to_owned());
        lines.push("fallback = [\"pods\"]".to_owned());
    }
    lines.extend(edges(project, End::Service(at), Some(service.namespace), order));
    order.apply(&mut lines);
    let mut tables = vec![table(&name, &lines)];
    for other in &service.overrides {
        let mut lines = Vec::new();
        lines.extend(other.fields.pods.as_ref().map(|pods| format!("pods = {}", selector(pods, order))));
        lines.extend(other.fields.ports.as_ref().and_then(|ports| declared(ports, order)));
        lines.extend(other.fields.isolate.map(|isolate| isolated(isolate, order)));
        order.apply(&mut lines);
        tables.push(table(&format!("{name}.in.{}", CLUSTERS[other.cluster]), &lines));
    }
    tables
}

fn group(project: &Project, at: usize, group: &Group, order: &mut Order) -> Vec<String> {
    let name = format!("groups.{}", group.name);
    let mut lines = Vec::new();
    let namespaces: Vec<String> = group.namespaces.iter().map(|at| text(NAMESPACES[*at])).collect();
    match &namespaces[..] {
        [] => {}
        [one] => lines.push(format!("namespace = {one}")),
        _ => lines.push(format!("namespace = {}", array(namespaces, order))),
    }
    lines.extend(group.team.as_ref().map(|must| format!("namespaces = {}", of_team(must, order))));
    lines.extend(group.pods.as_ref().map(|pods| format!("pods = {}", selector(pods, order))));
    lines.extend(group.resolve.map(|resolve| format!("resolve = {resolve}")));
    lines.extend(declared(&group.ports, order));
    lines.extend(group.clusters.as_ref().map(|only| clusters(only, order)));
    lines.extend(edges(project, End::Group(at), project.files[group.file].namespace, order));
    order.apply(&mut lines);
    let mut tables = vec![table(&name, &lines)];
    for other in &group.overrides {
        let line = format!("pods = {}", selector(&other.fields, order));
        tables.push(table(&format!("{name}.in.{}", CLUSTERS[other.cluster]), &[line]));
    }
    tables
}

/// The label by which namespaces are selected.
fn of_team(must: &Must, order: &mut Order) -> String {
    let requirement = Requirement { key: TEAM, must: must.clone() };
    selector(&Selector { requirements: vec![requirement], as_string: false }, order)
}

fn external(project: &Project, at: usize, external: &External, order: &mut Order) -> Vec<String> {
    let name = format!("externals.{}", external.name);
    let mut lines = networks(&external.networks, false, order);
    if let Some(instead) = external.dns {
        lines.push("dns = [\"api.example.com\", \"**.example.net\"]".to_owned());
        lines.push(match instead {
            InsteadOfNames::Cidr => "fallback = [\"internet\", \"cidr\"]".to_owned(),
            InsteadOfNames::Internet => "fallback = [\"internet\"]".to_owned(),
        });
    }
    lines.extend(declared(&external.ports, order));
    lines.extend(external.clusters.as_ref().map(|only| clusters(only, order)));
    lines.extend(edges(project, End::External(at), project.files[external.file].namespace, order));
    order.apply(&mut lines);
    let mut tables = vec![table(&name, &lines)];
    for other in &external.overrides {
        let lines = networks(&other.fields, !external.networks.except.is_empty(), order);
        tables.push(table(&format!("{name}.in.{}", CLUSTERS[other.cluster]), &lines));
    }
    tables
}

/// `cidr` and `except`, the second also where it is empty but must stand in the place of another.
fn networks(networks: &Networks, replaces: bool, order: &mut Order) -> Vec<String> {
    let mut lines = vec![nets("cidr", &networks.cidr, order)];
    if replaces || !networks.except.is_empty() {
        lines.push(nets("except", &networks.except, order));
    }
    order.apply(&mut lines);
    lines
}
