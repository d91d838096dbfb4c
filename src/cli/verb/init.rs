//! `npgen init`: starts a project.

use std::path::Path;

use clap::Args;

use super::Context;
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE};
use crate::draft::{self, NewFile};
use crate::host::write_new;

/// Start a project: `npgen.toml` and a first file in `intents/`
///
/// Nothing that is there is changed: whatever is in the way is listed, and then nothing is written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Init {}

const EXAMPLES: &str = "\
Examples:
  npgen init
  npgen init --project policies";

impl Init {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Self {} = self;
        write(context.project, &draft::example(), output)
    }
}

/// Writes the files of a new project, and returns the exit code.
fn write(project: &Path, files: &[NewFile], output: &mut Output<'_>) -> u8 {
    let written: Vec<(&str, &str)> = files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    if let Err(errors) = write_new(project, &["intents"], &written) {
        for error in &errors {
            output.failure(error);
        }
        return TROUBLE;
    }
    for file in files {
        output.note(&format!("wrote {}", file.path));
    }
    output.note("next: npgen build");
    FINE
}
