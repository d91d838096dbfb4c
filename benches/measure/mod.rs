//! What a run of a program takes.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run of a program took.
pub(crate) struct Run {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    pub(crate) peak_bytes: u64,
}

/// Runs a program, which must succeed; what it prints is dropped.
pub(crate) fn run(command: &mut Command) -> Run {
    run_to(0, command)
}

/// Runs a program, which must end with this exit code; what it prints is dropped.
pub(crate) fn run_to(code: i32, command: &mut Command) -> Run {
    let start = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let used = child.wait4().unwrap();
    let wall = start.elapsed();
    assert_eq!(used.status.code(), Some(code), "{command:?}");
    Run { wall, cpu: used.rusage.utime + used.rusage.stime, peak_bytes: used.rusage.maxrss }
}

/// The least time of some runs, at least one.
pub(crate) fn least(runs: &[Run], of: impl Fn(&Run) -> Duration) -> Duration {
    runs.iter().map(of).min().unwrap()
}

/// The time in the middle of those of some runs, at least one.
pub(crate) fn median(runs: &[Run], of: impl Fn(&Run) -> Duration) -> Duration {
    let mut times: Vec<Duration> = runs.iter().map(of).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// The most memory that one of some runs, at least one, had at once, in MiB; never less than what the process that started
/// it has had.
pub(crate) fn peak_mebibytes(runs: &[Run]) -> u64 {
    runs.iter().map(|run| run.peak_bytes).max().unwrap() >> 20
}

/// A time as the tables show it.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
