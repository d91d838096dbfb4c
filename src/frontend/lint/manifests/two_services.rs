//! Pods that two services select.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::workload_of_two_services;
use crate::graph::Service;
use crate::manifest::inventory::Workload;

use super::held::{Held, shown};

/// Looks at each workload that is selected more than once.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    let mut selected: BTreeMap<_, (&Workload, Vec<&Service>)> = BTreeMap::new();
    for (service, workloads) in held.services() {
        for workload in workloads {
            let key = (&workload.namespace, &workload.name, &workload.kind, &workload.labels, workload.place);
            selected.entry(key).or_insert((workload, Vec::new())).1.push(service);
        }
    }
    for (workload, services) in selected.into_values() {
        if let [one, other, ..] = services.as_slice() {
            let (one, other) = ((&*one.name, one.place), (&*other.name, other.place));
            found.push(workload_of_two_services::both(workload.place, &shown(workload), one, other));
        }
    }
}
