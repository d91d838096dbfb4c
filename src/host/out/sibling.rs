//! The next tree, built beside `out/`, and how it takes its place.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, chown, symlink};
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::folder::{Folder, there};
use super::scan::Tree;
use super::{OutError, carry};
use crate::host::PathError;

/// The next tree. Dropped before it took the place of `out/`, it is removed.
#[derive(Debug)]
pub(super) struct Sibling<'f> {
    folder: &'f Folder,
    /// What `out/` is; `None` where it is not there.
    out: Option<Metadata>,
    in_place: bool,
}

impl<'f> Sibling<'f> {
    /// Starts an empty tree, having asked whether it could take the place of `out/`.
    pub(super) fn create(folder: &'f Folder) -> Result<Self, OutError> {
        let out = folder.look()?;
        fs::create_dir(&folder.new).map_err(PathError::because("make the folder", &folder.new))?;
        let sibling = Self { folder, out, in_place: false };
        sibling.probe()?;
        Ok(sibling)
    }

    /// Finds out whether `out/` can be renamed at all, without renaming it: it is to take the place of a folder that is
    /// not empty. No system does that. One that could rename `out/` says that the folder is not empty, any other says
    /// what hinders it.
    fn probe(&self) -> Result<(), OutError> {
        if self.out.is_none() {
            return Ok(());
        }
        let Folder { out, new, .. } = self.folder;
        let inside = new.join("probe");
        fs::create_dir(&inside).map_err(PathError::because("make the folder", &inside))?;
        let Err(refused) = fs::rename(out, new) else {
            rename(new, out)?;
            let broken = io::Error::other("its file system replaces folders that are not empty");
            return Err(self.why_not(broken));
        };
        fs::remove_dir(&inside).map_err(PathError::because("remove", &inside))?;
        match refused.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(self.why_not(refused)),
        }
    }

    /// Why `out/` can't be renamed.
    fn why_not(&self, error: io::Error) -> OutError {
        let out = &self.folder.out;
        match error.kind() {
            io::ErrorKind::ResourceBusy => OutError::MountPoint(out.as_path().into()),
            io::ErrorKind::CrossesDevices => OutError::Unmovable(out.as_path().into(), error),
            _ => PathError::because("exchange", out)(error).into(),
        }
    }

    /// Writes a file.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutError> {
        let to = self.folder.new.join(path);
        let mut file = with_parents(&to, || File::create_new(&to)).map_err(PathError::because("make", &to))?;
        Ok(file.write_all(bytes).map_err(PathError::because("write", &to))?)
    }

    /// Takes over a file of `out/` that stays: a second name for it or, where the file system gives none, a copy.
    /// A file that is gone by now is left out.
    pub(super) fn link(&self, path: &Path, found: &Metadata) -> Result<(), OutError> {
        let (from, to) = (self.folder.out.join(path), self.folder.new.join(path));
        match with_parents(&to, || fs::hard_link(&from, &to)) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Err(OutError::MountPoint(from.into())),
            Err(_) if found.is_file() || found.is_symlink() => {
                let copied = with_parents(&to, || copy(&from, &to, found));
                Ok(copied.map_err(PathError::because("copy", &from))?)
            }
            Err(error) => Err(PathError::because("keep", &from)(error).into()),
        }
    }

    /// Makes the folders of `out/` that stay what they were there: `tree` tells their modes and owners.
    pub(super) fn folders(&self, stay: &BTreeSet<&Path>, tree: &Tree) -> Result<(), OutError> {
        for path in stay {
            let to = self.folder.new.join(path);
            fs::create_dir_all(&to).map_err(PathError::because("make the folder", &to))?;
        }
        // From the inside out: nothing more can be put into a folder that must not be written to.
        for path in stay.iter().rev() {
            if let Some(found) = tree.get(*path) {
                be_like(&self.folder.new.join(path), found)?;
            }
        }
        self.out.as_ref().map_or(Ok(()), |found| be_like(&self.folder.new, found))
    }

    /// Puts the tree, which is complete, in the place of `out/`, and clears the last one away.
    ///
    /// Where the two can't be exchanged in one step, `out/` is not there for a moment; a build that is killed then is
    /// repaired by the next one.
    pub(super) fn take_place(mut self) -> Result<(), OutError> {
        let Folder { out, new, whole, old, .. } = self.folder;
        if self.out.is_none() {
            rename(new, out)?;
            self.in_place = true;
            return Ok(());
        }
        rename(new, whole)?;
        match renameat_with(CWD, whole, CWD, out, RenameFlags::EXCHANGE) {
            Ok(()) => {
                self.in_place = true;
                carry::clear(whole, out)
            }
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                rename(out, old)?;
                if let Err(error) = rename(whole, out) {
                    rename(old, out)?;
                    return Err(error);
                }
                self.in_place = true;
                carry::clear(old, out)
            }
            Err(error) => Err(self.why_not(error.into())),
        }
    }
}

impl Drop for Sibling<'_> {
    fn drop(&mut self) {
        if self.in_place {
            return;
        }
        for unused in [&self.folder.new, &self.folder.whole] {
            if matches!(there(unused), Ok(Some(_))) {
                // What can't be removed now is removed by the next build, or told by it.
                let _ = carry::remove(unused);
            }
        }
    }
}

/// Does something to `path` that needs the folders above it, making them where they are not there.
fn with_parents<T>(path: &Path, action: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (action(), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            action()
        }
        (done, _) => done,
    }
}

/// A copy with the mode and the time of the last change, which tells later which of two files is the newer one.
fn copy(from: &Path, to: &Path, found: &Metadata) -> io::Result<()> {
    if found.is_symlink() {
        return symlink(fs::read_link(from)?, to);
    }
    fs::copy(from, to)?;
    File::open(to)?.set_modified(found.modified()?)
}

/// Gives a new folder the owner, as far as the system lets, and the mode of an old one.
pub(super) fn be_like(path: &Path, found: &Metadata) -> Result<(), OutError> {
    let new = fs::symlink_metadata(path).map_err(PathError::because("open", path))?;
    if (new.uid(), new.gid()) != (found.uid(), found.gid()) {
        // Only the superuser may give folders away; for others it becomes theirs, like all that they make.
        let _ = chown(path, Some(found.uid()), Some(found.gid()));
    }
    fs::set_permissions(path, found.permissions()).map_err(PathError::because("set the mode of", path))?;
    Ok(())
}

fn rename(from: &Path, to: &Path) -> Result<(), OutError> {
    Ok(fs::rename(from, to).map_err(PathError::because("rename", from))?)
}
