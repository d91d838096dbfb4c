//! Workloads of governed namespaces that nothing selects.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::workload_not_selected::{self, Governed};
use crate::graph::Stage;

use super::held::{Held, shown};

/// Looks at each governed namespace that denies anything. Pods on the host network are denied nothing.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    for id in held.graph.governed() {
        let Some(namespace) = held.graph.namespace(id) else { continue };
        if namespace.stage != Stage::Enforce || namespace.isolated.is_none() {
            continue;
        }
        let services: Vec<_> = held.services().filter(|(service, _)| service.namespace == id).collect();
        for (workload, pod) in held.living_in(&namespace.name) {
            let selected = services.iter().any(|(service, _)| service.pods.contains(pod))
                || held.graph.groups.iter().any(|group| group.pods.contains(pod));
            // Of a service that misses the workload of its own name it is said at the service.
            let missed =
                services.iter().any(|(service, selected)| selected.is_empty() && service.name == workload.name);
            if !selected && !missed && !workload.host_network {
                let service = services.first().map(|(service, _)| service.place);
                let governed = namespace.place.map(Governed::Namespace).or(service.map(Governed::Service));
                found.push(workload_not_selected::alone(workload.place, &shown(workload), &namespace.name, governed));
            }
        }
    }
}
