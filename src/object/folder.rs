//! What the folder of one namespace holds.

use super::{Kustomization, NetworkPolicy};

/// The folder of one namespace: a file an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path below `out/`.
    pub path: String,
    /// The policies, sorted by file.
    pub policies: Vec<PolicyFile>,
    /// `kustomization.yaml`, which lists the other files.
    pub kustomization: Kustomization,
}

/// One policy and the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The file's name inside the folder.
    pub file: String,
    /// What it holds.
    pub policy: NetworkPolicy,
}
