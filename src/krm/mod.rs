//! npgen as a KRM function: a list of resources in, the same list with npgen's policies in it out.
//!
//! What is not npgen's keeps its text, comments and all. Nothing here makes a policy: the proved files are given.
//!
//! Source: [`functions-spec.md`], `config.kubernetes.io/v1`.
//!
//! [`functions-spec.md`]: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md

mod config;
mod list;
mod merge;
mod same;
mod write;

#[cfg(test)]
mod tests;

pub use config::Config;
pub use list::ResourceList;
pub use merge::{Merged, Name, is_npgens, merge};
pub use write::{Item, NotKept, write};
