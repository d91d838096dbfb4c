//! Objects → commented nodes → bytes.
//!
//! It must not decide anything: what is not in an object is not in its file. The same folder gives the same bytes.

mod document;
mod kustomization;
mod network_policy;

pub use document::{Document, documents, file};

#[cfg(test)]
mod tests;
