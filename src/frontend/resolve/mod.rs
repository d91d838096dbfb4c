//! Syntax tree → graph, cluster by cluster.
//!
//! Every name is looked up, every default filled in, every text read: selectors, ports, networks. All that is wrong is
//! reported at once, one message a cause: what hangs on something wrong is left in peace. It never derives a rule; what
//! an edge opens is not its business, only whether it could open anything at all.

mod asking;
mod cidr;
mod cluster;
mod consent;
mod edge;
mod elsewhere;
mod extent;
mod fit;
mod governed;
mod guard;
mod kubernetes;
mod names;
mod nodes;
mod outside;
mod part;
mod port;
mod prefix;
mod profile;
mod selector;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Levels, Place, Told};
use crate::frontend::allow::Allowances;
use crate::frontend::parse::tree::{Date, File, Project};
use crate::frontend::{Cluster, lint};
use crate::graph::{End, Graph, Resolver};

use cluster::{Elsewhere, Setting};
use fit::Entries;

/// The name of the profile that name resolution asks.
const DNS: &str = "dns";

/// What the files of a project mean in each of its clusters, on the day `today`, sorted by the clusters' names. `None` where an error is among what was found, now or before, once each lint has its level.
///
/// The order of the files, and of tables and lists in them, does not change a graph, places aside.
pub fn clusters(
    project: &Project,
    files: Vec<File>,
    levels: &Levels,
    today: Date,
    found: &mut Diagnostics,
) -> Option<Vec<Cluster>> {
    cluster::check(project, &files, found);
    let mut told = Told::default();
    let mut resolved = Vec::with_capacity(project.clusters.len().max(1));
    if project.clusters.is_empty() {
        let mut found_here = Diagnostics::default();
        let setting = Setting::of_project(project);
        resolved.push(graph(project, &setting, files, Elsewhere::default(), levels, today, &mut found_here));
        told.add("", found_here);
    } else {
        let mut clusters: Vec<_> = project.clusters.iter().collect();
        clusters.sort_by(|left, right| left.name.value.cmp(&right.name.value));
        for cluster in clusters {
            let name = cluster.name.value.as_str();
            let mut found_here = Diagnostics::default();
            let (here, elsewhere) = cluster::files(&files, name);
            let setting = Setting::of_cluster(project, cluster);
            resolved.push(graph(project, &setting, here, elsewhere, levels, today, &mut found_here));
            told.add(name, found_here);
        }
    }
    told.tell(found);
    report_barren(&resolved, found);
    let mut fallbacks = Entries::default();
    let mut clusters = Vec::with_capacity(resolved.len());
    for cluster in resolved {
        fallbacks.join(cluster.fallbacks);
        clusters.push(cluster.resolved?);
    }
    let mut unused = Diagnostics::default();
    fallbacks.check(&mut unused);
    for cluster in &clusters {
        cluster.allowed.apply(&mut unused);
    }
    unused.apply(levels);
    found.append(unused);
    (!found.has_errors()).then_some(clusters)
}

/// What comes of one cluster.
struct InCluster {
    /// `None` where something is wrong.
    resolved: Option<Cluster>,
    /// Where the edges and the ends of guards are written that count here.
    of_use: Vec<Place>,
    /// What is wrong about edges and ends of guards that can do nothing here, unless they can in another cluster.
    barren: Vec<Diagnostic>,
    /// What of the lists of `fallback` is needed here.
    fallbacks: Entries,
}

/// Reports the edges and the ends of guards that can do nothing in any cluster.
fn report_barren(clusters: &[InCluster], found: &mut Diagnostics) {
    let is_of_use =
        |place: Place| clusters.iter().flat_map(|cluster| &cluster.of_use).any(|of_use| of_use.holds(place));
    for barren in clusters.iter().flat_map(|cluster| &cluster.barren) {
        if !barren.labels.first().is_some_and(|label| is_of_use(label.place)) {
            found.push(barren.clone());
        }
    }
}

/// The graph of one cluster.
fn graph(
    project: &Project,
    setting: &Setting<'_>,
    mut files: Vec<File>,
    elsewhere: Elsewhere,
    levels: &Levels,
    today: Date,
    found: &mut Diagnostics,
) -> InCluster {
    let cluster = setting.name.map(|name| name.value.as_str());
    let prefix = prefix::read(project, found);
    let mut known = profile::read(&setting.profile, found);
    let default = selector::DefaultSelector::read(project.default_pods.as_ref(), cluster, found);
    let allowed = Allowances::gather(&files, found);
    let namespaces = governed::namespaces(project, setting, (&files, &elsewhere), &known, found);
    if let Some(settings) = project.consent_of_both {
        consent::check_files(&files, &namespaces, settings, found);
    }
    let written_guards = guard::take(&mut files);
    let (nodes, written) = nodes::nodes(files, namespaces, &default, elsewhere, &prefix, found);
    known.find_services(&nodes, found);
    profile::check_answered(&known, &nodes, found);
    let names = names::Names { nodes: &nodes, known: &known };
    let edges = edge::edges(written, project, today, names, found);
    let guards = guard::guards(written_guards, names, found);
    asking::check(&edges.list, names, found);
    outside::check(&edges.list, names, found);
    profile::check_edges(&edges.list, names, found);
    let dns = resolver(names, found);
    let of_use = match cluster {
        Some(_) => {
            let edges = edges.list.iter().flat_map(|edge| &edge.writings).map(|writing| writing.place);
            edges.chain(guards.picking).collect()
        }
        // Where there is no other cluster, nobody asks.
        None => Vec::new(),
    };
    let mut barren = edges.barren;
    barren.extend(guards.barren);
    let mut left_out = edges.left_out;
    left_out.extend(guards.left_out);
    left_out.sort();
    let graph = Graph {
        cluster: cluster.map(Arc::from),
        prefix,
        dns,
        profile: known.profile,
        namespaces: nodes.namespaces.list,
        services: nodes.services,
        groups: nodes.groups,
        externals: nodes.externals,
        edges: edges.list,
        consent_of_both: project.consent_of_both.is_some(),
        required: edge::require::required(&project.require),
        guards: guards.list,
        left_out,
    };
    // Nodes that are wrong stand in the graph with fields that nobody wrote.
    if !found.has_errors() {
        lint::graph(&graph, setting.rename.is_some(), found);
    }
    allowed.apply(found);
    found.apply(levels);
    let resolved = (!found.has_errors()).then_some(Cluster { graph, allowed });
    InCluster { resolved, of_use, barren, fallbacks: edges.fallbacks }
}

/// Whom name resolution asks.
fn resolver(names: names::Names<'_>, found: &mut Diagnostics) -> Option<Resolver> {
    let known = names.known.names.get(DNS)?;
    let Some(service) = &known.service else {
        let ports = names.known.profile.names.get(DNS)?.ports.clone()?;
        return Some(Resolver { end: End::Name(Arc::from(DNS)), ports });
    };
    let end = End::Service(service.id?);
    let ports = edge::ports_of(&service.written, &end, names, found)?;
    Some(Resolver { end, ports })
}

#[cfg(test)]
mod tests;
