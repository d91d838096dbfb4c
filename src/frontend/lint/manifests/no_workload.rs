//! Services that select no workload, and those that miss the one that goes by their name.

use crate::diagnostic::rule::{labels_differ, no_workload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::graph::Service;
use crate::manifest::inventory::Workload;
use crate::sets::{LabelKey, Pod, Values};

use super::held::{Held, shown};

/// Looks at each service of a namespace that is there.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    for (service, selected) in held.services() {
        let namespace = held.name(service.namespace);
        if !selected.is_empty() || !held.is_there(namespace) {
            continue;
        }
        let namesake = held.living_in(namespace).iter().find(|(workload, _)| workload.name == service.name);
        let namesake = namesake.and_then(|(workload, pod)| differs(service, workload, pod));
        found.push(namesake.unwrap_or_else(|| no_workload::none(service.place, &service.name, namespace)));
    }
}

/// How the labels of the pods differ from those that the service asks for.
fn differs(service: &Service, workload: &Workload, pod: &Pod) -> Option<Diagnostic> {
    let mut differences = Vec::new();
    for (key, wanted) in service.pods.requirements() {
        let is = pod.get(key);
        let LabelKey::Pod(name) = key else { continue };
        if is.map_or(wanted.absent, |is| wanted.values.contains(is)) {
            continue;
        }
        let is = is.map_or_else(|| format!("they have no `{name}`"), |is| format!("they have `{name}={is}`"));
        differences.push(match &wanted.values {
            Values::Only(values) if !wanted.absent && values.len() == 1 => {
                let value: Vec<&str> = values.iter().map(|value| &**value).collect();
                format!("{is}, it asks for `{name}={}`", value.join(","))
            }
            _ => is,
        });
    }
    let place = workload.labels_place;
    (!differences.is_empty()).then(|| {
        labels_differ::workload(service.place, &service.name, place, &shown(workload), &differences.join("; "))
    })
}
