//! What is worth knowing about a graph that is proved: edges that make no rule, and ranges of which the proof can't say
//! that no pod or node is in them.

use std::collections::BTreeSet;

use super::output::Output;
use crate::diagnostic::{Place, Sources};
use crate::graph::{Edge, End, Graph, GroupNamespaces};
use crate::sets::{Direction, Labels};

/// Says both.
pub(super) fn tell(graph: &Graph, sources: &Sources, output: &mut Output<'_>) {
    for edge in graph.edges.iter().filter(|edge| !makes_rule(graph, edge)) {
        if let Some(place) = edge.writings.first().map(|writing| writing.place) {
            let written = written(sources, place);
            output.note(&format!("makes no rule, since neither end is isolated in its direction: {written}"));
        }
    }
    if !graph.profile.knows_inside() {
        for range in open_ranges(graph) {
            output.note(&format!(
                "outside the proof, while `pod_cidr` or `node_cidr` is not given: pods and nodes in {range}"
            ));
        }
    }
}

/// Whether an edge lets anything through anywhere.
fn makes_rule(graph: &Graph, edge: &Edge) -> bool {
    isolated(graph, &edge.caller, Direction::Egress) || isolated(graph, &edge.callee, Direction::Ingress)
}

/// Whether an end has pods of its own that are isolated in a direction.
fn isolated(graph: &Graph, end: &End, direction: Direction) -> bool {
    let in_namespace = |id| {
        let namespace = graph.namespace(id);
        namespace.is_some_and(|namespace| namespace.governed && namespace.isolated.contains(direction))
    };
    match end {
        End::Service(id) => graph.service(*id).is_some_and(|service| in_namespace(service.namespace)),
        End::Group(id) => graph.group(*id).is_some_and(|group| match &group.namespaces {
            GroupNamespaces::Listed(ids) => ids.iter().any(|id| in_namespace(*id)),
            GroupNamespaces::Every => graph.governed().any(|id| {
                let meets = |name: &str| !group.pods.is_disjoint(&Labels::in_namespace(name));
                in_namespace(id) && graph.namespace(id).is_some_and(|namespace| meets(&namespace.name))
            }),
        }),
        _ => false,
    }
}

/// The ranges in rules that could hold pods or nodes, as their ends are written.
fn open_ranges(graph: &Graph) -> BTreeSet<String> {
    let rules = graph.edges.iter().filter(|edge| makes_rule(graph, edge));
    let ends = rules.flat_map(|edge| [&edge.caller, &edge.callee]);
    ends.filter_map(|end| match end {
        End::External(id) => graph.external(*id).map(|external| {
            let ranges: Vec<String> = external.cidr.iter().map(ToString::to_string).collect();
            format!("`{}` ({})", external.name, ranges.join(", "))
        }),
        End::Internet => Some("`@internet`".to_owned()),
        End::World => Some("`@world`".to_owned()),
        _ => None,
    })
    .collect()
}

/// A place as `FILE:LINE`, and what is written there, its first line.
fn written(sources: &Sources, place: Place) -> String {
    let Some(source) = sources.get(place.source) else { return String::new() };
    let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
    let before = source.text.get(..at(place.start)).unwrap_or_default();
    let text = source.text.get(at(place.start)..at(place.end)).unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    format!("{}:{line}: `{}`", source.path, text.lines().next().unwrap_or_default())
}
