//! Graph → bytes: compile, lower, write. The way out; nothing here judges what it made.
//!
//! Each step is a public function over plain values, so that a test can put a wrong one in its place:
//!
//! ```text
//! Compiler::policies ──▶ lower::kubernetes::folder ──▶ write::documents ──▶ write::file
//!       Policy                    Folder                   Document            OutFile
//! ```

pub mod compile;
pub mod lower;
pub mod write;

use compile::Compiler;

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

/// What makes files of a graph. A build takes it as an argument and proves whatever it makes.
pub trait Backend: Sync {
    /// Looks through the graph once, so that each namespace can be asked for cheaply.
    fn prepare<'a>(&'a self, graph: &'a Graph) -> Box<dyn Prepared + 'a>;
}

/// A backend that knows its graph.
pub trait Prepared: Sync {
    /// The files of one governed namespace, sorted by path; none where nothing is isolated. What the flavor can't say
    /// goes to `found`, and the files are then not whole.
    fn files(&self, namespace: NamespaceId, found: &mut Diagnostics) -> Vec<OutFile>;
}

/// Plain Kubernetes NetworkPolicies.
#[derive(Debug)]
pub struct Kubernetes;

impl Backend for Kubernetes {
    fn prepare<'a>(&'a self, graph: &'a Graph) -> Box<dyn Prepared + 'a> {
        Box::new(PreparedKubernetes { compiler: Compiler::new(graph) })
    }
}

struct PreparedKubernetes<'g> {
    compiler: Compiler<'g>,
}

impl Prepared for PreparedKubernetes<'_> {
    fn files(&self, namespace: NamespaceId, found: &mut Diagnostics) -> Vec<OutFile> {
        let policies = self.compiler.policies(namespace);
        // Every policy names its namespace, and without one there is nothing to write.
        let Some(first) = policies.first() else {
            return Vec::new();
        };
        let path = self.compiler.graph().folder(&first.namespace);
        let folder = lower::kubernetes::folder(&path, &policies, found);
        write::documents(&folder).iter().map(write::file).collect()
    }
}
