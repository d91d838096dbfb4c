//! Whether each cluster that a node, an edge or a guard names is one of the project.

use crate::diagnostic::rule::{invalid_name, unknown_cluster};
use crate::diagnostic::{Diagnostics, Nearest, Place, nearest};
use crate::frontend::parse::tree::{Common, Edge, File, Override, Project, Spanned, Text};
use crate::frontend::resolve::kubernetes::is_dns_subdomain;

/// Checks the names of clusters, where they are declared and wherever they are named.
pub(in crate::frontend::resolve) fn check(project: &Project, files: &[File], found: &mut Diagnostics) {
    for cluster in &project.clusters {
        if !is_dns_subdomain(&cluster.name.value) {
            found.push(invalid_name::node(cluster.name.place, "a cluster", &cluster.name.value));
        }
    }
    let mut names = Names { project, found };
    for file in files {
        for node in &file.services {
            names.node(&node.name.value, &node.common, &node.overrides, [&node.calls, &node.callers]);
        }
        for node in &file.externals {
            names.node(&node.name.value, &node.common, &node.overrides, [&node.calls, &node.callers]);
        }
        for node in &file.groups {
            names.node(&node.name.value, &node.common, &node.overrides, [&node.calls, &node.callers]);
        }
        for node in &file.namespaces {
            names.node(&node.name.value, &node.common, &node.overrides, [&node.calls, &node.callers]);
        }
        for guard in &file.guards {
            names.list(guard.clusters.as_ref());
        }
    }
}

struct Names<'a> {
    project: &'a Project,
    found: &'a mut Diagnostics,
}

impl Names<'_> {
    fn node<F>(&mut self, name: &str, common: &Common, overrides: &[Override<F>], edges: [&Vec<Edge>; 2]) {
        self.list(common.clusters.as_ref());
        for detail in edges.into_iter().flatten().filter_map(|edge| edge.detail.as_ref()) {
            self.list(detail.common.clusters.as_ref());
        }
        for cluster in overrides.iter().map(|here| &here.cluster) {
            let is_there = |other: &str| overrides.iter().any(|here| here.cluster.value == other);
            if self.known(cluster.place, &cluster.value, is_there)
                && let Some(only) = common.clusters.as_ref()
                && !only.value.iter().any(|one| one.value == cluster.value)
            {
                self.found.push(unknown_cluster::node_is_elsewhere(cluster.place, name, &cluster.value, only.place));
            }
        }
    }

    fn list(&mut self, clusters: Option<&Spanned<Vec<Text>>>) {
        let Some(clusters) = clusters else { return };
        if clusters.value.is_empty() {
            self.found.push(unknown_cluster::none(clusters.place));
        }
        for cluster in &clusters.value {
            self.known(cluster.place, &cluster.value, |_| false);
        }
    }

    /// Whether there is a cluster of this name; that there is none is reported. A name that is there already, where it
    /// can be once, is not sure to be the one that was meant.
    fn known(&mut self, place: Place, name: &str, is_there: impl Fn(&str) -> bool) -> bool {
        let clusters = self.project.clusters.iter().map(|cluster| cluster.name.value.as_str());
        let known = clusters.clone().any(|cluster| cluster == name);
        if !known {
            let are_any = !self.project.clusters.is_empty();
            let near =
                nearest(name, clusters).map(|near| Nearest { alone: near.alone && !is_there(&near.name), ..near });
            self.found.push(unknown_cluster::unknown(place, name, near, are_any));
        }
        known
    }
}
