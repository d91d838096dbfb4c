//! What is probably a mistake, though nothing forbids it.

pub mod manifests;
