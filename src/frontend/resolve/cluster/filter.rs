//! The files of a project as they are in one cluster.

use super::Elsewhere;
use super::elsewhere::is_in;
use super::overrides::{Fields, replace};
use crate::frontend::parse::tree::{Edge, File, Group, Node};

/// One file: without the nodes and edges that are elsewhere, and the others as they are here. Its namespace stays, for
/// the bare names in it, even where it is elsewhere.
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
        namespace: file.namespace.clone(),
        owner: file.owner.clone(),
        services: services.map(|service| node(service, cluster)).collect(),
        externals: externals.map(|external| node(external, cluster)).collect(),
        groups: groups.map(|written| group(written, cluster, elsewhere)).collect(),
        namespaces: namespaces.map(|namespace| node(namespace, cluster)).collect(),
        guards: guards.cloned().collect(),
    }
}

/// A node with what is written for this cluster in the place of its own fields, and without the edges of others.
fn node<F: Fields + Clone, N: Clone>(node: &Node<F, N>, cluster: &str) -> Node<F, N> {
    let mut here = Node {
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

fn group(written: &Group, cluster: &str, elsewhere: &Elsewhere) -> Group {
    let mut here = node(written, cluster);
    if let Some(listed) = &mut here.namespace {
        listed.value.retain(|name| !elsewhere.has_namespace(&name.value));
    }
    here
}

fn edges(edges: &[Edge], cluster: &str) -> Vec<Edge> {
    let here = |edge: &&Edge| edge.detail.as_ref().is_none_or(|detail| is_in(&detail.common, cluster));
    edges.iter().filter(here).cloned().collect()
}
