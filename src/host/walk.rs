//! Reading the files below a folder.
//!
//! Files and folders whose name starts with a dot are passed over: editors and version control keep theirs there.
//! Links are followed. The order is that of the paths' bytes, whatever order the file system gives.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::{PathError, Shown};

/// How long a file may be, in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Longest(u64);

impl Longest {
    /// Of a manifest, which may be all that a cluster has. Places count bytes in 32 bits.
    pub(super) const MANIFEST: Self = Self(1024);

    /// Of a file of the project. A million edges fit, and a file that is none at all does not take all memory: a parser
    /// of TOML needs seventy bytes for one of nonsense.
    pub(super) const TOML: Self = Self(64);

    /// Of a template, which is held in memory and rendered several times.
    pub(super) const TEMPLATE: Self = Self(1);

    const fn bytes(self) -> u64 {
        self.0 << 20
    }
}

/// Why one file or folder can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A link whose target is not there.
    #[error("the link `{path}` leads to `{target}`, which is not there")]
    BrokenLink {
        /// The link.
        path: Shown,
        /// What it says.
        target: Shown,
    },
    /// A link to a folder in which it lies itself.
    #[error("the link `{0}` leads in a circle")]
    Circle(Shown),
    /// Something else than a folder where one belongs.
    #[error("`{0}` is not a folder")]
    NotFolder(Shown),
    /// Something else than a file where one belongs: a folder, a pipe, a device.
    #[error("`{0}` is not a regular file")]
    NotFile(Shown),
    /// A file that is not text.
    #[error("`{path}` is not UTF-8: line {line} holds the byte 0x{byte:02x}")]
    NotUtf8 {
        /// The file.
        path: Shown,
        /// The line, counted from 1.
        line: usize,
        /// The first byte that is wrong.
        byte: u8,
    },
    /// A file that is too long to be read.
    #[error("`{path}` is longer than {mebibytes} MiB")]
    TooLong {
        /// The file.
        path: Shown,
        /// How long it may be.
        mebibytes: u64,
    },
}

/// A search for files below a folder.
pub(super) struct Walk<'a> {
    pub(super) root: &'a Path,
    /// Which files are taken.
    pub(super) takes: fn(&Path) -> bool,
    /// How long they may be.
    pub(super) longest: Longest,
    /// What was found, by path below the root: to be read, or why it can't be.
    pub(super) found: Vec<(PathBuf, Result<(), ReadError>)>,
}

impl Walk<'_> {
    /// The texts of what was found, or why there is none, sorted by path.
    pub(super) fn texts(mut self) -> impl Iterator<Item = (PathBuf, Result<String, ReadError>)> {
        // Not as paths, which are ordered by their parts, so that `a/b` would come before `a.toml`.
        self.found.sort_by(|(left, _), (right, _)| left.as_os_str().as_bytes().cmp(right.as_os_str().as_bytes()));
        let Self { root, longest, found, .. } = self;
        found.into_iter().map(move |(path, found)| {
            let text = found.and_then(|()| text_of(&root.join(&path), longest));
            (path, text)
        })
    }

    /// Goes through a folder. `above` holds device and number of the folders it lies in: a link to one of them, or to
    /// the folder itself, would never end.
    pub(super) fn folder(&mut self, path: &Path, found: &Metadata, above: &mut Vec<(u64, u64)>) {
        let identity = (found.dev(), found.ino());
        if above.contains(&identity) {
            return self.fail(path, ReadError::Circle(self.root.join(path).into()));
        }
        above.push(identity);
        let full = self.root.join(path);
        match fs::read_dir(&full).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries.iter().for_each(|entry| self.entry(path.join(entry.file_name()), above)),
            Err(error) => self.fail(path, PathError::because("list", &full)(error).into()),
        }
        above.pop();
    }

    fn entry(&mut self, path: PathBuf, above: &mut Vec<(u64, u64)>) {
        if path.file_name().is_some_and(|name| name.as_bytes().starts_with(b".")) {
            return;
        }
        match self.look(&path) {
            Ok(Some(found)) if found.is_dir() => self.folder(&path, &found, above),
            Ok(Some(_)) if (self.takes)(&path) => self.found.push((path, Ok(()))),
            // Another kind of file, or gone since the folder was listed.
            Ok(_) => {}
            Err(error) => self.fail(&path, error),
        }
    }

    /// What is at a path, links followed; `None` where nothing is.
    pub(super) fn look(&self, path: &Path) -> Result<Option<Metadata>, ReadError> {
        let full = self.root.join(path);
        match fs::metadata(&full) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(&full) {
                Ok(target) => Err(ReadError::BrokenLink { path: full.into(), target: target.into() }),
                Err(_) => Ok(None),
            },
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                Err(ReadError::Circle(full.into()))
            }
            Err(error) => Err(PathError::because("open", &full)(error).into()),
        }
    }

    pub(super) fn fail(&mut self, path: &Path, error: ReadError) {
        self.found.push((path.to_owned(), Err(error)));
    }
}

/// The text of one file.
pub(super) fn text_of(path: &Path, longest: Longest) -> Result<String, ReadError> {
    // Asked before it is opened: opening a pipe would wait for someone to write into it.
    let metadata = fs::metadata(path).map_err(PathError::because("read", path))?;
    if !metadata.is_file() {
        return Err(ReadError::NotFile(path.into()));
    }
    let file = File::open(path).map_err(PathError::because("read", path))?;
    text(file, metadata.len(), path, longest)
}

/// The text of what is read from a file or stream that goes by the name of `path`.
pub(super) fn text_from(from: impl io::Read, path: &Path, longest: Longest) -> Result<String, ReadError> {
    text(from, 0, path, longest)
}

/// The text of what is read, of which so many bytes are expected.
fn text(from: impl io::Read, expected: u64, path: &Path, longest: Longest) -> Result<String, ReadError> {
    let room = usize::try_from(expected.min(longest.bytes())).unwrap_or_default();
    let mut bytes = Vec::with_capacity(room);
    from.take(longest.bytes() + 1).read_to_end(&mut bytes).map_err(PathError::because("read", path))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > longest.bytes()) {
        return Err(ReadError::TooLong { path: path.into(), mebibytes: longest.0 });
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count();
        ReadError::NotUtf8 { path: path.into(), line, byte: error.as_bytes().get(good).copied().unwrap_or_default() }
    })
}
