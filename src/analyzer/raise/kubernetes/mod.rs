//! Kubernetes network policies → rules, the whole of `networking.k8s.io/v1`.
//!
//! An object is read as a Kubernetes 1.36 API server reads it in a strict request: the same defaults, the same refusals
//! (`pkg/apis/networking/v1/defaults.go`, `pkg/apis/networking/validation/validation.go`), and, stricter, no text
//! without quotes where some YAML reader would not see a string. It reads keys from nodes, never through the objects
//! that npgen writes: a mistake there must not be made here a second time.
//!
//! A key whose value is null counts as missing, as in the API server.

mod fields;
mod kustomization;
mod metadata;
mod network_policy;
mod peer;
mod port;
mod selector;
mod syntax;

pub use kustomization::kustomization;
pub use network_policy::policy;

#[cfg(test)]
mod tests;
