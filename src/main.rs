//! The `npgen` command: arguments in, exit code out.

#![expect(clippy::disallowed_methods, reason = "the arguments and streams of the process come in here, and only here")]

use std::env;
use std::io;
use std::process::ExitCode;

use npgen::cli;

/// A build makes and drops many small values beside a big graph, on several threads: with the allocator of glibc a big
/// graph takes nearly twice the processor time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(cli::npgen(env::args_os(), &mut io::stdout(), &mut io::stderr()))
}
