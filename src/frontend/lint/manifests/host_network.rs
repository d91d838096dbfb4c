//! Pods on the host network that are not said to be, and the other way round.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::host_network_differs;

use super::held::{Held, shown};

/// Looks at each service, and at each group whose pods are all on the host network.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    for (service, workloads) in held.services() {
        for workload in workloads.iter().filter(|workload| workload.host_network != service.host_network) {
            let (place, name) = (workload.place, shown(workload));
            found.push(if workload.host_network {
                let what = format!("the service `{}`", service.name);
                host_network_differs::not_said(service.place, &what, place, &name)
            } else {
                host_network_differs::not_so(service.place, &service.name, place, &name)
            });
        }
    }
    for group in &held.graph.groups {
        let mut workloads = held.of_group(group).peekable();
        let first = workloads.peek().copied();
        if let Some(first) = first.filter(|_| workloads.all(|workload| workload.host_network)) {
            let what = format!("the group `{}`", group.name);
            found.push(host_network_differs::not_said(group.place, &what, first.place, &shown(first)));
        }
    }
}
