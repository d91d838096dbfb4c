//! From the project's files to proved ones.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;

use super::output::Output;
use super::verb::Context;
use crate::backend::{Backend, OutFile};
use crate::diagnostic::{Diagnostics, Sources, Told};
use crate::frontend::{Cluster, Resolved, Settings};
use crate::graph::Graph;
use crate::host::out::Scope;
use crate::host::project;
use crate::{frontend, pipeline};

/// The file of each folder that lists the others.
const KUSTOMIZATION: &str = "kustomization.yaml";

/// Which clusters a verb is about.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Clusters {
    /// Only this cluster; may be given several times
    #[arg(long = "cluster", value_name = "NAME")]
    only: Vec<String>,
}

impl Clusters {
    /// What the one cluster that is named is called in the kubeconfig, where the project in a folder says so. What is
    /// wrong with the project is not told: it is not what is looked at.
    pub(super) fn context(&self, project: &Path) -> Option<String> {
        let mut sources = Sources::default();
        let id = project::settings(project, &mut sources).ok()??;
        let settings = Settings::of_text(id, &sources.get(id)?.text, &mut Diagnostics::default())?;
        settings.context(&self.only).map(str::to_owned)
    }

    /// This cluster; all of them where none is named.
    pub(super) fn named(name: Option<String>) -> Self {
        Self { only: name.into_iter().collect() }
    }
}

/// A project that was read and understood.
pub(super) struct Gathered {
    pub(super) sources: Sources,
    /// The clusters that were asked for, sorted by name; one without a name where the project has no `[clusters]`.
    pub(super) clusters: Vec<Cluster>,
    /// What `npgen.toml` says of npgen itself.
    pub(super) settings: Settings,
    /// The part of `out/` that these clusters fill.
    pub(super) scope: Scope,
    /// What was found so far.
    pub(super) found: Diagnostics,
}

/// How much was proved of one cluster.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) cluster: Option<Arc<str>>,
    pub(super) namespaces: usize,
    pub(super) policies: usize,
}

impl Gathered {
    /// Reads a project. `None` where that failed, or where a cluster was asked for that it lacks, which is told.
    ///
    /// The whole project is read whichever clusters are asked for: what is wrong in one of the others is wrong.
    pub(super) fn read(context: Context<'_>, asked: &Clusters, output: &mut Output<'_>) -> Option<Self> {
        let project = match project::read(context.project, Settings::intents_in) {
            Ok(project) => project,
            Err(errors) => {
                for error in &errors {
                    output.failure(error);
                }
                return None;
            }
        };
        let mut found = Diagnostics::default();
        let resolved =
            frontend::project(&project.sources, project.project, &project.intents, context.today, &mut found);
        let Some(Resolved { clusters, settings }) = resolved else {
            output.findings(found, &project.sources);
            return None;
        };
        let mut gathered = Self { sources: project.sources, clusters, settings, scope: Scope::Whole, found };
        match gathered.limit(&asked.only) {
            Ok(()) => Some(gathered),
            Err(unknown) => {
                output.error(&unknown);
                None
            }
        }
    }

    /// Leaves out the clusters that were not asked for, where any was.
    fn limit(&mut self, asked: &[String]) -> Result<(), String> {
        if asked.is_empty() {
            return Ok(());
        }
        let known: BTreeSet<&str> = self.names().collect();
        if let Some(unknown) = asked.iter().find(|name| !known.contains(name.as_str())) {
            let quoted: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            return Err(if known.is_empty() {
                format!("there is no cluster `{unknown}`: npgen.toml has no `[clusters]`")
            } else {
                format!("there is no cluster `{unknown}`, expected {}", quoted.join(", "))
            });
        }
        let asked: BTreeSet<String> = asked.iter().cloned().collect();
        self.clusters.retain(|cluster| cluster.graph.cluster.as_ref().is_some_and(|name| asked.contains(&**name)));
        self.scope = Scope::Folders(asked);
        Ok(())
    }

    /// The names of the clusters.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.clusters.iter().filter_map(|cluster| cluster.graph.cluster.as_deref())
    }

    /// The one cluster that is left; `None` where there are several.
    pub(super) fn only(&self) -> Option<&Graph> {
        match self.clusters.as_slice() {
            [cluster] => Some(&cluster.graph),
            _ => None,
        }
    }

    /// What the one cluster that is left is called in the kubeconfig, where npgen.toml says so.
    pub(super) fn context(&self) -> Option<&str> {
        let named: Vec<String> = self.names().map(str::to_owned).collect();
        self.settings.context(&named)
    }

    /// The one cluster that is left. `None` where there are several, which is told: `what` can only be of one.
    pub(super) fn single(&self, what: &str, output: &mut Output<'_>) -> Option<&Graph> {
        if let Some(graph) = self.only() {
            return Some(graph);
        }
        let quoted: Vec<String> = self.names().map(|name| format!("`{name}`")).collect();
        output.error(&format!("{what} is of one cluster: say `--cluster` with one of {}", quoted.join(", ")));
        None
    }

    /// Makes and proves all files of all clusters and hands them out as they come, and tells what was found. `None`
    /// where something is not proved: what was handed out must then be thrown away.
    pub(super) fn prove(
        &mut self,
        backend: &dyn Backend,
        take: &(dyn Fn(&OutFile) + Sync),
        output: &mut Output<'_>,
    ) -> Option<Vec<Proof>> {
        let mut told = Told::default();
        let mut proofs = Vec::with_capacity(self.clusters.len());
        for Cluster { graph, allowed } in &self.clusters {
            let mut found_here = Diagnostics::default();
            proofs.push(prove(graph, backend, take, &mut found_here));
            allowed.apply(&mut found_here);
            told.add(graph.cluster.as_deref().unwrap_or_default(), found_here);
        }
        let mut found = std::mem::take(&mut self.found);
        told.tell(&mut found);
        found.apply(&self.settings.levels);
        let proved = !found.has_errors();
        output.findings(found, &self.sources);
        proved.then_some(proofs)
    }
}

fn prove(graph: &Graph, backend: &dyn Backend, take: &(dyn Fn(&OutFile) + Sync), found: &mut Diagnostics) -> Proof {
    let (namespaces, policies) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let take_all = |proved: pipeline::Proved| {
        namespaces.fetch_add(1, Ordering::Relaxed);
        for file in &proved.files {
            policies.fetch_add(usize::from(is_policy(file)), Ordering::Relaxed);
            take(file);
        }
    };
    pipeline::run(graph, backend, &take_all, found);
    Proof { cluster: graph.cluster.clone(), namespaces: namespaces.into_inner(), policies: policies.into_inner() }
}

/// Whether a file holds a policy.
pub(super) fn is_policy(file: &OutFile) -> bool {
    file.path.rsplit('/').next() != Some(KUSTOMIZATION)
}
