//! `npgen doctor`: what a cluster is like for network policies.

use clap::Args;

use super::Context;
use crate::cli::cluster::FromCluster;
use crate::cli::form::Form;
use crate::cli::gather::Clusters;
use crate::cli::output::Output;
use crate::cli::{DIFFERS, FINE, TROUBLE};
use crate::diagnostic::{Diagnostics, Sources};
use crate::doctor::{Enforcement, Findings, examine};
use crate::{draft, report};

/// Show what a live cluster is like for network policies
///
/// Which network plug-in runs, whether it enforces policies, what it makes of the API, where names are resolved, where
/// the API server is, and which addresses pods and nodes have; with the `[profile]` for npgen.toml. Only what was seen is
/// told, the rest as unknown. The exit code is 1 where nothing enforces policies.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Doctor {
    /// How it is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    #[command(flatten)]
    cluster: FromCluster,
}

const EXAMPLES: &str = "\
Examples:
  npgen doctor --live
  npgen doctor --live --output json";

impl Doctor {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if !self.cluster.is_asked() {
            return output.error("expected a cluster: `--live`, or `--replay` with what was recorded of one");
        }
        let Some(findings) = self.examine(context, output) else { return TROUBLE };
        let profile = draft::profile(&findings);
        let code = match self.output {
            Form::Text => output.data(&report::doctor::text(&findings, &profile)),
            Form::Json => output.data(&format!("{}\n", report::doctor::json(&findings, &profile))),
        };
        if code == FINE && findings.enforcement == Enforcement::Nobody { DIFFERS } else { code }
    }

    /// `None` where the cluster can't be looked at, which is told.
    fn examine(&self, context: Context<'_>, output: &mut Output<'_>) -> Option<Findings> {
        let context = Clusters::default().context(context.project);
        let mut sources = Sources::default();
        let (source, seal) = self.cluster.text(context.as_deref(), true, &mut sources, output)?;
        if !seal.namespaces.is_empty() {
            output.error("expected the whole cluster: plug-ins and name resolution are in namespaces of their own");
            return None;
        }
        if seal.server.is_none() {
            output
                .note("it was not recorded by `npgen doctor`, so nothing is known of nodes, DaemonSets and endpoints");
        }
        let mut found = Diagnostics::default();
        let findings = examine(source, &sources.get(source)?.text, &seal, &mut found);
        let is_sound = !found.has_errors();
        output.findings(found, &sources);
        is_sound.then_some(findings)
    }
}
