//! The manifests that a graph is held against.

use std::mem;
use std::path::{Path, PathBuf};

use super::findings::written;
use super::gather::Gathered;
use super::objects::DEFAULT_NAMESPACE;
use super::output::Output;
use crate::diagnostic::{Diagnostics, Sources};
use crate::frontend::{Settings, lint};
use crate::host::manifests;
use crate::manifest::inventory::{Gathering, Inventory};
use crate::manifest::read;

/// The manifests to read, and from where their paths are seen: those given on the command line, else those that
/// `npgen.toml` names.
pub(super) fn named<'p>(settings: &Settings, project: &'p Path, given: &[PathBuf]) -> (&'p Path, Vec<PathBuf>) {
    if given.is_empty() {
        (project, settings.manifests.iter().map(PathBuf::from).collect())
    } else {
        (Path::new(""), given.to_vec())
    }
}

/// What runs according to the manifests that are given or that `npgen.toml` names; nothing where there are none. `None`
/// where something of them is wrong, which is told.
pub(super) fn workloads(
    gathered: &mut Gathered,
    project: &Path,
    given: &[PathBuf],
    output: &mut Output<'_>,
) -> Option<Inventory> {
    let (root, paths) = named(&gathered.settings, project, given);
    let mut found = Diagnostics::default();
    let inventory = gather(&mut gathered.sources, &mut found, (root, &paths, DEFAULT_NAMESPACE), output)?;
    let is_sound = !found.has_errors();
    output.findings(found, &gathered.sources);
    is_sound.then_some(inventory)
}

/// Reads the manifests at each of the paths, as seen from a folder, with the namespace of objects that name none. `None`
/// where some can't be read, which is told; what is wrong in them is found.
fn gather(
    sources: &mut Sources,
    found: &mut Diagnostics,
    (root, paths, namespace): (&Path, &[PathBuf], &str),
    output: &mut Output<'_>,
) -> Option<Inventory> {
    let ids = match manifests::read(root, paths, sources) {
        Ok(ids) => ids,
        Err(errors) => {
            for error in &errors {
                output.failure(error);
            }
            return None;
        }
    };
    let mut gathering = Gathering::new(namespace);
    for (id, source) in ids.into_iter().filter_map(|id| Some((id, sources.get(id)?))) {
        let text = &source.text;
        let no_objects = read::objects(id, text, found, &mut |object, found| gathering.add(&object, found));
        gathering.add_no_objects(no_objects);
    }
    let inventory = gathering.finish();
    let passed_over = inventory.no_objects.iter().map(|place| written(sources, *place));
    output.notes("passed over, since it is no Kubernetes object", passed_over);
    if inventory.without_namespace > 0 {
        let count = inventory.without_namespace;
        output.note(&format!("objects that name no namespace, taken to be in `{namespace}`: {count}"));
    }
    Some(inventory)
}

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
    let mut found = mem::take(&mut gathered.found);
    let Some(inventory) = gather(&mut gathered.sources, &mut found, (root, paths, namespace), output) else {
        return false;
    };
    if found.has_errors() {
        gathered.found = found;
        return true;
    }
    gathered.found = found;
    hold_against(gathered, &inventory, output);
    true
}

/// Holds the graph against what runs; what differs is found.
pub(super) fn hold_against(gathered: &mut Gathered, inventory: &Inventory, output: &mut Output<'_>) {
    let mut found = mem::take(&mut gathered.found);
    if !lint::manifests::check(&gathered.clusters, inventory, &mut found) {
        output.note("labels and ports are believed: nothing of what was read runs in a governed namespace");
    }
    gathered.found = found;
}
