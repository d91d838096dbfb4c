//! From the project's files to proved ones.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::output::Output;
use crate::backend::{Backend, OutFile};
use crate::diagnostic::{Diagnostics, Sources};
use crate::frontend::{self, Settings};
use crate::graph::Graph;
use crate::host::project;
use crate::pipeline;

/// The file of each folder that lists the others.
const KUSTOMIZATION: &str = "kustomization.yaml";

/// A project that was read and understood.
pub(super) struct Gathered {
    pub(super) sources: Sources,
    pub(super) graph: Graph,
    pub(super) settings: Settings,
    /// What was found so far.
    pub(super) found: Diagnostics,
}

/// How much was proved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    pub(super) namespaces: usize,
    pub(super) policies: usize,
}

impl Gathered {
    /// Reads a project. `None` where that failed, which is told.
    pub(super) fn read(root: &Path, output: &mut Output<'_>) -> Option<Self> {
        let project = match project::read(root, Settings::intents_in) {
            Ok(project) => project,
            Err(errors) => {
                for error in &errors {
                    output.failure(error);
                }
                return None;
            }
        };
        let mut found = Diagnostics::default();
        let resolved = frontend::project(&project.sources, project.project, &project.intents, &mut found);
        let first = resolved.and_then(|resolved| Some((resolved.clusters.into_iter().next()?, resolved.settings)));
        let Some((cluster, settings)) = first else {
            output.findings(found, &project.sources);
            return None;
        };
        Some(Self { sources: project.sources, graph: cluster.graph, settings, found })
    }

    /// Makes and proves all files and hands them out as they come, and tells what was found. `None` where something is
    /// not proved: what was handed out must then be thrown away.
    pub(super) fn prove(
        &mut self,
        backend: &dyn Backend,
        take: &(dyn Fn(&OutFile) + Sync),
        output: &mut Output<'_>,
    ) -> Option<Proof> {
        let (namespaces, policies) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut found = std::mem::take(&mut self.found);
        let take_all = |proved: pipeline::Proved| {
            namespaces.fetch_add(1, Ordering::Relaxed);
            for file in &proved.files {
                policies.fetch_add(usize::from(is_policy(file)), Ordering::Relaxed);
                take(file);
            }
        };
        pipeline::run(&self.graph, backend, &take_all, &mut found);
        let proved = !found.has_errors();
        output.findings(found, &self.sources);
        let proof = Proof { namespaces: namespaces.into_inner(), policies: policies.into_inner() };
        proved.then_some(proof)
    }
}

/// Whether a file holds a policy.
pub(super) fn is_policy(file: &OutFile) -> bool {
    file.path.rsplit('/').next() != Some(KUSTOMIZATION)
}
