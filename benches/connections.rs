//! How long it takes to say who can reach whom.
//!
//! `cargo bench --bench connections` prints the table of `RESULTS.md`, with netpol-analyzer beside it: see `peer`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark runs programs, reads the clock, prints, and stops at the first trouble"
)]

mod draw;
mod measure;
mod peer;
mod world;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use measure::{Run, least, median, milliseconds, peak_mebibytes, run};
use npgen::analyzer::evaluate::classes::{Classes, End};
use npgen::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Rules, Shared, Tier};
use npgen::diagnostic::Place;
use npgen::sets::{LabelKey, LabelValues, Labels, Peer, Pod, Ports, Protocol, Values};
use peer::netpol_analyzer;
use world::{PER_NAMESPACE, World, name, namespace};

/// What the program allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let npgen = Path::new(env!("CARGO_BIN_EXE_npgen"));
    let room = tempfile::Builder::new().prefix("npgen-bench-").tempdir_in("/dev/shm").unwrap();
    println!("| what | workloads | edges | program | wall min | CPU min | CPU median | peak memory |");
    println!("|---|---|---|---|---|---|---|---|");
    // Last, since the peak of a program that is started can't be told from that of who starts it.
    let ratios = from_files(npgen, room.path());
    from_memory();
    println!();
    for line in ratios {
        println!("- {line}");
    }
}

/// Rules in memory → all connections, the mean of some runs.
fn from_memory() {
    for edges in [1_000, 10_000, 62_000, 100_000, 1_000_000] {
        let world = if edges == 62_000 { World::new(10_000, edges) } else { World::of_edges(edges) };
        let (rules, ends, pairs) = (world.rules(), world.ends(), world.pairs());
        let everyone: Vec<usize> = (0..ends.len()).collect();
        let copies = vec![ends; (300_000 / edges).max(3)];
        let runs = copies.len() as f64;
        let (start, start_cpu) = (Instant::now(), own_cpu());
        for ends in copies {
            let found = Classes::new(&rules, ends).connections(&everyone, &everyone);
            assert!(found.len() >= pairs, "{} connections of {pairs}", found.len());
        }
        let (wall, cpu) = (start.elapsed().div_f64(runs), own_cpu().checked_sub(start_cpu).unwrap().div_f64(runs));
        let each = cpu.as_secs_f64() * 1e9 / edges as f64;
        let (wall, cpu) = (milliseconds(wall), milliseconds(cpu));
        let workloads = world.workloads();
        println!(
            "| rules in memory | {workloads} | {edges} | the set engine, {each:.0} ns an edge | {wall} | {cpu} | | |"
        );
    }
}

/// The CPU time that this process has used.
fn own_cpu() -> Duration {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap();
    Duration::from_nanos(text.split_whitespace().next().unwrap().parse().unwrap())
}

