//! The list of a folder's files that GitOps tools read.

/// A `kustomization.yaml` (`kustomize.config.k8s.io/v1beta1`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kustomization {
    /// The folder's files, sorted.
    pub resources: Vec<String>,
}
