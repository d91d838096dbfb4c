//! Namespace by namespace: make the files, read them back, and compare what they allow with what the graph means.
//!
//! The one room that sees both ways. It takes the backend as an argument, believes nothing that it makes, and hands
//! out proved files only.

mod prove;

use crate::backend::{Backend, OutFile};
use crate::diagnostic::Diagnostics;
use crate::graph::{Graph, NamespaceId};

pub use prove::prove;

/// The files of one namespace, proved.
#[derive(Debug)]
pub struct Proved {
    /// The namespace.
    pub namespace: NamespaceId,
    /// Its files, sorted by path.
    pub files: Vec<OutFile>,
}

/// Makes and proves every governed namespace, on as many threads as the machine has cores, and hands the files of each
/// to `take` as soon as they are proved; in which order is not said.
///
/// What fails goes to `found`, in the order of the namespaces; nothing of a namespace that fails is handed out.
/// Whoever takes the files must throw them away where `found` has errors afterwards.
pub fn run(graph: &Graph, backend: &dyn Backend, take: &(dyn Fn(Proved) + Sync), found: &mut Diagnostics) {
    let _ = (graph, backend, take, found);
}
