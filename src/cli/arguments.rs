//! What can be written on the command line before and behind every verb.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use super::verb::Verb;
use crate::frontend::Date;
use crate::host::Screen;

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

    /// Whether text is in colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: Color,

    /// The day as of which edges with `until` are judged, in UTC [default: today]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(super) as_of: Option<Date>,

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
    /// One document in SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions, which annotate a pull request
    Github,
}

/// Whether text is in colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always, in a pipe too
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether text on this screen is in colour.
    pub(super) fn on(self, screen: Screen) -> bool {
        match self {
            Self::Auto => screen.color,
            Self::Always => true,
            Self::Never => false,
        }
    }
}
