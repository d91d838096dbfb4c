//! What is worth knowing about a graph that is proved: edges that make no rule, and ranges of which the proof can't say
//! that no pod or node is in them.

use std::collections::BTreeSet;

use super::output::Output;
use crate::diagnostic::{Place, Sources};
use crate::graph::{End, Graph};
use crate::verify::meaning::{Meaning, RuleMakers};

/// Says both.
pub(super) fn tell(graph: &Graph, sources: &Sources, output: &mut Output<'_>) {
    let meaning = Meaning::new(graph);
    let makers = meaning.rule_makers();
    let unbound = graph.edges.iter().filter(|edge| makers.halves(edge).is_none());
    let unbound = unbound.filter_map(|edge| edge.writings.first());
    let unbound = unbound.map(|writing| written(sources, writing.place));
    output.notes("makes no rule, since neither end is isolated in its direction", unbound);
    if !graph.profile.knows_inside() {
        let about =
            "not proved for pods and nodes whose address it holds, while `pod_cidr` or `node_cidr` is not given";
        output.notes(about, open_ranges(graph, &makers).into_iter());
    }
}

/// The ranges in rules that could hold pods or nodes, as their ends are written.
fn open_ranges(graph: &Graph, makers: &RuleMakers) -> BTreeSet<String> {
    let rules = graph.edges.iter().filter(|edge| !makers.halves(edge).is_none());
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
pub(super) fn written(sources: &Sources, place: Place) -> String {
    let Some(source) = sources.get(place.source) else { return String::new() };
    let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
    let before = source.text.get(..at(place.start)).unwrap_or_default();
    let text = source.text.get(at(place.start)..at(place.end)).unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    format!("{}:{line}: `{}`", source.path, text.lines().next().unwrap_or_default())
}
