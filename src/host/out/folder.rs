//! The folder `out/` and its neighbours.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::OutError;
use crate::host::PathError;

/// Where `out/` is, and what the folders beside it are called while it is exchanged. All are on its file system.
#[derive(Debug)]
pub(super) struct Folder {
    /// `out/` itself.
    pub(super) out: PathBuf,
    /// The folder in which it lies.
    pub(super) parent: PathBuf,
    /// The next tree while it is built: incomplete, may be thrown away at any time.
    pub(super) new: PathBuf,
    /// A whole tree: the next one right before the exchange, the last one after it.
    pub(super) whole: PathBuf,
    /// The last tree, where the two could not be exchanged in one step.
    pub(super) old: PathBuf,
}

impl Folder {
    /// The names around `out`.
    pub(super) fn new(out: &Path) -> Result<Self, OutError> {
        let (Some(name), Some(parent)) = (out.file_name(), out.parent()) else {
            return Err(OutError::NoName(out.into()));
        };
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let beside = |what: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(what);
            parent.join(hidden)
        };
        Ok(Self {
            // Without a slash at its end, which would follow a link.
            out: out.with_file_name(name),
            parent: parent.to_owned(),
            new: beside(".npgen-new"),
            whole: beside(".npgen-whole"),
            old: beside(".npgen-old"),
        })
    }

    /// What `out` is; `None` where it is not there.
    ///
    /// # Errors
    /// Where it is something that can't be exchanged: a link, a file, a mount point.
    pub(super) fn look(&self) -> Result<Option<Metadata>, OutError> {
        let Some(found) = there(&self.out)? else { return Ok(None) };
        if found.is_symlink() {
            let target = fs::read_link(&self.out).map_err(PathError::because("read", &self.out))?;
            return Err(OutError::Link { out: self.out.as_path().into(), target: target.into() });
        }
        if !found.is_dir() {
            return Err(OutError::NotFolder(self.out.as_path().into()));
        }
        let parent = fs::metadata(&self.parent).map_err(PathError::because("open", &self.parent))?;
        if found.dev() != parent.dev() {
            return Err(OutError::MountPoint(self.out.as_path().into()));
        }
        Ok(Some(found))
    }

    /// Keeps other builds away until the lock is dropped, or the program ends however it does.
    ///
    /// The lock is on the folder in which `out` lies, so that no file has to be left there for it: two builds into two
    /// folders that lie side by side keep each other away too. Network file systems keep it to one machine.
    pub(super) fn lock(&self) -> Result<Lock, OutError> {
        let parent = File::open(&self.parent).map_err(PathError::because("open", &self.parent))?;
        match parent.try_lock() {
            Ok(()) => Ok(Lock(parent)),
            Err(TryLockError::WouldBlock) => Err(OutError::Busy(self.parent.as_path().into())),
            Err(TryLockError::Error(error)) => Err(PathError::because("lock", &self.parent)(error).into()),
        }
    }
}

/// What keeps other builds away.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    /// Gives the lock back at once. Closing the file alone would leave it to a process that another thread is just
    /// starting, which holds a copy of the file for a moment.
    fn drop(&mut self) {
        // A lock that can't be given back goes with the file.
        let _ = self.0.unlock();
    }
}

/// What is at a path, links not followed; `None` where nothing is.
pub(super) fn there(path: &Path) -> Result<Option<Metadata>, OutError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        // A file stands where a folder above it would have to be.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(PathError::because("open", path)(error).into()),
    }
}
