//! `nested-selectors`: services of one namespace of which one selects all pods of the other.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::nested_selectors;
use crate::graph::Graph;

/// Looks at every two services of a namespace. Equal selectors are an error of their own.
pub(super) fn check(graph: &Graph, found: &mut Diagnostics) {
    for (at, one) in graph.services.iter().enumerate() {
        let others = graph.services.iter().skip(at + 1).take_while(|other| other.namespace == one.namespace);
        for other in others {
            let (inner, outer) = if one.pods.is_subset(&other.pods) {
                (one, other)
            } else if other.pods.is_subset(&one.pods) {
                (other, one)
            } else {
                continue;
            };
            found.push(nested_selectors::services(inner.place, &inner.name, outer.place, &outer.name));
        }
    }
}
