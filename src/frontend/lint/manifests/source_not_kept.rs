//! Edges from outside the cluster through a Service that does not keep the source of calls.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::source_not_kept;
use crate::graph::{End, ServiceId};
use crate::manifest::inventory::{ServiceKind, TrafficPolicy};

use super::held::Held;

/// Looks at each edge from outside to a service that does not let the nodes in anyway.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    let nodes = held.graph.edges.iter().filter(|edge| matches!(edge.caller, End::Nodes | End::Anywhere));
    let lets_nodes_in: BTreeSet<ServiceId> = nodes.filter_map(|edge| service(&edge.callee)).collect();
    for edge in &held.graph.edges {
        let from_outside = matches!(edge.caller, End::External(_) | End::World | End::Internet);
        let Some(callee) = service(&edge.callee).filter(|id| from_outside && !lets_nodes_in.contains(id)) else {
            continue;
        };
        let Some(writing) = edge.writings.first() else { continue };
        for through in held.services_of(held.of_service(callee)) {
            let from_nodes = matches!(through.kind, ServiceKind::LoadBalancer | ServiceKind::NodePort);
            if from_nodes && through.external_traffic_policy == TrafficPolicy::Cluster {
                found.push(source_not_kept::lost(writing.place, through.place, &through.name));
            }
        }
    }
}

fn service(end: &End) -> Option<ServiceId> {
    match end {
        End::Service(id) => Some(*id),
        _ => None,
    }
}
