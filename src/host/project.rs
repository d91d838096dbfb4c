//! Reading a project: `npgen.toml`, and every `*.toml` below `intents/`.
//!
//! Files and folders whose name starts with a dot are passed over: editors and version control keep theirs there.
//! So is every file that is not called `*.toml`. Links are followed. The order is that of the paths' bytes, whatever
//! order the file system gives.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::{PathError, Shown, shown};
use crate::diagnostic::{SourceId, Sources};

/// The file that describes the project.
const PROJECT_FILE: &str = "npgen.toml";

/// The folder of the intent files.
const INTENTS: &str = "intents";

/// The longest file that is read, in bytes. Places count bytes in 32 bits, and nobody writes a gigabyte by hand.
const LONGEST_FILE: u64 = 1 << 30;

/// The files of a project, read.
#[derive(Debug)]
pub struct Project {
    /// All texts.
    pub sources: Sources,
    /// `npgen.toml`, where there is one.
    pub project: Option<SourceId>,
    /// The intent files, sorted by path; empty where there is none.
    pub intents: Vec<SourceId>,
}

/// Why one file or folder of a project can't be read.
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
    #[error("`{0}` is longer than 1 GiB")]
    TooLong(Shown),
}

/// Reads the project in the folder `root`.
///
/// # Errors
/// Everything that can't be read, sorted by path.
pub fn read(root: &Path) -> Result<Project, Vec<ReadError>> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(vec![ReadError::NotFolder(root.into())]),
        Err(error) => return Err(vec![PathError::because("open the project", root)(error).into()]),
    }
    let mut walk = Walk { root, found: Vec::new() };
    walk.project_file();
    walk.intents();
    // Not as paths, which are ordered by their parts, so that `a/b` would come before `a.toml`.
    walk.found.sort_by(|(left, _), (right, _)| left.as_os_str().as_bytes().cmp(right.as_os_str().as_bytes()));

    let mut project = Project { sources: Sources::default(), project: None, intents: Vec::new() };
    let mut errors = Vec::new();
    for (path, text) in walk.found {
        let text = match text.and_then(|()| text_of(&root.join(&path))) {
            Ok(text) => text,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let id = project.sources.add(shown(&path), text);
        if path == Path::new(PROJECT_FILE) {
            project.project = Some(id);
        } else {
            project.intents.push(id);
        }
    }
    if errors.is_empty() { Ok(project) } else { Err(errors) }
}

/// The search for the files.
struct Walk<'a> {
    root: &'a Path,
    /// What was found, by path below the root: to be read, or why it can't be.
    found: Vec<(PathBuf, Result<(), ReadError>)>,
}

impl Walk<'_> {
    fn project_file(&mut self) {
        let path = PathBuf::from(PROJECT_FILE);
        let found = match self.look(&path) {
            Ok(None) => return,
            Ok(Some(_)) => Ok(()),
            Err(error) => Err(error),
        };
        self.found.push((path, found));
    }

    fn intents(&mut self) {
        let path = PathBuf::from(INTENTS);
        match self.look(&path) {
            Ok(None) => {}
            Ok(Some(found)) if found.is_dir() => self.folder(&path, &found, &mut Vec::new()),
            Ok(Some(_)) => self.fail(&path, ReadError::NotFolder(self.root.join(&path).into())),
            Err(error) => self.fail(&path, error),
        }
    }

    /// Goes through a folder. `above` holds device and number of the folders it lies in: a link to one of them, or to
    /// the folder itself, would never end.
    fn folder(&mut self, path: &Path, found: &Metadata, above: &mut Vec<(u64, u64)>) {
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
            Ok(Some(_)) if is_toml(&path) => self.found.push((path, Ok(()))),
            // Another kind of file, or gone since the folder was listed.
            Ok(_) => {}
            Err(error) => self.fail(&path, error),
        }
    }

    /// What is at a path, links followed; `None` where nothing is.
    fn look(&self, path: &Path) -> Result<Option<Metadata>, ReadError> {
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

    fn fail(&mut self, path: &Path, error: ReadError) {
        self.found.push((path.to_owned(), Err(error)));
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// The text of one file.
fn text_of(path: &Path) -> Result<String, ReadError> {
    // Asked before it is opened: opening a pipe would wait for someone to write into it.
    if !fs::metadata(path).map_err(PathError::because("read", path))?.is_file() {
        return Err(ReadError::NotFile(path.into()));
    }
    let file = File::open(path).map_err(PathError::because("read", path))?;
    let mut bytes = Vec::new();
    file.take(LONGEST_FILE + 1).read_to_end(&mut bytes).map_err(PathError::because("read", path))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST_FILE) {
        return Err(ReadError::TooLong(path.into()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count();
        ReadError::NotUtf8 { path: path.into(), line, byte: error.as_bytes().get(good).copied().unwrap_or_default() }
    })
}
