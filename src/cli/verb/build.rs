//! `npgen build`: makes the policies, proves them, and writes, prints or compares them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Context;
use crate::backend::Backend;
use crate::cli::gather::{Clusters, Gathered, is_policy};
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE, findings, summary};
use crate::host::Spool;
use crate::host::out::{Comparison, Exchange};

/// What separates two documents of one stream.
const BETWEEN: &str = "---\n";

/// Write the policies, every one proved
///
/// The files are made, read back, and compared with what the graph means. Only if all of them are proved is the
/// folder replaced, in one step. Files in it that are not npgen's are kept as they are.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Build {
    /// The folder to write, from where you are [default: that of npgen.toml, else `out` in the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Print the policies instead of writing them, the kustomizations left out
    #[arg(long, conflicts_with_all = ["out", "check"])]
    stdout: bool,

    /// Write nothing: list the files that are missing, stale, edited or changed
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    clusters: Clusters,
}

const EXAMPLES: &str = "\
Examples:
  npgen build
  npgen build --out policies
  npgen build --check                      lists what differs, exit code 1
  npgen build --stdout | kubectl apply -f -";

impl Build {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Context { project, backend, .. } = context;
        let Some(gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let out = self.out.clone().unwrap_or_else(|| project.join(&gathered.settings.out));
        if self.stdout {
            print(gathered, backend, output)
        } else if self.check {
            compare(gathered, &out, backend, output)
        } else {
            write(gathered, &out, backend, output)
        }
    }
}

/// Prints the policies once all are proved.
fn print(mut gathered: Gathered, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    if gathered.single("a stream of policies", output).is_none() {
        return TROUBLE;
    }
    let spool = Spool::default();
    let take = |file: &_| {
        if is_policy(file) {
            spool.put(&file.path, &file.bytes);
        }
    };
    let Some(proofs) = gathered.prove(backend, &take, output) else { return TROUBLE };
    findings::tell(&gathered.clusters, &gathered.sources, output);
    summary::proofs(&proofs, output);
    let mut failed = None;
    let code = output.data_by(|stdout| match spool.print(stdout, BETWEEN) {
        Ok(printed) => printed,
        Err(error) => {
            failed = Some(error);
            Ok(())
        }
    });
    failed.map_or(code, |error| output.failure(&error))
}

/// Lists what differs.
fn compare(mut gathered: Gathered, out: &Path, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let comparison = match Comparison::with(out, gathered.scope.clone()) {
        Ok(comparison) => comparison,
        Err(error) => return output.failure(&error),
    };
    let Some(proofs) = gathered.prove(backend, &|file| comparison.put(&file.path, &file.bytes), output) else {
        return TROUBLE;
    };
    let changes = match comparison.finish() {
        Ok(changes) => changes,
        Err(error) => return output.failure(&error),
    };
    findings::tell(&gathered.clusters, &gathered.sources, output);
    summary::proofs(&proofs, output);
    summary::differences(&changes, output)
}

/// Writes the folder.
fn write(mut gathered: Gathered, out: &Path, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let exchange = match Exchange::open(out) {
        Ok(exchange) => exchange,
        Err(error) => return output.failure(&error),
    };
    let next = match exchange.next(gathered.scope.clone()) {
        Ok(next) => next,
        Err(error) => return output.failure(&error),
    };
    let Some(proofs) = gathered.prove(backend, &|file| next.put(&file.path, &file.bytes), output) else {
        return TROUBLE;
    };
    let changes = match next.finish() {
        Ok(changes) => changes,
        Err(error) => return output.failure(&error),
    };
    findings::tell(&gathered.clusters, &gathered.sources, output);
    summary::written(&changes, output);
    summary::proofs(&proofs, output);
    FINE
}
