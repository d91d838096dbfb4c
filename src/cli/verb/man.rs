//! `npgen man`: the manual, a page for npgen and one for each verb.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};

use crate::cli::FINE;
use crate::cli::arguments::Arguments;
use crate::cli::output::Output;
use crate::host::replace;

/// Print the manual, or write its pages into a folder
///
/// The page of npgen itself is printed; `--out` writes that and one for each verb. A page that is there is replaced.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Man {
    /// The folder to write the pages to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  npgen man | man -l -
  npgen man --out ~/.local/share/man/man1";

impl Man {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        let mut command = Arguments::command().disable_help_subcommand(true);
        // Tells each verb its whole name and the arguments that stand before all.
        command.build();
        let Some(folder) = &self.out else {
            return output.data_by(|stdout| clap_mangen::Man::new(command).render(stdout));
        };
        let mut pages = Vec::new();
        for one in std::iter::once(&command).chain(command.get_subcommands()) {
            let man = clap_mangen::Man::new(one.clone());
            let mut text = Vec::new();
            if let Err(error) = man.render(&mut text) {
                return output.failure(&error);
            }
            pages.push((man.get_filename(), text));
        }
        match replace(folder, &pages) {
            Ok(()) => FINE,
            Err(error) => output.failure(&error),
        }
    }
}
