//! Policies → Kubernetes NetworkPolicies.
//!
//! What Kubernetes can't say is a diagnostic, never a wider policy. What comes out is refused by no API server of
//! today (`pkg/apis/networking/validation/validation.go` of Kubernetes).

mod peer;
mod policy;
mod port;
mod selector;

pub use policy::{folder, policy};

#[cfg(test)]
mod tests;
