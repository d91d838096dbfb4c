//! Kubernetes text → nodes.

pub mod canonical;
pub mod plain;
