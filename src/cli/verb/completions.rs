//! `npgen completions`: what a shell needs to complete npgen's arguments.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::arguments::Arguments;
use crate::cli::output::Output;

/// Print the completions for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  npgen completions bash > ~/.local/share/bash-completion/completions/npgen
  npgen completions zsh > ~/.zfunc/_npgen
  npgen completions fish > ~/.config/fish/completions/npgen.fish";

impl Completions {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "npgen", &mut script);
        output.data_by(|stdout| stdout.write_all(&script))
    }
}
