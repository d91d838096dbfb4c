//! A first graph from what is already there: manifests in, a project to be finished by hand out.
//!
//! A draft is honest about what it knows. Selectors and ports are facts of the manifests; calls are guesses, each with
//! where it was read; what only a person can know, such as who calls from outside the cluster, is asked in a comment.
//! It builds as it is, and the same manifests give the same bytes.

mod example;
mod guess;
mod node;
mod port;
mod selector;
mod syntax;
mod write;

#[cfg(test)]
mod tests;

use crate::diagnostic::Sources;
use crate::doctor::Findings;
use crate::manifest::inventory::Inventory;

pub use example::example;

/// A file of a project that is not written yet. Its first line names the JSON Schema that editors hold it against:
/// `npgen.schema.json` or `intents.schema.json` in the project's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below the project's folder, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Drafts a project from manifests: `npgen.toml` and a file in `intents/` for each namespace in which something runs.
///
/// `manifests` are the folders that `npgen.toml` names as the ones the graph is held against, as seen from the project;
/// `sources` the files that the inventory's places point into.
///
/// The namespaces that Kubernetes itself lives in are left out: a default deny there would stop the cluster, and what a
/// graph needs of them, like name resolution, is the profile's to say. Without a workload elsewhere there is no file.
pub fn project(inventory: &Inventory, sources: &Sources, manifests: &[String]) -> Vec<NewFile> {
    let services = guess::Services::new(inventory);
    let plan = node::plan(&services, sources);
    if plan.namespaces.is_empty() { Vec::new() } else { write::files(&plan, &services, sources, manifests) }
}

/// Drafts `[profile]` of `npgen.toml` from what was found out about a cluster. It says what was seen and nothing wider; what
/// is not known is a comment.
pub fn profile(findings: &Findings) -> String {
    write::profile(findings)
}

/// Whether a namespace is Kubernetes' own.
fn is_system(namespace: &str) -> bool {
    matches!(namespace, "kube-system" | "kube-public" | "kube-node-lease")
}
