//! Whom a bearer's halves bind, and which objects hold them.

use crate::graph::{Graph, NamespaceId};
use crate::sets::{Directions, Labels};

use super::bearer::Bearer;
use super::isolation::{self, Isolating};

/// Some pods of a bearer, and the directions in which they are isolated for one reason. One object holds the rules for
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    /// The object's name.
    pub(super) object: String,
    /// The pods.
    pub(super) subject: Labels,
    /// The directions.
    pub(super) directions: Directions,
}

/// The pods of a bearer that its halves bind: all of them where the namespace, or the bearer itself, isolates them, and
/// beside that those that it shares with a service that isolates its own.
///
/// `H3` A half binds only pods that are isolated in its direction, and isolates none. `H10` Where only a service
/// isolates, a half of others binds those of their pods that the service selects too.
pub(super) fn bound(graph: &Graph, namespace: NamespaceId, isolating: &Isolating, bearer: &Bearer) -> Vec<Bound> {
    let of_namespace = graph.namespace(namespace).map_or(Directions::NONE, isolation::of_namespace);
    let whole = of_namespace.union(bearer.isolates);
    let mut all = vec![Bound { object: bearer.object.clone(), subject: bearer.subject.clone(), directions: whole }];
    for (service, directions) in isolating.in_namespace(graph, namespace) {
        // None are left of a service that meets itself: they are among its own.
        let directions = directions.minus(whole);
        if directions.is_none() {
            continue;
        }
        if let Some(subject) = bearer.subject.intersect(&service.pods) {
            let object = graph.prefix.joined_object(&service.name, &bearer.object);
            all.push(Bound { object, subject, directions });
        }
    }
    all.retain(|bound| !bound.directions.is_none());
    all
}
