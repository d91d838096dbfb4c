//! How long it takes to say what a change opens and closes, between two folders of manifests.
//!
//! `cargo bench --bench diff` prints the table of `RESULTS.md`, with netpol-analyzer beside it: see `peer`.

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

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use measure::{Run, least, median, milliseconds, peak_mebibytes, run, run_to};
use peer::netpol_analyzer;
use world::World;

/// How many edges a change gives another callee, each of which changes up to three policies.
const CHANGED: usize = 50;

/// What the peer is given up after.
const PATIENCE: Duration = Duration::from_mins(1);

/// The exit code of `npgen diff` where something differs.
const DIFFERS: i32 = 1;

/// A cluster before and after a change, in two folders.
struct Change {
    world: World,
    before: PathBuf,
    after: PathBuf,
}

fn main() {
    let npgen = Path::new(env!("CARGO_BIN_EXE_npgen"));
    let room = tempfile::Builder::new().prefix("npgen-bench-").tempdir_in("/dev/shm").unwrap();
    println!("| workloads | edges | program | wall min | CPU min | CPU median | peak memory | for each edge |");
    println!("|---|---|---|---|---|---|---|---|");
    for (workloads, edges, runs) in [(1_500, 9_300, 15), (10_000, 62_000, 9)] {
        Change::write(room.path(), World::new(workloads, edges))
            .told("`npgen diff`", runs, |change| run_to(DIFFERS, &mut change.by_npgen(npgen)));
    }
    let Some(peer) = netpol_analyzer(room.path()) else { return };
    let mut within = None;
    for workloads in (100..).step_by(100) {
        let change = Change::write(room.path(), World::new(workloads, 6 * workloads));
        let npgens = change.told("`npgen diff`", 5, |change| run_to(DIFFERS, &mut change.by_npgen(npgen)));
        let peers = change.told("netpol-analyzer `diff`", 1, |change| run(&mut change.by_peer(&peer)));
        if peers > PATIENCE {
            break;
        }
        within = Some((workloads, peers.as_secs_f64() / npgens.as_secs_f64()));
    }
    if let Some((workloads, ratio)) = within {
        println!("\n- netpol-analyzer / npgen, CPU, {workloads} workloads: {ratio:.0}");
    }
}

impl Change {
    /// Writes a cluster as it is, and as it is with some calls going elsewhere, over what was written before.
    fn write(room: &Path, world: World) -> Self {
        let [before, after] = ["before", "after"].map(|name| room.join(name));
        for folder in [&before, &after].into_iter().filter(|folder| folder.exists()) {
            fs::remove_dir_all(folder).unwrap();
        }
        world.write_yaml(&before);
        changed(&world).write_yaml(&after);
        Self { world, before, after }
    }

    fn by_npgen(&self, npgen: &Path) -> Command {
        let mut command = Command::new(npgen);
        command.arg("diff").arg("--objects").arg(&self.after).arg(&self.before);
        command
    }

    fn by_peer(&self, peer: &Path) -> Command {
        let mut command = Command::new(peer);
        command.arg("diff").arg("--quiet").arg("--dir1").arg(&self.before).arg("--dir2").arg(&self.after);
        command
    }

    /// Runs a program some times, prints the line of the table, and returns the CPU time of the best run.
    fn told(&self, program: &str, runs: usize, once: impl Fn(&Self) -> Run) -> Duration {
        let runs: Vec<Run> = (0..runs).map(|_| once(self)).collect();
        let (wall, cpu) = (least(&runs, |run| run.wall), least(&runs, |run| run.cpu));
        let (peak, edges) = (peak_mebibytes(&runs), self.world.edges);
        println!(
            "| {} | {edges} | {program} | {} | {} | {} | {peak} MiB | {:.1} KiB |",
            self.world.workloads(),
            milliseconds(wall),
            milliseconds(cpu),
            milliseconds(median(&runs, |run| run.cpu)),
            (peak << 10) as f64 / edges as f64
        );
        cpu
    }
}

/// The cluster after the change.
fn changed(world: &World) -> World {
    let mut changed = world.clone();
    let workloads = world.workloads();
    for caller in (0..workloads).step_by(workloads / CHANGED).take(CHANGED) {
        let (callee, port) = changed.calls[caller][0];
        let other = (callee + 1) % workloads;
        changed.calls[caller][0] = (other, port);
        let at = changed.callers[callee].iter().position(|call| *call == (caller, port)).unwrap();
        changed.callers[callee].remove(at);
        changed.callers[other].push((caller, port));
    }
    changed
}
