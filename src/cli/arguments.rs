//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Write the policies, every one proved
    ///
    /// The files are made, read back, and compared with what the graph means. Only if all of them are proved is the
    /// folder replaced, in one step. Files in it that are not npgen's are kept as they are.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Do all that `build` does, but write nothing
    #[command(after_help = "Example:\n  npgen --format json check")]
    Check,
}

const BUILD_EXAMPLES: &str = "\
Examples:
  npgen build
  npgen build --out deploy/policies
  npgen build --check                      lists what differs, exit code 1
  npgen build --stdout | kubectl apply -f -";

#[derive(Debug, Args)]
pub(super) struct Build {
    /// The folder to write, from where you are [default: `out` in the project]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Print the policies instead of writing them, the kustomizations left out
    #[arg(long, conflicts_with_all = ["out", "check"])]
    pub(super) stdout: bool,

    /// Write nothing: list the files that are missing, stale, edited or changed
    #[arg(long)]
    pub(super) check: bool,
}
