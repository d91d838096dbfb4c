//! `npgen coverage`: which workloads are isolated, by which policies.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::cli::cluster::FromCluster;
use crate::cli::form::Form;
use crate::cli::gather::Clusters;
use crate::cli::objects::Objects;
use crate::cli::output::Output;
use crate::cli::{DIFFERS, FINE, TROUBLE};
use crate::coverage::coverage;
use crate::report;

/// Show which workloads of manifests are isolated, and by which policies
///
/// A workload is isolated in a direction where a `NetworkPolicy` for that direction selects its pods. Pods on the host
/// network are listed and not counted: no policy binds them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Coverage {
    /// Manifests with workloads and policies: folders or files
    #[arg(
        long,
        value_name = "PATH",
        num_args = 1..,
        required_unless_present_any = FromCluster::IDS,
        conflicts_with_all = FromCluster::IDS
    )]
    objects: Vec<PathBuf>,

    /// End with exit code 1 where fewer of all directions of all workloads are isolated, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    fail_under: Option<u8>,

    /// How it is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    #[command(flatten)]
    cluster: FromCluster,
}

const EXAMPLES: &str = "\
Examples:
  npgen coverage --objects manifests/ out/
  npgen coverage --objects manifests/ out/ --fail-under 100
  npgen coverage --live";

impl Coverage {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let objects = if self.cluster.is_asked() {
            self.cluster.running(context, &Clusters::default(), output).map(|running| running.objects)
        } else {
            Objects::read(&self.objects, output)
        };
        let Some(objects) = objects else { return TROUBLE };
        let coverage = coverage(&objects.inventory, &objects.rules);
        let code = match self.output {
            Form::Text => output.data(&report::coverage::text(&coverage)),
            Form::Json => output.data(&format!("{}\n", report::coverage::json(&coverage))),
        };
        let percent = coverage.totals().percent();
        match self.fail_under {
            Some(least) if code == FINE && percent < usize::from(least) => {
                output.note(&format!("{percent}% are isolated, fewer than {least}%"));
                DIFFERS
            }
            _ => code,
        }
    }
}
