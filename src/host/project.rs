//! Reading a project: `npgen.toml`, and every `*.toml` below the folder of the intents.
//!
//! Files of other names are passed over, as is what `walk` passes over.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::walk::{Longest, ReadError, Walk};
use super::{PathError, shown};
use crate::diagnostic::{SourceId, Sources};

/// The file that describes the project.
const PROJECT_FILE: &str = "npgen.toml";

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

/// Reads the project in the folder `root`. `intents` says which folder below it holds the intents, by the text of
/// `npgen.toml`, which is empty where there is none.
///
/// # Errors
/// Everything that can't be read, sorted by path.
pub fn read(root: &Path, intents: impl Fn(&str) -> String) -> Result<Project, Vec<ReadError>> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(vec![ReadError::NotFolder(root.into())]),
        Err(error) => return Err(vec![PathError::because("open the project", root)(error).into()]),
    }
    let mut walk = Walk { root, takes: is_toml, longest: Longest::TOML, found: Vec::new() };
    project_file(&mut walk);
    let mut project = Project { sources: Sources::default(), project: None, intents: Vec::new() };
    let mut errors = Vec::new();
    let mut files: Vec<_> = walk.texts().collect();
    let text = files.first().and_then(|(_, text)| text.as_deref().ok()).unwrap_or_default();
    let mut walk = Walk { root, takes: is_toml, longest: Longest::TOML, found: Vec::new() };
    intent_files(&mut walk, Path::new(&intents(text)));
    files.extend(walk.texts());
    files.sort_by(|(left, _), (right, _)| left.as_os_str().as_bytes().cmp(right.as_os_str().as_bytes()));
    for (path, text) in files {
        let text = match text {
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

/// Adds `npgen.toml` of the project in the folder `root` to `sources`; `None` where there is none.
///
/// # Errors
/// Where it can't be read.
pub fn settings(root: &Path, sources: &mut Sources) -> Result<Option<SourceId>, ReadError> {
    let mut walk = Walk { root, takes: is_toml, longest: Longest::TOML, found: Vec::new() };
    project_file(&mut walk);
    let Some((path, text)) = walk.texts().next() else { return Ok(None) };
    Ok(Some(sources.add(shown(&path), text?)))
}

fn project_file(walk: &mut Walk<'_>) {
    let path = PathBuf::from(PROJECT_FILE);
    let found = match walk.look(&path) {
        Ok(None) => return,
        Ok(Some(_)) => Ok(()),
        Err(error) => Err(error),
    };
    walk.found.push((path, found));
}

fn intent_files(walk: &mut Walk<'_>, path: &Path) {
    match walk.look(path) {
        Ok(None) => {}
        Ok(Some(found)) if found.is_dir() => walk.folder(path, &found, &mut Vec::new()),
        Ok(Some(_)) => walk.fail(path, ReadError::NotFolder(walk.root.join(path).into())),
        Err(error) => walk.fail(path, error),
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}
