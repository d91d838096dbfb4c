//! How long a build takes, from cold start to files on disk, proof included.
//!
//! The yardstick is `cp -r` of the very tree that the build writes: the least that any program which writes those
//! files must do. Both run in turns on a tmpfs, so that what disturbs one disturbs the other.
//!
//! `cargo bench --bench build` measures all graphs and prints the table of `RESULTS.md`.

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

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use draw::Random;
use measure::{least, median, milliseconds, peak_mebibytes, run};

/// The size of a graph: so many namespaces with so many services each, with so many calls in all.
struct Size {
    name: &'static str,
    /// Writes the files of `intents/`.
    write: fn(&Path, &Size),
    namespaces: usize,
    services_each: usize,
    edges: usize,
    runs: usize,
}

const SMALL: Size =
    Size { name: "small", write: write_team_files, namespaces: 100, services_each: 15, edges: 9_300, runs: 21 };
const LARGE: Size =
    Size { name: "large", write: write_team_files, namespaces: 6_667, services_each: 15, edges: 620_000, runs: 3 };
const ONE_ARRAY: Size =
    Size { name: "one array", write: write_one_array, namespaces: 6_667, services_each: 15, edges: 1_000_000, runs: 1 };

fn main() {
    let npgen = Path::new(env!("CARGO_BIN_EXE_npgen"));
    let room = tempfile::Builder::new().prefix("npgen-bench-").tempdir_in("/dev/shm").unwrap();
    println!("| graph | services | edges | files | bytes | program | wall min | wall median | CPU min | peak memory |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let small = measure(npgen, room.path(), &SMALL);
    let large = measure(npgen, room.path(), &LARGE);
    measure(npgen, room.path(), &ONE_ARRAY);
    println!();
    println!("- small: build / `cp -r`, wall: {:.2} (minimum), {:.2} (median)", small.ratio_min, small.ratio_median);
    println!("- large: build / `cp -r`, wall: {:.2} (minimum), {:.2} (median)", large.ratio_min, large.ratio_median);
    println!("- time per edge, large / small: {:.2}", large.per_edge / small.per_edge);
}

/// What is to be read off the runs of one size.
struct Figures {
    ratio_min: f64,
    ratio_median: f64,
    per_edge: f64,
}

fn measure(npgen: &Path, room: &Path, size: &Size) -> Figures {
    let project = room.join(size.name);
    write_project(&project, size);
    let out = project.join("out");
    let copy = room.join(format!("{}-copy", size.name));
    let (mut builds, mut copies) = (Vec::new(), Vec::new());
    for _ in 0..size.runs {
        remove(&out);
        builds.push(run(Command::new(npgen).arg("--project").arg(&project).arg("build")));
        remove(&copy);
        copies.push(run(Command::new("cp").arg("-r").arg(&out).arg(&copy)));
    }
    let (files, bytes) = weigh(&out);
    remove(&copy);
    remove(&project);
    for (program, runs) in [("`npgen build`", &builds), ("`cp -r out`", &copies)] {
        println!(
            "| {} | {} | {} | {files} | {bytes} | {program} | {} | {} | {} | {} MiB |",
            size.name,
            size.namespaces * size.services_each,
            size.edges,
            milliseconds(least(runs, |run| run.wall)),
            milliseconds(median(runs, |run| run.wall)),
            milliseconds(least(runs, |run| run.cpu)),
            peak_mebibytes(runs),
        );
    }
    let build = least(&builds, |run| run.wall).as_secs_f64();
    Figures {
        ratio_min: build / least(&copies, |run| run.wall).as_secs_f64(),
        ratio_median: median(&builds, |run| run.wall).as_secs_f64() / median(&copies, |run| run.wall).as_secs_f64(),
        per_edge: build / size.edges as f64,
    }
}

fn write_project(project: &Path, size: &Size) {
    let intents = project.join("intents");
    fs::create_dir_all(&intents).unwrap();
    fs::write(
        project.join("npgen.toml"),
        "language = 1\nflavor = \"kubernetes\"\n\n[profile]\npod_cidr = [\"10.244.0.0/16\"]\nnode_cidr = [\"172.18.0.0/16\"]\n",
    )
    .unwrap();
    (size.write)(&intents, size);
}

/// A file for each namespace: callees drawn from all services, five port numbers, a reason on every edge.
fn write_team_files(intents: &Path, size: &Size) {
    let services = size.namespaces * size.services_each;
    let mut random = Random::new();
    let mut edge = 0;
    for namespace in 0..size.namespaces {
        let mut text = format!("namespace = \"team-{namespace:04}\"\nowner = \"team-{namespace:04}\"\n");
        for service in 0..size.services_each {
            let own = namespace * size.services_each + service;
            let _ = write!(
                text,
                "\n[services.svc-{service:02}]\npods = {{ app = \"svc-{service:02}\" }}\nports = [8080, 8443, 9090, 9091, 5432]\ncalls = [\n"
            );
            let last = size.edges * (own + 1) / services;
            let mut seen = Vec::new();
            while edge < last {
                let callee = random.below(services);
                let port = [8080, 8443, 9090, 9091, 5432][random.below(5)];
                if seen.contains(&(callee, port)) {
                    continue;
                }
                seen.push((callee, port));
                let (team, name) = (callee / size.services_each, callee % size.services_each);
                let _ = writeln!(
                    text,
                    "  {{ to = \"team-{team:04}/svc-{name:02}:{port}\", why = \"request {edge} needs an answer\" }},"
                );
                edge += 1;
            }
            text.push_str("]\n");
        }
        fs::write(intents.join(format!("team-{namespace:04}.toml")), text).unwrap();
    }
}

/// One file, in which one service calls the others, each on ten ports, in one array.
fn write_one_array(intents: &Path, size: &Size) {
    const PORTS_EACH: usize = 10;
    let mut text = "namespace = \"team-0000\"\n".to_owned();
    for service in 0..size.namespaces * size.services_each {
        let team = service / size.services_each;
        let _ = writeln!(text, "[services.svc-{service:06}]\nnamespace = \"team-{team:04}\"\nports = [\"8000-8009\"]");
    }
    text.push_str("[services.hub]\ncalls = [\n");
    for edge in 0..size.edges {
        let (callee, port) = (edge / PORTS_EACH, 8000 + edge % PORTS_EACH);
        let _ = writeln!(text, "  \"team-{:04}/svc-{callee:06}:{port}\",", callee / size.services_each);
    }
    text.push_str("]\n");
    fs::write(intents.join("all.toml"), text).unwrap();
}

fn weigh(folder: &Path) -> (u64, u64) {
    let (mut files, mut bytes) = (0, 0);
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let about = entry.metadata().unwrap();
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                files += 1;
                bytes += about.len();
            }
        }
    }
    (files, bytes)
}

fn remove(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
}
