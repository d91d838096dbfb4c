//! `npgen schema`: what editors need to know of the project's files, and programs of what npgen prints.

use clap::{Args, ValueEnum};

use crate::cli::output::Output;
use crate::frontend::schema;
use crate::report::diff::SCHEMA;

/// Print the JSON Schema of the project's files, for editors, or of the diff
///
/// The schema is of draft 7. An editor with Taplo in it, like Even Better TOML, takes it by a first line
/// `#:schema PATH` in a file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Schema {
    /// Of what
    #[arg(value_enum)]
    of: Of,
}

const EXAMPLES: &str = "\
Examples:
  npgen schema intents > intents.schema.json
  npgen schema project > npgen.schema.json
  npgen schema diff > diff.schema.json";

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// The intent files
    Intents,
    /// `npgen.toml`
    Project,
    /// What `npgen diff --output json` prints
    Diff,
}

impl Schema {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        match self.of {
            Of::Intents => output.data(&format!("{:#}\n", schema::intents())),
            Of::Project => output.data(&format!("{:#}\n", schema::project())),
            Of::Diff => output.data(SCHEMA),
        }
    }
}
