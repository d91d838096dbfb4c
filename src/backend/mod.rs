//! Graph → bytes: compile, lower, write. The way out; nothing here judges what it made.

pub mod compile;
pub mod lower;
pub mod write;

use crate::diagnostic::Diagnostics;
use crate::graph::{Graph, NamespaceId};

/// One file of `out/`, as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// The path below `out/`, with `/` between its parts.
    pub path: String,
    /// The whole file, the line that marks it as npgen's included.
    pub bytes: Vec<u8>,
}

/// What makes the files of a namespace. A build takes it as an argument and proves whatever it makes.
pub trait Backend: Sync {
    /// The files of one governed namespace, sorted by path. What the flavor can't say goes to `diagnostics`.
    fn namespace(&self, graph: &Graph, namespace: NamespaceId, diagnostics: &mut Diagnostics) -> Vec<OutFile>;
}

/// Plain Kubernetes NetworkPolicies.
#[derive(Debug)]
pub struct Kubernetes;
