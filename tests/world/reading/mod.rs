//! A second reading of the syntax tree: what a project means in each of its clusters, in the words of its own names.
//!
//! It is written from the clauses of `docs/language.md`, for valid projects only: it goes over everything again and
//! again, looks nothing up by number, reports nothing, and shares no code with `frontend::resolve`. Where the two
//! differ, one of them has read the language wrongly.

mod edges;
mod facts;
mod guards;
mod here;
mod names;
mod nodes;
mod of_graph;
mod ports;
mod profile;
mod selector;

use npgen::frontend::Date;
use npgen::frontend::parse::tree::{File, Project};
use npgen::graph::Graph;

use facts::Facts;
use names::Names;

/// What a project means, read from its syntax tree, on the day `today`.
pub(crate) fn of_tree(project: &Project, files: &[File], today: Date) -> Facts {
    let mut facts = Facts::default();
    if project.clusters.is_empty() {
        add_cluster(project, files, None, today, &mut facts);
    }
    for cluster in &project.clusters {
        add_cluster(project, files, Some(&cluster.name.value), today, &mut facts);
    }
    facts
}

/// What a project means, as resolved.
pub(crate) fn of_graphs<'g>(graphs: impl IntoIterator<Item = &'g Graph>) -> Facts {
    let mut facts = Facts::default();
    graphs.into_iter().for_each(|graph| of_graph::add(graph, &mut facts));
    facts
}

fn add_cluster(project: &Project, files: &[File], cluster: Option<&str>, today: Date, facts: &mut Facts) {
    facts.begin(cluster);
    let here = here::Here::new(project, files, cluster);
    let nodes = nodes::Nodes::new(&here);
    let profile = profile::Profile::new(&here, &nodes);
    let names = Names { here: &here, nodes: &nodes, profile: &profile };
    nodes.add(facts);
    profile.add(&names, facts);
    edges::add(&names, today, facts);
    guards::add(&names, facts);
}
