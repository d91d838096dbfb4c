//! The safe exchange: `out/` becomes what was proved, all of it or nothing.
//!
//! The next tree is built in a folder beside `out/`. Files that changed are written there as they are proved; those
//! that stay, npgen's and others', get a second name there, so that they keep their inode. Then both folders are
//! exchanged in one step, what someone put into the last tree meanwhile is moved to the next, and the last tree is
//! removed. Until that step `out/` is untouched: whatever fails before it leaves `out/` as it was, and the next build
//! clears away what is left of a build that was killed. Nothing is synced to disk: this is safe against a kill, not
//! against a power cut.
//!
//! Kept of what is foreign: files of every kind with their inodes, links, folders with their modes, empty ones
//! included. Not kept: what folders have beyond that, such as their times and extended attributes.

use std::path::Path;
use std::sync::OnceLock;

use super::folder::{Folder, Lock};
use super::scope::Scope;
use super::sibling::Sibling;
use super::state::{Changes, Fate, State};
use super::{OutError, carry};
use crate::host::Shown;

/// The folder `out/`, kept from other builds.
#[derive(Debug)]
pub struct Exchange {
    folder: Folder,
    /// Held until the exchange is dropped.
    _lock: Lock,
}

impl Exchange {
    /// Keeps other builds away from `out`, which need not be there, and mends what one that was killed left behind.
    ///
    /// # Errors
    /// Where `out` is something that can't be exchanged, or another build is running.
    pub fn open(out: &Path) -> Result<Self, OutError> {
        let folder = Folder::new(out)?;
        folder.look()?;
        let lock = folder.lock()?;
        carry::repair(&folder)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Starts the next tree, which differs from the last one within `scope` only.
    ///
    /// # Errors
    /// Where `out` can't be listed.
    pub fn next(&self, scope: Scope) -> Result<Next<'_>, OutError> {
        let there = self.folder.look()?.is_some();
        let state = State::of(&self.folder.out, there, scope)?;
        Ok(Next { folder: &self.folder, state, sibling: OnceLock::new(), failed: OnceLock::new() })
    }
}

/// The next tree, which grows file by file. Dropped before it is finished it leaves nothing behind.
#[derive(Debug)]
pub struct Next<'e> {
    folder: &'e Folder,
    state: State,
    /// Made with the first file that differs: where none does, nothing is touched.
    sibling: OnceLock<Option<Sibling<'e>>>,
    failed: OnceLock<OutError>,
}

impl Next<'_> {
    /// Adds a proved file, `path` being below `out/`. Any thread may; what fails is told by [`Self::finish`].
    pub fn put(&self, path: &str, bytes: &[u8]) {
        if self.failed.get().is_some() {
            return;
        }
        if let Err(error) = self.add(path, bytes) {
            self.fail(error);
        }
    }

    fn add(&self, path: &str, bytes: &[u8]) -> Result<(), OutError> {
        match self.state.judge(path, bytes)? {
            Fate::New | Fate::Changed | Fate::Edited => {
                self.sibling().map_or(Ok(()), |sibling| sibling.write(path, bytes))
            }
            Fate::Unchanged | Fate::Stale | Fate::Foreign | Fate::InTheWay | Fate::Beyond => Ok(()),
        }
    }

    /// The sibling; `None` where it could not be made, which is then what failed.
    fn sibling(&self) -> Option<&Sibling<'_>> {
        self.sibling.get_or_init(|| Sibling::create(self.folder).map_err(|error| self.fail(error)).ok()).as_ref()
    }

    /// Only the first failure is told.
    fn fail(&self, error: OutError) {
        let _ = self.failed.set(error);
    }

    /// Puts the tree, now that it has every proved file, in the place of `out/`. Says what became of each file.
    ///
    /// # Errors
    /// What failed first; `out/` is then as it was, except where the error says otherwise.
    pub fn finish(self) -> Result<Changes, OutError> {
        if let Some(error) = self.failed.into_inner() {
            return Err(error);
        }
        let changes = self.state.changes()?;
        let in_the_way: Vec<Shown> =
            changes.with(Fate::InTheWay).map(|path| self.folder.out.join(path).into()).collect();
        if !in_the_way.is_empty() {
            return Err(OutError::InTheWay(in_the_way));
        }
        if changes.is_empty() {
            return Ok(changes);
        }
        let sibling = match self.sibling.into_inner().flatten() {
            Some(sibling) => sibling,
            // Nothing is new or changed, but something goes.
            None => Sibling::create(self.folder)?,
        };
        let staying = |path: &Path| matches!(changes.get(path), Some(Fate::Unchanged | Fate::Foreign | Fate::Beyond));
        let files = || self.state.tree.iter().filter(|(path, _)| staying(path));
        for (path, found) in files() {
            sibling.link(path, found)?;
        }
        let stay = self.state.folders_that_stay(files().map(|(path, _)| path.as_path()));
        sibling.folders(&stay, &self.state.tree)?;
        sibling.take_place()?;
        Ok(changes)
    }
}
