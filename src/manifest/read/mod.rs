//! Kubernetes text → nodes.

pub mod canonical;
