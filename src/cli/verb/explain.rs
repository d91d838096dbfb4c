//! `npgen explain`: why a connection passes, or what is missing, in the graph or under the policies of manifests.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::cli::TROUBLE;
use crate::cli::cluster::FromCluster;
use crate::cli::form::Form;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::manifests;
use crate::cli::objects::Objects;
use crate::cli::output::Output;
use crate::explain::objects::explain as explain_objects;
use crate::explain::{AskError, explain};
use crate::manifest::inventory::Inventory;
use crate::report;

/// Say why a connection passes, or what is missing
///
/// Each direction is judged on its own: who lets it out, and who lets it in. Behind each verdict stand the policy, the
/// edge with its file and line, its owner and its reason; behind a denial the edge that would open it.
///
/// An end is a service (`shop/cart`, or `cart` where only one has that name), a group, an external, an `@NAME`, an
/// address or a network, or else a workload of the manifests.
///
/// With `--objects` the network policies of these manifests are asked instead, about their workloads: the answer is the
/// policy and the line of the rule that decides.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Explain {
    /// Who calls
    #[arg(value_name = "FROM")]
    caller: String,

    /// Who is called, with `:PORT` by name or number; without it, on the ports that it declares
    #[arg(value_name = "TO[:PORT]")]
    callee: String,

    /// Folders or files of manifests with workloads to ask about [default: `manifests` in npgen.toml]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    manifests: Vec<PathBuf>,

    /// Manifests whose network policies to ask instead of the graph: folders or files
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "manifests", conflicts_with_all = FromCluster::IDS)]
    objects: Vec<PathBuf>,

    /// How the answer is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    #[command(flatten)]
    clusters: Clusters,

    #[command(flatten)]
    cluster: FromCluster,
}

const EXAMPLES: &str = "\
Examples:
  npgen explain frontend cartservice:grpc
  npgen explain @internet frontend
  npgen explain cartservice 192.0.2.7:443
  npgen explain frontend redis-cart --output json
  npgen explain frontend cartservice:7070 --objects manifests/
  npgen explain frontend cartservice:7070 --live";

impl Explain {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if !self.objects.is_empty() {
            let Some(objects) = Objects::read(&self.objects, output) else { return TROUBLE };
            return self.objects(&objects, output);
        }
        if self.cluster.is_asked() {
            let Some(running) = self.cluster.running(context, &self.clusters, output) else { return TROUBLE };
            return self.objects(&running.objects, output);
        }
        let Some(mut gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let Some(graph) = gathered.single("an explanation", output) else { return TROUBLE };
        let none = Inventory::default();
        // Manifests are read only for somebody whom the graph does not know.
        let inventory = match explain(graph, &none, &self.caller, &self.callee) {
            Err(AskError::Unknown { .. }) => {
                let Some(inventory) = manifests::workloads(&mut gathered, context.project, &self.manifests, output)
                else {
                    return TROUBLE;
                };
                inventory
            }
            _ => none,
        };
        let Some(graph) = gathered.single("an explanation", output) else { return TROUBLE };
        let explanation = match explain(graph, &inventory, &self.caller, &self.callee) {
            Ok(explanation) => explanation,
            Err(error) => return output.failure(&error),
        };
        match self.output {
            Form::Text => output.data(&report::explain::text(&explanation, &gathered.sources)),
            Form::Json => output.data(&format!("{}\n", report::explain::json(&explanation, &gathered.sources))),
        }
    }

    /// Asks the policies of manifests, or of a cluster.
    fn objects(&self, objects: &Objects, output: &mut Output<'_>) -> u8 {
        objects.tell_symbols(output);
        let judged = match explain_objects(&objects.inventory, &objects.rules, &self.caller, &self.callee) {
            Ok(judged) => judged,
            Err(error) => return output.failure(&error),
        };
        match self.output {
            Form::Text => output.data(&report::explain::objects::text(&judged, &objects.sources)),
            Form::Json => output.data(&format!("{}\n", report::explain::objects::json(&judged, &objects.sources))),
        }
    }
}
