//! `npgen build`: makes the policies, proves them, and writes, prints or compares them.

use std::path::Path;

use super::arguments::Build;
use super::gather::{Gathered, is_policy};
use super::output::Output;
use super::{FINE, TROUBLE, findings, summary};
use crate::backend::Backend;
use crate::host::Spool;
use crate::host::out::{Comparison, Exchange};

/// What separates two documents of one stream.
const BETWEEN: &str = "---\n";

/// Runs the verb, and returns its exit code.
pub(super) fn run(project: &Path, build: &Build, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let Some(gathered) = Gathered::read(project, output) else { return TROUBLE };
    let out = build.out.clone().unwrap_or_else(|| project.join("out"));
    if build.stdout {
        print(gathered, backend, output)
    } else if build.check {
        compare(gathered, &out, backend, output)
    } else {
        write(gathered, &out, backend, output)
    }
}

/// Prints the policies once all are proved.
fn print(mut gathered: Gathered, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let spool = Spool::default();
    let take = |file: &_| {
        if is_policy(file) {
            spool.put(&file.path, &file.bytes);
        }
    };
    let Some(proof) = gathered.prove(backend, &take, output) else { return TROUBLE };
    findings::tell(&gathered.graph, &gathered.sources, output);
    summary::proof(proof, output);
    let mut failed = None;
    let code = output.data_by(|stdout| match spool.print(stdout, BETWEEN) {
        Ok(printed) => printed,
        Err(error) => {
            failed = Some(error);
            Ok(())
        }
    });
    failed.map_or(code, |error| output.failure(&error))
}

/// Lists what differs.
fn compare(mut gathered: Gathered, out: &Path, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let comparison = match Comparison::with(out) {
        Ok(comparison) => comparison,
        Err(error) => return output.failure(&error),
    };
    let Some(proof) = gathered.prove(backend, &|file| comparison.put(&file.path, &file.bytes), output) else {
        return TROUBLE;
    };
    let changes = match comparison.finish() {
        Ok(changes) => changes,
        Err(error) => return output.failure(&error),
    };
    findings::tell(&gathered.graph, &gathered.sources, output);
    summary::proof(proof, output);
    summary::differences(&changes, output)
}

/// Writes the folder.
fn write(mut gathered: Gathered, out: &Path, backend: &dyn Backend, output: &mut Output<'_>) -> u8 {
    let exchange = match Exchange::open(out) {
        Ok(exchange) => exchange,
        Err(error) => return output.failure(&error),
    };
    let next = match exchange.next() {
        Ok(next) => next,
        Err(error) => return output.failure(&error),
    };
    let Some(proof) = gathered.prove(backend, &|file| next.put(&file.path, &file.bytes), output) else {
        return TROUBLE;
    };
    let changes = match next.finish() {
        Ok(changes) => changes,
        Err(error) => return output.failure(&error),
    };
    findings::tell(&gathered.graph, &gathered.sources, output);
    summary::written(&changes, output);
    summary::proof(proof, output);
    FINE
}
