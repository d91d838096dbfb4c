//! What can be written on the command line before and behind every verb.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::verb::Verb;

/// Compiles a service graph into Kubernetes network policies, and proves each build.
///
/// A project is a folder with the service graph in `intents/**/*.toml` and, optionally, `npgen.toml`. Data goes to
/// stdout, everything else to stderr.
#[derive(Debug, Parser)]
#[command(name = "npgen", version, term_width = 100, after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The folder of the project
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub(super) project: PathBuf,

    /// How findings are printed on stderr
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) format: Format,

    #[command(subcommand)]
    pub(super) verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  npgen build                    write out/, proved
  npgen build --check            is out/ what the intents say? (for CI)
  npgen check                    find mistakes, write nothing

Exit codes: 0 fine, 1 `build --check` found a difference, 2 anything that went wrong.";

/// How findings are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// An object a line, for programs
    Json,
}
