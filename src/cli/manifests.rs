//! The manifests that a graph is held against.

use std::mem;
use std::path::{Path, PathBuf};

use super::findings::written;
use super::gather::Gathered;
use super::output::Output;
use crate::frontend::lint;
use crate::host::manifests;
use crate::manifest::inventory::Gathering;
use crate::manifest::read;

/// Holds the graph against the manifests at each of the paths, as seen from `root`; what differs is found. Objects that
/// name no namespace count as being in `namespace`. `false` where something can't be read, which is told.
pub(super) fn hold(
    gathered: &mut Gathered,
    root: &Path,
    paths: &[PathBuf],
    namespace: &str,
    output: &mut Output<'_>,
) -> bool {
    if paths.is_empty() {
        output.note("labels and ports are believed: `--manifests DIR` holds them against what runs");
        return true;
    }
    let ids = match manifests::read(root, paths, &mut gathered.sources) {
        Ok(ids) => ids,
        Err(errors) => {
            for error in &errors {
                output.failure(error);
            }
            return false;
        }
    };
    let mut gathering = Gathering::new(namespace);
    let mut found = mem::take(&mut gathered.found);
    for (id, source) in ids.into_iter().filter_map(|id| Some((id, gathered.sources.get(id)?))) {
        let text = &source.text;
        let no_objects = read::objects(id, text, &mut found, &mut |object, found| gathering.add(&object, found));
        gathering.add_no_objects(no_objects);
    }
    let inventory = gathering.finish();
    let passed_over = inventory.no_objects.iter().map(|place| written(&gathered.sources, *place));
    output.notes("passed over, since it is no Kubernetes object", passed_over);
    if inventory.without_namespace > 0 {
        let count = inventory.without_namespace;
        output.note(&format!("objects that name no namespace, taken to be in `{namespace}`: {count}"));
    }
    if found.has_errors() {
        gathered.found = found;
        return true;
    }
    if !lint::manifests::check(&gathered.clusters, &inventory, &mut found) {
        output.note("labels and ports are believed: nothing of the manifests runs in a governed namespace");
    }
    gathered.found = found;
    true
}
