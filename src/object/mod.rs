//! The objects that npgen writes, typed: what they can't say can't be written.
//!
//! Only what npgen emits is here; what others write is read by `analyzer::raise`, from nodes. [`header`] is the line
//! that stands above each of them in its file.

pub mod header;

mod folder;
mod kustomization;
mod metadata;
mod network_policy;

pub use folder::{Folder, PolicyFile};
pub use kustomization::Kustomization;
pub use metadata::{ANNOTATIONS, MANAGED_BY, Metadata};
pub use network_policy::{
    Commented, LabelSelector, NetworkPolicy, Peer, Peers, PolicyPort, PolicyType, Protocol, Requirement, Rule,
};
