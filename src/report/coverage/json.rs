//! The same for programs.

use serde_json::{Value, json};

use crate::coverage::{Coverage, Covered, Judges, Totals};

/// One object: `namespaces`, a list, and `totals`. A namespace has `name`, `totals` and `workloads`; a workload has
/// `name`, `kind`, `hostNetwork`, `ingress` and `egress`; a direction has `isolated` and the names of the policies in
/// `isolating` and `others`. Totals have `workloads`, `ingress`, `egress` and `percent`.
pub fn json(coverage: &Coverage) -> Value {
    let namespaces = coverage.namespaces.iter().map(|namespace| {
        json!({
            "name": &*namespace.name,
            "totals": totals(namespace.totals()),
            "workloads": namespace.workloads.iter().map(workload).collect::<Vec<_>>(),
        })
    });
    json!({ "namespaces": namespaces.collect::<Vec<_>>(), "totals": totals(coverage.totals()) })
}

fn workload(workload: &Covered) -> Value {
    json!({
        "name": &*workload.name,
        "kind": &*workload.kind,
        "hostNetwork": workload.host_network,
        "ingress": direction(&workload.ingress),
        "egress": direction(&workload.egress),
    })
}

fn direction(judges: &Judges) -> Value {
    json!({
        "isolated": !judges.isolating.is_empty(),
        "isolating": judges.isolating.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "others": judges.others.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn totals(totals: Totals) -> Value {
    json!({
        "workloads": totals.workloads,
        "ingress": totals.ingress,
        "egress": totals.egress,
        "percent": totals.percent(),
    })
}
