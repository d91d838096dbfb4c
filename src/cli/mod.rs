//! The verbs: gather, call, print.
//!
//! Data goes to stdout, everything else to stderr. The exit code is 0 where all is well, 1 where `build --check` finds
//! a difference, 2 for everything that went wrong.

mod arguments;
mod findings;
mod gather;
mod output;
mod summary;
mod verb;

use std::ffi::OsString;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser as _;

use self::arguments::{Arguments, Format};
use self::output::Output;
use self::verb::Context;
use crate::backend::{Backend, Kubernetes};

/// All is well.
const FINE: u8 = 0;
/// `out/` is not what it should be.
const DIFFERS: u8 = 1;
/// Something went wrong.
const TROUBLE: u8 = 2;

/// The `npgen` command: runs what its name and arguments say, and returns its exit code.
pub fn npgen(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    run(arguments, &Kubernetes, stdout, stderr)
}

/// Runs the command with a backend of the caller's.
///
/// The backend is an argument so that a wrong one can be put in its place: whatever it makes is proved.
pub fn run(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    backend: &dyn Backend,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => {
            let mut output = Output::new(Format::Text, stdout, stderr);
            let text = told.render().to_string();
            return if told.use_stderr() { output.usage(&text) } else { output.data(&text) };
        }
    };
    let mut output = Output::new(arguments.format, stdout, stderr);
    let context = Context { project: &arguments.project, backend };
    let ran = catch_unwind(AssertUnwindSafe(|| arguments.verb.run(context, &mut output)));
    ran.unwrap_or_else(|_| output.error("npgen stopped where it must not: this is a bug in npgen, please report it"))
}