/// Manifests → printed connections, and what is to be read off the times.
fn from_files(npgen: &Path, room: &Path) -> Vec<String> {
    let mut ratios = Vec::new();
    let small = World::new(1_000, 6_000);
    let yaml = room.join("yaml");
    small.write_yaml(&yaml);
    let of_yaml = told("YAML", &small, "`npgen connections`", 9, || connections(npgen, &yaml));
    let json = room.join("json");
    fs::create_dir(&json).unwrap();
    small.write_json(&json, 1);
    let of_json = told("JSON", &small, "`npgen connections`", 9, || connections(npgen, &json));
    if let Some(peer) = netpol_analyzer(room) {
        let list = || {
            let mut command = Command::new(&peer);
            command.arg("list").arg("--quiet").arg("--dirpath").arg(&yaml);
            command
        };
        let peers = told("YAML", &small, "netpol-analyzer `list`", 1, list).as_secs_f64();
        ratios.push(format!("netpol-analyzer / npgen, CPU, from YAML: {:.0}", peers / of_yaml.as_secs_f64()));
        ratios.push(format!("netpol-analyzer / npgen, CPU, npgen from JSON: {:.0}", peers / of_json.as_secs_f64()));
    }
    fs::remove_dir_all(&yaml).unwrap();
    let large = World::new(10_000, 62_000);
    large.write_json(&json, 10);
    told("JSON, 100,000 pods", &large, "`npgen connections`", 9, || connections(npgen, &json));
    fs::remove_dir_all(&json).unwrap();
    let sizes = [1_000, 10_000, 100_000, 1_000_000].map(|edges| {
        let (world, json) = (World::of_edges(edges), room.join(edges.to_string()));
        fs::create_dir(&json).unwrap();
        world.write_json(&json, 1);
        // Before a larger world is made here, which would count as the program's.
        let peak = peak_mebibytes(&[run(&mut connections(npgen, &json))]);
        (world, json, peak)
    });
    // In turns, so that all sizes meet the machine as it is.
    let mut runs = [const { Vec::new() }; 4];
    for _ in 0..5 {
        for ((_, json, _), runs) in sizes.iter().zip(&mut runs) {
            runs.push(run(&mut connections(npgen, json)));
        }
    }
    let each = std::array::from_fn::<f64, 4, _>(|size| {
        let (world, _, peak) = &sizes[size];
        shown("JSON", world, "`npgen connections`", &runs[size], *peak).as_secs_f64() / world.edges as f64
    });
    let listed: Vec<String> = each.iter().map(|each| format!("{:.1}", each * 1e6)).collect();
    let (least, most) = (each.iter().copied().fold(f64::MAX, f64::min), each.iter().copied().fold(0.0, f64::max));
    ratios.push(format!("µs an edge, CPU, from JSON of 10³, 10⁴, 10⁵, 10⁶ edges: {}", listed.join(", ")));
    ratios.push(format!("the dearest / the cheapest of these: {:.2}", most / least));
    ratios
}

fn connections(npgen: &Path, objects: &Path) -> Command {
    let mut command = Command::new(npgen);
    command.arg("connections").arg("--objects").arg(objects);
    command
}

/// Runs a program some times, prints the line of the table, and returns the CPU time of the best run.
fn told(what: &str, world: &World, program: &str, runs: usize, command: impl Fn() -> Command) -> Duration {
    let runs: Vec<Run> = (0..runs).map(|_| run(&mut command())).collect();
    let peak = peak_mebibytes(&runs);
    shown(what, world, program, &runs, peak)
}

/// Prints the line of the table, with the peak memory in MiB, and returns the CPU time of the best run.
fn shown(what: &str, world: &World, program: &str, runs: &[Run], peak: u64) -> Duration {
    let (wall, cpu) = (least(runs, |run| run.wall), least(runs, |run| run.cpu));
    println!(
        "| {what} | {} | {} | {program} | {} | {} | {} | {peak} MiB |",
        world.workloads(),
        world.edges,
        milliseconds(wall),
        milliseconds(cpu),
        milliseconds(median(runs, |run| run.cpu))
    );
    cpu
}

impl World {
    fn of_edges(edges: usize) -> Self {
        Self::new(edges / 6, edges)
    }

    /// How many pairs have an edge.
    fn pairs(&self) -> usize {
        let called = self.calls.iter().enumerate().map(|(caller, calls): (usize, &Vec<(usize, u16)>)| {
            let callees: BTreeSet<usize> = calls.iter().map(|(callee, _)| *callee).collect();
            callees.into_iter().filter(|callee| *callee != caller).count()
        });
        called.sum()
    }

    fn ends(&self) -> Vec<End> {
        let end = |workload: usize| {
            let mut pod = Pod::default();
            pod.0.insert(LabelKey::namespace_name(), namespace(workload).into());
            pod.0.insert(LabelKey::Pod("app".into()), name(workload).into());
            pod.0.insert(LabelKey::Pod("version".into()), "1".into());
            pod.0.insert(LabelKey::ServiceAccount, "default".into());
            End::Pod { pod: Arc::new(pod), ports: Arc::default() }
        };
        (0..self.workloads()).map(end).collect()
    }

