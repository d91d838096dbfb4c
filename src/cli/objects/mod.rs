//! From manifests to what runs and what the policies say.

mod earlier;
mod held;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::output::Output;
use crate::analyzer::evaluate::{Policy, Rules};
use crate::analyzer::lint::{self, Surroundings};
use crate::diagnostic::{Diagnostics, Levels, SourceId, Sources};
use crate::frontend::Settings;
use crate::host::{manifests, project};
use crate::manifest::inventory::Inventory;
use crate::manifest::read::Object;
use crate::sets::Direction;

pub(super) use earlier::Earlier;
pub(super) use held::Kept;

use held::Held;

/// Where objects are that name no namespace.
pub(super) const DEFAULT_NAMESPACE: &str = "default";

/// Manifests that were read and understood.
pub(super) struct Objects {
    pub(super) sources: Sources,
    pub(super) inventory: Inventory,
    pub(super) rules: Rules,
}

impl Objects {
    /// Reads manifests. `None` where some could not be read or would be refused by an API server, which is told: what
    /// the others mean can't be said without them.
    pub(super) fn read(paths: &[PathBuf], output: &mut Output<'_>) -> Option<Self> {
        let (sources, files) = read(Path::new(""), paths, output)?;
        let held = Held::on_all_cores(&sources, &files, &Earlier::default(), &|_| ());
        Some(Self::understood((sources, files), held, None, output)?.0)
    }

    /// The same, and says what is probably not meant in the policies, as loudly as the project in that folder has it.
    pub(super) fn check(paths: &[PathBuf], project: &Path, output: &mut Output<'_>) -> Option<Self> {
        let (sources, files) = read(Path::new(""), paths, output)?;
        let held = Held::on_all_cores(&sources, &files, &Earlier::default(), &|_| ());
        Some(Self::understood((sources, files), held, Some(project), output)?.0)
    }

    /// The same as [`Self::read`] with paths as seen from `root`, and keeps something of each policy. A policy that stands
    /// in the same words in what was read earlier is not read again.
    pub(super) fn read_after<K: Clone + Send + Sync>(
        earlier: &Earlier<'_, K>,
        (root, paths): (&Path, &[PathBuf]),
        keep: &(dyn Fn(&Object<'_>) -> K + Sync),
        output: &mut Output<'_>,
    ) -> Option<(Self, Kept<K>)> {
        let (sources, files) = read(root, paths, output)?;
        let held = Held::on_all_cores(&sources, &files, earlier, keep);
        Self::understood((sources, files), held, None, output)
    }

    /// Understands what was read, looks for what is probably not meant where a project says how loudly, and hands out
    /// each policy.
    pub(super) fn looked_at(
        (sources, files): (Sources, Vec<SourceId>),
        linted_in: Option<&Path>,
        keep: &mut dyn FnMut(&Object<'_>),
        output: &mut Output<'_>,
    ) -> Option<Self> {
        let held = Held::of(&sources, &files, &Earlier::default(), keep);
        Some(Self::understood((sources, files), held, linted_in, output)?.0)
    }

    fn understood<K>(
        (mut sources, files): (Sources, Vec<SourceId>),
        Held { rules, kept, gathering, mut found }: Held<K>,
        linted_in: Option<&Path>,
        output: &mut Output<'_>,
    ) -> Option<(Self, Kept<K>)> {
        let inventory = gathering.finish();
        if let Some(project) = linted_in {
            lint::files(&sources, &files, &Surroundings::new(&rules, &inventory), &mut found);
            let Some(levels) = levels(project, &mut sources, &mut found, output) else {
                output.findings(found, &sources);
                return None;
            };
            found.apply(&levels);
        }
        let is_sound = !found.has_errors();
        output.findings(found, &sources);
        is_sound.then_some((Self { sources, inventory, rules }, kept))
    }

    /// Says which policies speak of nodes or of DNS names, which are judged as if they matched nothing.
    pub(super) fn tell_symbols(&self, output: &mut Output<'_>) {
        let has_symbols = |policy: &&Policy| {
            let rules = Direction::BOTH.into_iter().filter_map(|direction| policy.rules(direction)).flatten();
            rules.into_iter().any(|rule| !rule.symbols.is_empty())
        };
        let policies: BTreeSet<String> =
            self.rules.policies.iter().filter(has_symbols).map(|policy| policy.object.to_string()).collect();
        let about = "speaks of nodes or of DNS names, whose addresses are not known: judged as if these were nobody";
        output.notes(about, policies.into_iter());
    }
}

/// Reads manifests at paths as seen from `root`. `None` where some can't be read, which is told.
fn read(root: &Path, paths: &[PathBuf], output: &mut Output<'_>) -> Option<(Sources, Vec<SourceId>)> {
    let mut sources = Sources::default();
    match manifests::read(root, paths, &mut sources) {
        Ok(files) => Some((sources, files)),
        Err(errors) => {
            for error in &errors {
                output.failure(error);
            }
            None
        }
    }
}

/// How loud each lint is in the project of a folder, and where there is none. `None` where it can't be told, which is.
fn levels(project: &Path, sources: &mut Sources, found: &mut Diagnostics, output: &mut Output<'_>) -> Option<Levels> {
    match project::settings(project, sources) {
        Ok(None) => Some(Levels::default()),
        Ok(Some(id)) => {
            let settings = Settings::of_text(id, &sources.get(id)?.text, found);
            settings.map(|settings| settings.levels)
        }
        Err(error) => {
            output.failure(&error);
            None
        }
    }
}

#[cfg(test)]
mod tests;
