//! `npgen check`: all that `build` does, nothing written.

use std::path::Path;

use super::gather::Gathered;
use super::output::Output;
use super::{FINE, TROUBLE, findings, summary};
use crate::backend::Backend;

/// Runs the verb, and returns its exit code.
pub(super) fn run(project: &Path, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let Some(mut gathered) = Gathered::read(project, output) else { return TROUBLE };
    let Some(proof) = gathered.prove(backend, &|_| {}, output) else { return TROUBLE };
    findings::tell(&gathered.graph, &gathered.sources, output);
    summary::proof(proof, output);
    FINE
}