    /// A policy for each workload, and a default deny for each namespace; kept as those that are read.
    fn rules(&self) -> Rules {
        let rule = |(other, port): &(usize, u16)| Rule {
            name: String::new(),
            action: Action::Allow,
            peers: [Peer::Pods(labels(*other))].into(),
            symbols: Vec::new(),
            ports: Ports::range(Protocol::Tcp, *port, *port),
            span: 0..0,
        };
        let own = |workload: usize| Policy {
            ingress: Some(self.callers[workload].iter().map(rule).collect()),
            egress: Some(self.calls[workload].iter().map(rule).collect()),
            ..policy(namespace(workload), &name(workload), labels(workload))
        };
        let mut policies: Vec<Policy> = (0..self.workloads()).map(own).collect();
        for first in (0..self.workloads()).step_by(PER_NAMESPACE) {
            policies.push(policy(namespace(first), "default-deny", Labels::in_namespace(namespace(first))));
        }
        let mut shared = Shared::default();
        for policy in &mut policies {
            shared.policy(policy);
        }
        Rules { policies }
    }

    /// What `kubectl get -o json` says: the namespaces, the policies, and so many pods of about 1 KB for each workload.
    fn write_json(&self, folder: &Path, pods_each: usize) {
        let mut file = BufWriter::new(File::create(folder.join("all.json")).unwrap());
        write!(file, "{{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [").unwrap();
        for first in (0..self.workloads()).step_by(PER_NAMESPACE) {
            let name = namespace(first);
            let meta = serde_json::json!({ "name": name, "labels": { "kubernetes.io/metadata.name": name } });
            let object = serde_json::json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": meta });
            write!(file, "{}\n{object}", if first == 0 { "" } else { "," }).unwrap();
            for policy in self.policies(first) {
                write!(file, ",\n{policy}").unwrap();
            }
            for workload in first..self.workloads().min(first + PER_NAMESPACE) {
                for number in 0..pods_each {
                    write!(file, ",\n{}", pod(workload, number)).unwrap();
                }
            }
        }
        writeln!(file, "\n]}}").unwrap();
        file.flush().unwrap();
    }
}

/// A pod of a replica set, with about as much beside the point as a real one has.
fn pod(workload: usize, number: usize) -> String {
    let (namespace, name) = (namespace(workload), name(workload));
    let address = workload * 16 + number;
    let filler = "x".repeat(380);
    format!(
        "{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"{name}-6f7d9-{number:05}\",\"namespace\":\"{namespace}\",\
         \"labels\":{{\"app\":\"{name}\",\"pod-template-hash\":\"6f7d9\"}},\"annotations\":{{\"about\":\"{filler}\"}},\
         \"ownerReferences\":[{{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"{name}-6f7d9\",\"controller\":true}}]}},\
         \"spec\":{{\"serviceAccountName\":\"default\",\"containers\":[{{\"name\":\"main\",\"image\":\"registry.example/{name}:1\",\
         \"ports\":[{{\"name\":\"http\",\"containerPort\":8080,\"protocol\":\"TCP\"}}]}}]}},\
         \"status\":{{\"phase\":\"Running\",\"hostIP\":\"172.18.0.2\",\"podIP\":\"10.{}.{}.{}\",\"podIPs\":[{{\"ip\":\"10.{}.{}.{}\"}}]}}}}",
        address >> 16 & 255,
        address >> 8 & 255,
        address & 255,
        address >> 16 & 255,
        address >> 8 & 255,
        address & 255,
    )
}

fn labels(workload: usize) -> Labels {
    Labels::all_of([
        (LabelKey::namespace_name(), LabelValues::present(Values::one(namespace(workload)))),
        (LabelKey::Pod("app".into()), LabelValues::present(Values::one(name(workload)))),
    ])
    .unwrap()
}

fn policy(namespace: String, name: &str, subject: Labels) -> Policy {
    Policy {
        object: ObjectId { kind: "NetworkPolicy".to_owned(), namespace, name: name.to_owned() },
        place: Place::default(),
        tier: Tier::NetworkPolicy,
        subject: Some(subject),
        ingress: Some(Vec::new()),
        egress: Some(Vec::new()),
    }
}
