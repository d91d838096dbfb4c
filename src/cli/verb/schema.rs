//! `npgen schema`: what editors need to know of the project's files.

use clap::{Args, ValueEnum};

use crate::cli::output::Output;
use crate::frontend::schema;

/// Print the JSON Schema of the project's files, for editors
///
/// The schema is of draft 7. An editor with Taplo in it, like Even Better TOML, takes it by a first line
/// `#:schema PATH` in a file.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Schema {
    /// Of which files
    #[arg(value_enum)]
    of: Files,
}

const EXAMPLES: &str = "\
Examples:
  npgen schema intents > intents.schema.json
  npgen schema project > npgen.schema.json";

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Files {
    /// The intent files
    Intents,
    /// `npgen.toml`
    Project,
}

impl Schema {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        let schema = match self.of {
            Files::Intents => schema::intents(),
            Files::Project => schema::project(),
        };
        output.data(&format!("{schema:#}\n"))
    }
}
