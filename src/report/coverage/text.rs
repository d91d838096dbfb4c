//! A line for each direction of each workload.

use std::fmt::Write as _;

use crate::coverage::{Coverage, Covered, Totals};
use crate::sets::Direction;

/// The workloads of each namespace under its totals, and the totals of all.
pub fn text(coverage: &Coverage) -> String {
    let mut text = String::new();
    // Writing into a string can't fail.
    for namespace in &coverage.namespaces {
        let _ = writeln!(text, "{}: {}", namespace.name, totals(namespace.totals()));
        for workload in &namespace.workloads {
            let _ = writeln!(text, "  {} ({})", workload.name, workload.kind);
            for direction in Direction::BOTH {
                let _ = writeln!(text, "    {direction}: {}", judged(workload, direction));
            }
        }
    }
    let _ = writeln!(text, "all: {}", totals(coverage.totals()));
    text
}

fn totals(totals: Totals) -> String {
    let Totals { workloads, ingress, egress } = totals;
    format!("{ingress} of {workloads} isolated for ingress, {egress} of {workloads} for egress, {}%", totals.percent())
}

fn judged(workload: &Covered, direction: Direction) -> String {
    if workload.host_network {
        return "on the host network, so no policy binds it".to_owned();
    }
    let judges = workload.judges(direction);
    let names = |list: &[crate::analyzer::evaluate::ObjectId]| {
        let names: Vec<String> = list.iter().map(|object| object.name.clone()).collect();
        names.join(", ")
    };
    let isolated = match names(&judges.isolating) {
        none if none.is_empty() => "not isolated".to_owned(),
        policies => format!("isolated by {policies}"),
    };
    match names(&judges.others) {
        none if none.is_empty() => isolated,
        others => format!("{isolated}, judged by {others}"),
    }
}
