//! Namespace by namespace: make the files, read them back, and compare what they allow with what the graph means.
//!
//! The one room that sees both ways. It takes the backend as an argument, believes nothing that it makes, and hands
//! out proved files only. Files are handed out namespace by namespace, so that never the whole output is in memory.

mod blame;
mod folder;
mod guards;
mod one_sided;
mod prove;
#[cfg(test)]
mod tests;

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::backend::{Backend, OutFile, Prepared};
use crate::diagnostic::Diagnostics;
use crate::graph::{Graph, NamespaceId};
use crate::verify::meaning::Meaning;

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
    guards::check(graph, found);
    let meaning = Meaning::new(graph);
    one_sided::check(&meaning, found);
    files(&meaning, backend, take, found);
}

/// The same without holding the graph against its guards, and without warnings of its edges.
pub fn files(meaning: &Meaning<'_>, backend: &dyn Backend, take: &(dyn Fn(Proved) + Sync), found: &mut Diagnostics) {
    let graph = meaning.graph();
    let prepared = backend.prepare(graph);
    let namespaces: Vec<NamespaceId> = graph.governed().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut told = Vec::new();
        while let Some(namespace) = namespaces.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = make(meaning, &*prepared, *namespace, take);
            if !found.is_empty() {
                told.push((*namespace, found));
            }
        }
        told
    };
    let mut told = thread::scope(|scope| {
        let others: Vec<_> = (1..threads(namespaces.len())).map(|_| scope.spawn(work)).collect();
        let mut told = work();
        for other in others {
            told.extend(other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        told
    });
    told.sort_by_key(|(namespace, _)| *namespace);
    for (_, one) in told {
        found.append(one);
    }
}

/// How many threads to work on: one a core, but no more than there are namespaces.
fn threads(namespaces: usize) -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(namespaces)
}

/// Makes and proves one namespace and hands out its files; what was found.
fn make(
    meaning: &Meaning<'_>,
    prepared: &dyn Prepared,
    namespace: NamespaceId,
    take: &(dyn Fn(Proved) + Sync),
) -> Diagnostics {
    let mut found = Diagnostics::default();
    let files = prepared.files(namespace, &mut found);
    if !found.has_errors() {
        prove(meaning, namespace, &files, &mut found);
    }
    if !found.has_errors() {
        take(Proved { namespace, files });
    }
    found
}
