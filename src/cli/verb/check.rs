//! `npgen check`: all that `build` does, nothing written, and the graph held against manifests; or the policies of
//! manifests, whoever wrote them.

use std::mem;
use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::cli::cluster::FromCluster;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::objects::{DEFAULT_NAMESPACE, Objects};
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE, findings, manifests, summary};
use crate::coverage;

/// Do all that `build` does, but write nothing
///
/// Labels, ports and namespaces are held against the manifests that `npgen.toml` names, or those given here.
///
/// With `--objects` it looks at the network policies of manifests instead: it says what an API server would refuse, and
/// what is probably not meant, as loudly as `[lints]` of `npgen.toml` has it where there is one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Check {
    /// Hold the graph against these folders or files of manifests; `-` is stdin [default: `manifests` in npgen.toml]
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = FromCluster::IDS)]
    manifests: Vec<PathBuf>,

    /// Where objects of the manifests are that name no namespace
    #[arg(long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    default_namespace: String,

    #[command(flatten)]
    clusters: Clusters,

    /// Manifests whose network policies to look at, instead of the project
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["manifests", "default_namespace"], conflicts_with_all = FromCluster::IDS)]
    objects: Vec<PathBuf>,

    #[command(flatten)]
    cluster: FromCluster,
}

const EXAMPLES: &str = "\
Examples:
  npgen check
  npgen check --manifests deploy/
  kubectl get all,namespaces -A -o json | npgen check --manifests -
  npgen check --objects deploy/
  npgen check --live
  npgen --format json check";

impl Check {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if !self.objects.is_empty() {
            return self.objects(context, output);
        }
        let Some(mut gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let is_held = if self.cluster.is_asked() {
            self.hold_against_cluster(&mut gathered, context, output)
        } else {
            let (root, paths) = manifests::named(&gathered.settings, context.project, &self.manifests);
            manifests::hold(&mut gathered, root, &paths, &self.default_namespace, output)
        };
        if !is_held {
            return TROUBLE;
        }
        let Some(proofs) = gathered.prove(context.backend, &|_| {}, output) else { return TROUBLE };
        findings::tell(&gathered.clusters, &gathered.sources, output);
        summary::proofs(&proofs, output);
        FINE
    }

    /// Holds the graph against what runs in the cluster, and looks at the policies there. `false` where it can't be read,
    /// which is told.
    fn hold_against_cluster(&self, gathered: &mut Gathered, context: Context<'_>, output: &mut Output<'_>) -> bool {
        if gathered.single("a check of a cluster", output).is_none() {
            return false;
        }
        let (sources, named) = (mem::take(&mut gathered.sources), gathered.context().map(str::to_owned));
        let Some(running) = self.cluster.checked(sources, named.as_deref(), context.project, output) else {
            return false;
        };
        manifests::hold_against(gathered, &running.objects.inventory, output);
        open_namespaces(&running.objects, output);
        gathered.sources = running.objects.sources;
        true
    }

    /// Looks at manifests.
    fn objects(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Some(objects) = Objects::check(&self.objects, context.project, output) else { return TROUBLE };
        let (policies, workloads) = (objects.rules.policies.len(), objects.inventory.workloads.len());
        output.note(&format!("looked at {policies} policies, beside {workloads} workloads"));
        FINE
    }
}

/// Says in which namespaces of a cluster pods run that no policy isolates all of.
fn open_namespaces(objects: &Objects, output: &mut Output<'_>) {
    let open = coverage::open_namespaces(&objects.inventory, &objects.rules);
    let told = open.into_iter().map(|(namespace, directions)| {
        let directions: Vec<String> = directions.iter().map(|direction| direction.to_string()).collect();
        format!("`{namespace}` for {}", directions.join(" and "))
    });
    output.notes("a namespace without a default deny", told);
}
