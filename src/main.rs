//! The `npgen` command: arguments in, exit code out.

#![expect(clippy::disallowed_methods, reason = "the arguments and streams of the process come in here, and only here")]

use std::env;
use std::io;
use std::process::ExitCode;

use npgen::cli::{self, Screen, Screens};

/// A build makes and drops many small values beside a big graph, on several threads: with the allocator of glibc a big
/// graph takes nearly twice the processor time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let (mut stdout, mut stderr) = (io::stdout(), io::stderr());
    let screens = Screens { stdout: Screen::of(&stdout), stderr: Screen::of(&stderr) };
    ExitCode::from(cli::npgen(env::args_os(), screens, &mut stdout, &mut stderr))
}
