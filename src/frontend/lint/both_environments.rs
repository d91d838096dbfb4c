//! `both-environments`: selectors by label in a cluster that holds several environments.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::both_environments;
use crate::graph::{Graph, GroupNamespaces};
use crate::sets::LabelKey;

/// Looks at every group that knows its namespaces by label, or not at all. `renamed`: whether the namespaces of this
/// environment have names of their own, so that there are others.
pub(super) fn check(graph: &Graph, renamed: bool, found: &mut Diagnostics) {
    let by_label = graph.groups.iter().filter(|group| match group.namespaces {
        GroupNamespaces::Listed(_) => false,
        GroupNamespaces::Labelled => group.pods.get(&LabelKey::namespace_name()).is_none(),
        GroupNamespaces::Every => true,
    });
    for group in by_label.filter(|_| renamed) {
        found.push(both_environments::group(group.place, &group.name));
    }
}
