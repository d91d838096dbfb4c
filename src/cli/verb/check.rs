//! `npgen check`: all that `build` does, nothing written, and the graph held against manifests; or the policies of
//! manifests, whoever wrote them.

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::objects::Objects;
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE, findings, manifests, summary};

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
    #[arg(long, value_name = "PATH", num_args = 1..)]
    manifests: Vec<PathBuf>,

    /// Where objects of the manifests are that name no namespace
    #[arg(long, value_name = "NAME", default_value = "default")]
    namespace: String,

    #[command(flatten)]
    clusters: Clusters,

    /// Manifests whose network policies to look at, instead of the project
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["manifests", "namespace"])]
    objects: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  npgen check
  npgen check --manifests deploy/
  kubectl get all,namespaces -A -o json | npgen check --manifests -
  npgen check --objects deploy/
  npgen --format json check";

impl Check {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if !self.objects.is_empty() {
            return self.objects(context, output);
        }
        let Some(mut gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let (root, paths) = manifests::named(&gathered.settings, context.project, &self.manifests);
        if !manifests::hold(&mut gathered, root, &paths, &self.namespace, output) {
            return TROUBLE;
        }
        let Some(proofs) = gathered.prove(context.backend, &|_| {}, output) else { return TROUBLE };
        findings::tell(&gathered.clusters, &gathered.sources, output);
        summary::proofs(&proofs, output);
        FINE
    }

    /// Looks at manifests.
    fn objects(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Some(objects) = Objects::check(&self.objects, context.project, output) else { return TROUBLE };
        let (policies, workloads) = (objects.rules.policies.len(), objects.inventory.workloads.len());
        output.note(&format!("looked at {policies} policies, beside {workloads} workloads"));
        FINE
    }
}
