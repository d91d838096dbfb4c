//! Kubernetes network policies → rules: the whole of `networking.k8s.io/v1`, and the administrator's policies of
//! `policy.networking.k8s.io`.
//!
//! An object is read as a Kubernetes 1.36 API server reads it in a strict request: the same defaults, the same refusals
//! (`pkg/apis/networking/v1/defaults.go`, `pkg/apis/networking/validation/validation.go`). What npgen is about to write
//! is held to more, see [`policy`]: text without quotes must be a string to every YAML reader. Keys are read from nodes,
//! never through the objects that npgen writes: a mistake there must not be made here a second time.

mod admin;
mod document;
mod fields;
mod kustomization;
mod metadata;
mod network;
mod network_policy;
mod peer;
mod port;
mod scalar;
mod selector;
mod syntax;

pub use document::{any, peers_of};
pub use kustomization::kustomization;
pub use network_policy::policy;

#[cfg(test)]
mod tests;
