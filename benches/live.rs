//! How long it takes to look at a live cluster.
//!
//! `cargo bench --bench live` prints the table of `RESULTS.md`. The cluster is a real API server with its etcd, built with
//! Go from `tests/referee`, on loopback; kubectl is the peer.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark runs programs, reads the clock, prints, and stops at the first trouble"
)]

#[path = "../tests/live/cluster.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod cluster;
#[path = "../tests/judges/mod.rs"]
mod judges;
#[allow(dead_code, reason = "a part of it is used")]
mod measure;
#[path = "../tests/world/mod.rs"]
mod world;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use cluster::{Cluster, namespace, pod};
use measure::{Run, least, milliseconds, peak_mebibytes};

/// How many namespaces there are, and how many services in each.
const NAMESPACES: usize = 50;
const SERVICES: usize = 20;
/// How many pods a service has in the small and in the large cluster.
const FEW: u16 = 5;
const MANY: u16 = 50;
/// How much of a pod of 4 KB is nobody's business.
const PADDING: usize = 3_000;

fn main() {
    let mut cluster = Cluster::start();
    let project = cluster.project("");
    fs::remove_file(project.join("intents/shop.toml")).unwrap();
    for number in 0..NAMESPACES {
        fs::write(project.join(format!("intents/team-{number}.toml")), intents(number)).unwrap();
        cluster.create(&namespace(&format!("team-{number}")));
    }
    let built = cluster.npgen(&project, &["build"]);
    assert_eq!(built.code, 0, "{built:?}");
    apply(&mut cluster, &project.join("out"));
    println!("| program | pods | wall min | CPU min | peak memory |");
    println!("|---|---|---|---|---|");
    add_pods(&mut cluster, 0..FEW);
    let diff = told(&cluster, &project, usize::from(FEW), env!("CARGO_BIN_EXE_npgen"), &["diff", "--live"], 5);
    let kinds = "networkpolicies,pods,namespaces";
    let get = told(&cluster, &project, usize::from(FEW), "kubectl", &["get", kinds, "-A", "-o", "json"], 5);
    policies_only(&project.join("out"));
    let tree = ["diff", "--recursive", "--filename", "out"];
    let kubectl = told(&cluster, &project, usize::from(FEW), "kubectl", &tree, 1);
    add_pods(&mut cluster, FEW..MANY);
    told(&cluster, &project, usize::from(MANY), env!("CARGO_BIN_EXE_npgen"), &["diff", "--live"], 1);
    println!();
    println!("- `npgen diff --live` / `kubectl get`, wall: {:.2}", diff / get);
    println!("- `kubectl diff` / `npgen diff --live`, wall: {:.0}", kubectl / diff);
}

/// A team of services, each of which calls the next one.
fn intents(number: usize) -> String {
    let mut text = format!("namespace = \"team-{number}\"\n");
    for service in 0..SERVICES {
        let next = (service + 1) % SERVICES;
        let _ = write!(
            text,
            "\n[services.app-{service}]\npods = \"app=app-{service}\"\nports = {{ http = 8080 }}\ncalls = [\"app-{next}:http\"]\n"
        );
    }
    text
}

/// Creates the policies.
fn apply(cluster: &mut Cluster, out: &Path) {
    for folder in fs::read_dir(out).unwrap() {
        let namespace = folder.as_ref().unwrap().file_name().into_string().unwrap();
        let place = format!("/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies");
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if !path.ends_with("kustomization.yaml") {
                let made = cluster.server.create(&place, &fs::read_to_string(path).unwrap());
                assert_eq!(made.status, 201, "{}", made.body);
            }
        }
    }
}

/// `kubectl diff` takes only objects.
fn policies_only(out: &Path) {
    for folder in fs::read_dir(out).unwrap() {
        fs::remove_file(folder.unwrap().path().join("kustomization.yaml")).unwrap();
    }
}

/// Adds pods of 4 KB to every service, as a controller makes them.
fn add_pods(cluster: &mut Cluster, numbers: std::ops::Range<u16>) {
    let padding = "x".repeat(PADDING);
    for team in 0..NAMESPACES {
        for service in 0..SERVICES {
            for number in numbers.clone() {
                let app = format!("app-{service}");
                let mut pod = pod(&format!("team-{team}"), &format!("{app}-{number}"), &app, number);
                pod.as_object_mut().unwrap().remove("status");
                pod["metadata"]["annotations"] = json!({ "somebody.example/padding": padding });
                pod["metadata"]["ownerReferences"] = json!([{ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": app, "uid": "1", "controller": true }]);
                cluster.create(&pod);
            }
        }
    }
}

/// Runs a program some times, prints the line of the table, and returns the wall time of the best run, in seconds.
fn told(cluster: &Cluster, project: &Path, pods: usize, program: &str, arguments: &[&str], runs: usize) -> f64 {
    let once = |_| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(project).env("KUBECONFIG", cluster.path("kubeconfig"));
        measure::run(&mut command)
    };
    let runs: Vec<Run> = (0..runs).map(once).collect();
    let wall = least(&runs, |run| run.wall);
    println!(
        "| `{} {}` | {} | {} | {} | {} MiB |",
        Path::new(program).file_name().unwrap().to_string_lossy(),
        arguments.join(" "),
        pods * NAMESPACES * SERVICES,
        milliseconds(wall),
        milliseconds(least(&runs, |run| run.cpu)),
        peak_mebibytes(&runs)
    );
    wall.as_secs_f64()
}
