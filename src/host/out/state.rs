//! How `out/` differs from what was proved.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::OutError;
use super::folder::Folder;
use super::ownership;
use super::scan::{Tree, scan};
use super::scope::Scope;
use crate::host::PathError;
use crate::object::header::Header;

/// What becomes of one file of `out/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Proved, and not there yet.
    New,
    /// Proved, and other than what npgen wrote there before.
    Changed,
    /// Proved, and there byte by byte.
    Unchanged,
    /// npgen's, changed by someone: replaced where it was proved, else removed.
    Edited,
    /// npgen's, and no longer needed: removed.
    Stale,
    /// Someone else's: kept.
    Foreign,
    /// Someone else's, where a proved file belongs: nothing is written.
    InTheWay,
    /// Anyone's, outside of what the build is about: kept.
    Beyond,
}

/// What becomes of each file of `out/`, by path below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<PathBuf, Fate>);

impl Changes {
    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, Fate)> {
        self.0.iter().map(|(path, fate)| (path.as_path(), *fate))
    }

    /// The files with this fate, sorted.
    pub fn with(&self, fate: Fate) -> impl Iterator<Item = &Path> {
        self.iter().filter(move |(_, of_file)| *of_file == fate).map(|(path, _)| path)
    }

    /// The fate of one file.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Fate> {
        self.0.get(path.as_ref()).copied()
    }

    /// Whether `out/` holds exactly what was proved, besides what is foreign or beyond.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|fate| matches!(fate, Fate::Unchanged | Fate::Foreign | Fate::Beyond))
    }
}

/// Compares `out/` with proved files as they come, and touches nothing.
#[derive(Debug)]
pub struct Comparison {
    state: State,
    failed: OnceLock<OutError>,
}

impl Comparison {
    /// Looks at the folder `out`, which need not be there.
    ///
    /// # Errors
    /// Where it can't be listed, or is no folder of its own.
    pub fn with(out: &Path, scope: Scope) -> Result<Self, OutError> {
        let folder = Folder::new(out)?;
        let there = folder.look()?.is_some();
        Ok(Self { state: State::of(&folder.out, there, scope)?, failed: OnceLock::new() })
    }

    /// Compares a proved file, `path` being below `out/`. What fails is told by [`Self::finish`].
    pub fn put(&self, path: &str, bytes: &[u8]) {
        if let Err(error) = self.state.judge(path, bytes) {
            // Only the first failure is told.
            let _ = self.failed.set(error);
        }
    }

    /// How `out/` differs, now that every proved file was compared.
    ///
    /// # Errors
    /// What failed first.
    pub fn finish(self) -> Result<Changes, OutError> {
        match self.failed.into_inner() {
            Some(error) => Err(error),
            None => self.state.changes(),
        }
    }
}

/// What is in `out/`, and what was found out about it.
#[derive(Debug)]
pub(super) struct State {
    out: PathBuf,
    /// All that was there at the start.
    pub(super) tree: Tree,
    scope: Scope,
    fates: Mutex<BTreeMap<PathBuf, Fate>>,
}

impl State {
    /// The state of the folder `out`, which is empty where it is not `there`.
    pub(super) fn of(out: &Path, there: bool, scope: Scope) -> Result<Self, OutError> {
        let tree = if there { scan(out)? } else { Tree::new() };
        Ok(Self { out: out.to_owned(), tree, scope, fates: Mutex::default() })
    }

    /// What becomes of the file at `path`, for which `bytes` were proved.
    pub(super) fn judge(&self, path: &str, bytes: &[u8]) -> Result<Fate, OutError> {
        let path = Path::new(path);
        let below = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !below || path.as_os_str().is_empty() || !self.scope.covers(path) {
            return Err(OutError::Outside(path.into()));
        }
        let (path, fate) = match self.tree.get(path) {
            None => match self.blocked(path) {
                Some(above) => (above, Fate::InTheWay),
                None => (path, Fate::New),
            },
            Some(found) if found.is_file() => (path, self.compared(path, found.len(), bytes)?),
            Some(_) => (path, Fate::InTheWay),
        };
        self.fates.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), fate);
        Ok(fate)
    }

    /// What stands where a folder above `path` belongs.
    fn blocked<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.ancestors().skip(1).find(|above| self.tree.get(*above).is_some_and(|found| !found.is_dir()))
    }

    fn compared(&self, path: &Path, length: u64, bytes: &[u8]) -> Result<Fate, OutError> {
        let full = self.out.join(path);
        let same_length = u64::try_from(bytes.len()).is_ok_and(|ours| ours == length);
        if same_length && fs::read(&full).map_err(PathError::because("read", &full))? == bytes {
            return Ok(Fate::Unchanged);
        }
        Ok(match ownership::of_file(&full).map_err(PathError::because("read", &full))? {
            Header::Intact => Fate::Changed,
            Header::Edited => Fate::Edited,
            Header::Foreign => Fate::InTheWay,
        })
    }

    /// What becomes of everything, now that every proved file was judged.
    pub(super) fn changes(&self) -> Result<Changes, OutError> {
        let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (path, found) in &self.tree {
            if found.is_dir() || fates.contains_key(path) {
                continue;
            }
            if !self.scope.covers(path) {
                fates.insert(path.clone(), Fate::Beyond);
                continue;
            }
            let full = self.out.join(path);
            let header = if found.is_file() {
                ownership::of_file(&full).map_err(PathError::because("read", &full))?
            } else {
                Header::Foreign
            };
            let fate = match header {
                Header::Intact => Fate::Stale,
                Header::Edited => Fate::Edited,
                Header::Foreign => Fate::Foreign,
            };
            fates.insert(path.clone(), fate);
        }
        Ok(Changes(fates))
    }

    /// The folders of `out/` that stay, given the files that will be in it: those that hold one, those that were empty
    /// before, since someone made them so, and those that hold such a folder. What goes is a folder that held nothing
    /// but files of npgen that went.
    pub(super) fn folders_that_stay<'a>(&'a self, files: impl Iterator<Item = &'a Path>) -> BTreeSet<&'a Path> {
        let holding: BTreeSet<&Path> = self.tree.keys().filter_map(|path| path.parent()).collect();
        let empty = self.tree.iter().filter(|(path, found)| found.is_dir() && !holding.contains(path.as_path()));
        let empty = empty.map(|(path, _)| path.as_path());
        let above = files.flat_map(|path| path.ancestors().skip(1)).chain(empty.flat_map(Path::ancestors));
        above.filter(|path| !path.as_os_str().is_empty()).collect()
    }
}
