//! From manifests to what runs and what the policies say.

use std::collections::BTreeSet;
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use super::output::Output;
use crate::analyzer::evaluate::{Policy, Rules, Shared};
use crate::analyzer::lint::{self, Surroundings};
use crate::analyzer::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, Levels, SourceId, Sources};
use crate::diff::objects::Objects as Texts;
use crate::frontend::Settings;
use crate::host::{manifests, project};
use crate::manifest::inventory::{Gathering, Inventory};
use crate::manifest::read::{self as reading, Object};
use crate::sets::Direction;

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
        let (held, _) = on_all_cores(&sources, &files, |(): &mut (), _| {});
        Self::understood((sources, files), held, None, output)
    }

    /// The same, and says what is probably not meant in the policies, as loudly as the project in that folder has it.
    pub(super) fn check(paths: &[PathBuf], project: &Path, output: &mut Output<'_>) -> Option<Self> {
        let (sources, files) = read(Path::new(""), paths, output)?;
        let (held, _) = on_all_cores(&sources, &files, |(): &mut (), _| {});
        Self::understood((sources, files), held, Some(project), output)
    }

    /// The same as [`Self::read`] with paths as seen from `root`, and keeps the policies as text.
    pub(super) fn with_texts(
        root: &Path,
        paths: &[PathBuf],
        texts: &mut Texts,
        output: &mut Output<'_>,
    ) -> Option<Self> {
        let (sources, files) = read(root, paths, output)?;
        let add = |texts: &mut Texts, object: &Object<'_>| drop(texts.add(object, DEFAULT_NAMESPACE));
        let (held, kept) = on_all_cores(&sources, &files, add);
        for later in kept {
            texts.append(later);
        }
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
        let held = Held::of(&sources, &files, keep);
        Self::understood((sources, files), held, linted_in, output)
    }

    fn understood(
        (mut sources, files): (Sources, Vec<SourceId>),
        Held { rules, gathering, mut found }: Held,
        linted_in: Option<&Path>,
        output: &mut Output<'_>,
    ) -> Option<Self> {
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
        is_sound.then_some(Self { sources, inventory, rules })
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

/// What files hold, in their order.
struct Held {
    rules: Rules,
    gathering: Gathering,
    /// What is wrong in them.
    found: Diagnostics,
}

/// Reads files, some on each core. Each core keeps of the policies what `keep` does; that comes in the order of the files.
fn on_all_cores<K: Default + Send>(
    sources: &Sources,
    files: &[SourceId],
    keep: impl Fn(&mut K, &Object<'_>) + Sync,
) -> (Held, Vec<K>) {
    let read = |files: &[SourceId]| {
        let mut kept = K::default();
        (Held::of(sources, files, &mut |object| keep(&mut kept, object)), kept)
    };
    let read = &read;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = files.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = files.chunks(share).map(|files| scope.spawn(move || read(files))).collect();
        let (mut all, mut of_cores) = (Held::of(sources, &[], &mut |_| {}), Vec::new());
        for worker in workers {
            let (held, kept) = worker.join().unwrap_or_else(|bug| panic::resume_unwind(bug));
            all.append(held);
            of_cores.push(kept);
        }
        (all, of_cores)
    })
}

impl Held {
    /// Reads files, one after the other, and hands out each policy.
    fn of(sources: &Sources, files: &[SourceId], keep: &mut dyn FnMut(&Object<'_>)) -> Self {
        let (mut rules, mut gathering) = (Rules::default(), Gathering::new(DEFAULT_NAMESPACE));
        let (mut shared, mut found) = (Shared::default(), Diagnostics::default());
        for (id, source) in files.iter().filter_map(|id| Some((*id, sources.get(*id)?))) {
            let mut take = |object: Object<'_>, found: &mut Diagnostics| match kubernetes::any(&object, found) {
                Raised::Policy(mut policy) => {
                    keep(&object);
                    shared.policy(&mut policy);
                    rules.policies.push(policy);
                }
                Raised::Refused => {}
                Raised::Other => gathering.add(&object, found),
            };
            let no_objects = reading::objects(id, &source.text, &mut found, &mut take);
            gathering.add_no_objects(no_objects);
        }
        Self { rules, gathering, found }
    }

    /// Takes what later files hold.
    fn append(&mut self, later: Self) {
        self.rules.policies.extend(later.rules.policies);
        self.gathering.append(later.gathering);
        self.found.append(later.found);
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
