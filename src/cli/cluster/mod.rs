//! What runs in a cluster: asked of the cluster itself, or read from what was recorded of one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::gather::Clusters;
use super::objects::Objects;
use super::output::Output;
use super::summary::counted;
use super::verb::Context;
use crate::diagnostic::{SourceId, Sources};
use crate::host::manifests;
use crate::manifest::read::Object;
use crate::snapshot::{Seal, seal};

#[cfg(feature = "live")]
mod asking;

/// Which cluster is looked at, and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Cluster")]
pub(super) struct FromCluster {
    #[cfg(feature = "live")]
    #[command(flatten)]
    asking: asking::Asking,

    /// Take what `--record` wrote instead of a cluster
    #[arg(long, value_name = "FILE")]
    #[cfg_attr(feature = "live", arg(conflicts_with = "live"))]
    replay: Option<PathBuf>,
}

/// What runs in a cluster.
pub(super) struct Running {
    pub(super) objects: Objects,
    pub(super) seal: Seal,
}

impl FromCluster {
    /// The arguments that say which cluster: nothing else is looked at then.
    #[cfg(feature = "live")]
    pub(super) const IDS: [&str; 2] = ["live", "replay"];
    #[cfg(not(feature = "live"))]
    pub(super) const IDS: [&str; 1] = ["replay"];

    /// Whether a cluster is to be looked at.
    pub(super) fn is_asked(&self) -> bool {
        #[cfg(feature = "live")]
        let is_live = self.asking.is_asked();
        #[cfg(not(feature = "live"))]
        let is_live = false;
        is_live || self.replay.is_some()
    }

    /// The text of the cluster, whole, and what its last line says. `context` is its name in the kubeconfig where the
    /// command line has none. `None` where that failed, which is told.
    pub(super) fn text(
        &self,
        context: Option<&str>,
        profile: bool,
        sources: &mut Sources,
        output: &mut Output<'_>,
    ) -> Option<(SourceId, Seal)> {
        let id = match &self.replay {
            Some(path) => match manifests::read_file(path, sources) {
                Ok(id) => id,
                Err(error) => {
                    output.failure(&error);
                    return None;
                }
            },
            None => self.ask(context, profile, sources, output)?,
        };
        match seal(&sources.get(id)?.text) {
            Ok(seal) => {
                for left_out in &seal.left_out {
                    output.note(&format!("left out, so what is told is not all: {left_out}"));
                }
                Some((id, seal))
            }
            Err(error) => {
                output.error(&format!("`{}`: {error}", sources.get(id)?.path));
                None
            }
        }
    }

    /// What runs in the cluster; which one that is where the command line does not say, the project does, if there is
    /// one. `None` where it can't be told, which is.
    pub(super) fn running(
        &self,
        context: Context<'_>,
        clusters: &Clusters,
        output: &mut Output<'_>,
    ) -> Option<Running> {
        let context = clusters.context(context.project);
        self.understood(Sources::default(), context.as_deref(), None, &mut |_| {}, output)
    }

    /// The same, read beside other files, and says what is probably not meant in the policies, as loudly as the project
    /// has it.
    pub(super) fn checked(
        &self,
        sources: Sources,
        context: Option<&str>,
        project: &Path,
        output: &mut Output<'_>,
    ) -> Option<Running> {
        self.understood(sources, context, Some(project), &mut |_| {}, output)
    }

    /// The same as [`Self::running`], read beside other files, and hands out each policy.
    pub(super) fn beside(
        &self,
        sources: Sources,
        context: Option<&str>,
        keep: &mut dyn FnMut(&Object<'_>),
        output: &mut Output<'_>,
    ) -> Option<Running> {
        self.understood(sources, context, None, keep, output)
    }

    fn understood(
        &self,
        mut sources: Sources,
        context: Option<&str>,
        linted_in: Option<&Path>,
        keep: &mut dyn FnMut(&Object<'_>),
        output: &mut Output<'_>,
    ) -> Option<Running> {
        let (source, seal) = self.text(context, false, &mut sources, output)?;
        let about = "the cluster has policies of a kind that npgen does not read: what they open or close is not told";
        output.notes(about, seal.other_policies.iter().map(|group| format!("`{group}`")));
        let objects = Objects::looked_at((sources, vec![source]), linted_in, keep, output)?;
        let (policies, pods) = (objects.rules.policies.len(), objects.inventory.workloads.iter());
        let pods: usize = pods.map(|workload| workload.pods.len()).sum();
        let (policies, pods) = (counted(policies, "policy", "policies"), counted(pods, "pod", "pods"));
        output.note(&format!("read {policies} and {pods} of `{}`", seal.cluster));
        Some(Running { objects, seal })
    }

    #[cfg(feature = "live")]
    fn ask(
        &self,
        context: Option<&str>,
        profile: bool,
        sources: &mut Sources,
        output: &mut Output<'_>,
    ) -> Option<SourceId> {
        self.asking.ask(context, profile, sources, output)
    }

    #[cfg(not(feature = "live"))]
    #[expect(clippy::unused_self, reason = "it is asked like the one that can")]
    fn ask(&self, _: Option<&str>, _: bool, _: &mut Sources, output: &mut Output<'_>) -> Option<SourceId> {
        output.error("expected `--replay`: this npgen was built without the feature `live`");
        None
    }
}
