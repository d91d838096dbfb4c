//! The verbs: gather, call, print.
//!
//! Data goes to stdout, everything else to stderr. The exit code is 0 where all is well, 1 where `build --check` finds
//! a difference, 2 for everything that went wrong.

mod arguments;
mod cluster;
mod findings;
mod form;
mod gather;
mod manifests;
mod objects;
mod output;
mod summary;
mod verb;
mod voice;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::{CommandFactory as _, FromArgMatches as _};

use self::arguments::Arguments;
use self::output::Output;
use self::verb::Context;
use self::voice::Voice;
use crate::backend::{Backend, Kubernetes};
use crate::diagnostic::text::Look;
use crate::frontend::Date;
use crate::host;

pub use crate::host::Screen;

/// All is well.
const FINE: u8 = 0;
/// `out/` is not what it should be.
const DIFFERS: u8 = 1;
/// Something went wrong.
const TROUBLE: u8 = 2;

/// The name under which kubectl finds npgen and runs it as `kubectl npgen`.
const KUBECTL_PLUGIN: &str = "kubectl-npgen";

/// What the two streams are printed on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Screens {
    /// That of stdout.
    pub stdout: Screen,
    /// That of stderr.
    pub stderr: Screen,
}

/// The `npgen` command: runs what its name and arguments say, and returns its exit code.
pub fn npgen(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    screens: Screens,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    run_on(screens, arguments, &Kubernetes, stdout, stderr)
}

/// Runs the command with a backend of the caller's, for a reader that is no terminal.
///
/// The backend is an argument so that a wrong one can be put in its place: whatever it makes is proved.
pub fn run(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    backend: &dyn Backend,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    run_on(Screens::default(), arguments, backend, stdout, stderr)
}

fn run_on(
    screens: Screens,
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    backend: &dyn Backend,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let arguments = match parse(arguments.into_iter().map(Into::into).collect()) {
        Ok(arguments) => arguments,
        Err(told) => {
            let mut output = Output::new(Voice::default(), stdout, stderr);
            let screen = if told.use_stderr() { screens.stderr } else { screens.stdout };
            let text = told.render();
            let text = if screen.color { text.ansi().to_string() } else { text.to_string() };
            return if told.use_stderr() { output.usage(&text) } else { output.data(&text) };
        }
    };
    let look = Look { color: arguments.color.on(screens.stderr), width: screens.stderr.width };
    let mut output = Output::new(Voice::new(arguments.format, look, &arguments.project), stdout, stderr);
    let today = arguments.as_of.unwrap_or_else(|| Date::after_1970(host::days_after_1970()));
    let of_stdout = Look { color: arguments.color.on(screens.stdout), width: screens.stdout.width };
    let context = Context { project: &arguments.project, today, backend, look: of_stdout };
    let ran = catch_unwind(AssertUnwindSafe(|| arguments.verb.run(context, &mut output)));
    let code = ran
        .unwrap_or_else(|_| output.error("npgen stopped where it must not: this is a bug in npgen, please report it"));
    output.finish();
    code
}

/// The arguments, the first being the name that npgen was called by.
fn parse(arguments: Vec<OsString>) -> Result<Arguments, clap::Error> {
    let mut command = Arguments::command();
    if arguments.first().and_then(|called| Path::new(called).file_name()) == Some(OsStr::new(KUBECTL_PLUGIN)) {
        command = command.bin_name("kubectl npgen");
    }
    let matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}
