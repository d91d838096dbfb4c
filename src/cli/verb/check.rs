//! `npgen check`: all that `build` does, nothing written.

use clap::Args;

use super::Context;
use crate::cli::gather::Gathered;
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE, findings, summary};

/// Do all that `build` does, but write nothing
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Check {}

const EXAMPLES: &str = "\
Examples:
  npgen check
  npgen --format json check";

impl Check {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Self {} = self;
        let Some(mut gathered) = Gathered::read(context.project, output) else { return TROUBLE };
        let Some(proof) = gathered.prove(context.backend, &|_| {}, output) else { return TROUBLE };
        findings::tell(&gathered.graph, &gathered.sources, output);
        summary::proof(proof, output);
        FINE
    }
}
