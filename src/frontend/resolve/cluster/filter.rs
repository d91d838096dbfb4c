//! The files of a project as they are in one cluster.

use super::Elsewhere;
use super::elsewhere::is_in;
use super::overrides::replace;
use crate::frontend::parse::tree::{Edge, External, File, Group, Namespace, Service};

/// One file: without the nodes and edges that are elsewhere, and the others as they are here.
pub(super) fn file(file: &File, cluster: &str, elsewhere: &Elsewhere) -> File {
    let services = file.services.iter().filter(|service| elsewhere.home_of(service, file, cluster).is_none());
    let groups = file.groups.iter().filter(|group| !elsewhere.group_is_elsewhere(group, cluster));
    let externals = file.externals.iter().filter(|external| is_in(&external.common, cluster));
    let namespaces = file.namespaces.iter().filter(|namespace| !elsewhere.has_namespace(&namespace.name.value));
    let guards = file.guards.iter().filter(|guard| {
        guard.clusters.as_ref().is_none_or(|clusters| clusters.value.iter().any(|name| name.value == cluster))
    });
    File {
        source: file.source,
        namespace: file.namespace.clone().filter(|namespace| !elsewhere.has_namespace(&namespace.value)),
        owner: file.owner.clone(),
        services: services.map(|node| service(node, cluster)).collect(),
        externals: externals.map(|node| external(node, cluster)).collect(),
        groups: groups.map(|node| group(node, cluster, elsewhere)).collect(),
        namespaces: namespaces.map(|node| namespace(node, cluster)).collect(),
        guards: guards.cloned().collect(),
    }
}

fn service(node: &Service, cluster: &str) -> Service {
    let mut here = Service {
        name: node.name.clone(),
        namespace: node.namespace.clone(),
        fields: node.fields.clone(),
        calls: edges(&node.calls, cluster),
        callers: edges(&node.callers, cluster),
        common: node.common.clone(),
        overrides: Vec::new(),
    };
    replace(&mut here.fields, &mut here.common, &node.overrides, cluster);
    here
}

fn external(node: &External, cluster: &str) -> External {
    let mut here = External {
        name: node.name.clone(),
        fields: node.fields.clone(),
        calls: edges(&node.calls, cluster),
        callers: edges(&node.callers, cluster),
        common: node.common.clone(),
        overrides: Vec::new(),
    };
    replace(&mut here.fields, &mut here.common, &node.overrides, cluster);
    here
}

fn group(node: &Group, cluster: &str, elsewhere: &Elsewhere) -> Group {
    let mut here = Group {
        name: node.name.clone(),
        namespace: node.namespace.clone(),
        fields: node.fields.clone(),
        calls: edges(&node.calls, cluster),
        callers: edges(&node.callers, cluster),
        common: node.common.clone(),
        overrides: Vec::new(),
    };
    if let Some(listed) = &mut here.namespace {
        listed.value.retain(|name| !elsewhere.has_namespace(&name.value));
    }
    replace(&mut here.fields, &mut here.common, &node.overrides, cluster);
    here
}

fn namespace(node: &Namespace, cluster: &str) -> Namespace {
    let mut here = Namespace {
        name: node.name.clone(),
        fields: node.fields.clone(),
        calls: edges(&node.calls, cluster),
        callers: edges(&node.callers, cluster),
        common: node.common.clone(),
        overrides: Vec::new(),
    };
    replace(&mut here.fields, &mut here.common, &node.overrides, cluster);
    here
}

fn edges(edges: &[Edge], cluster: &str) -> Vec<Edge> {
    let here = |edge: &&Edge| edge.detail.as_ref().is_none_or(|detail| is_in(&detail.common, cluster));
    edges.iter().filter(here).cloned().collect()
}
