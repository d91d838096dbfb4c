//! New files for a project: all of them, or none, and never over what is there.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{PathError, Shown};

/// Why a project could not be started.
#[derive(Debug, thiserror::Error)]
pub enum FreshError {
    /// Something is already where files would go.
    #[error("`{0}` is in the way")]
    InTheWay(Shown),
    /// The operating system refused.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// Writes files below `root`, which is made where it is not there, and so are their folders.
///
/// `reserved` are folders below `root` that must be empty, if they are there. Whatever goes wrong, what was made is
/// removed again.
///
/// # Errors
/// Everything that is in the way, sorted; or the first thing that failed.
pub fn write_new(root: &Path, reserved: &[&str], files: &[(&str, &str)]) -> Result<(), Vec<FreshError>> {
    let targets = files.iter().map(|(path, _)| root.join(path));
    let mut in_the_way: Vec<PathBuf> = targets.filter(|path| fs::symlink_metadata(path).is_ok()).collect();
    for folder in reserved {
        let path = root.join(folder);
        match fs::read_dir(&path).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ if in_the_way.iter().any(|below| below.starts_with(&path)) => {}
            _ => in_the_way.push(path),
        }
    }
    if !in_the_way.is_empty() {
        in_the_way.sort();
        return Err(in_the_way.into_iter().map(|path| FreshError::InTheWay(path.into())).collect());
    }
    let mut made = Made::default();
    for (path, text) in files {
        made.file(&root.join(path), text).map_err(|error| vec![error.into()])?;
    }
    made.paths.clear();
    Ok(())
}

/// What was made so far. Dropped before all is well, it is removed.
#[derive(Default)]
struct Made {
    paths: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, text: &str) -> Result<(), PathError> {
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        let mut file = File::create_new(path).map_err(PathError::because("make", path))?;
        self.paths.push(path.to_owned());
        file.write_all(text.as_bytes()).map_err(PathError::because("write", path))
    }

    fn folder(&mut self, path: &Path) -> Result<(), PathError> {
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(above) = path.parent() {
            self.folder(above)?;
        }
        fs::create_dir(path).map_err(PathError::because("make the folder", path))?;
        self.paths.push(path.to_owned());
        Ok(())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // What can't be removed stays: the error that led here is told.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(root: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_written_with_their_folders() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("new/project");
        write_new(&root, &["intents"], &[("npgen.toml", "a"), ("intents/x.toml", "b")]).unwrap();
        assert_eq!(fs::read_to_string(root.join("intents/x.toml")).unwrap(), "b");
    }

    #[test]
    fn nothing_is_written_where_anything_is_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("b"), "mine").unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("c")).unwrap();
        fs::create_dir(dir.path().join("intents")).unwrap();
        fs::write(dir.path().join("intents/mine.toml"), "").unwrap();
        let wrong = write_new(dir.path(), &["intents"], &[("a", ""), ("b", ""), ("c", "")]).unwrap_err();
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        let shown = |name: &str| format!("`{}` is in the way", dir.path().join(name).display());
        assert_eq!(wrong, [shown("b"), shown("c"), shown("intents")]);
        assert_eq!(listed(dir.path()), ["b", "c", "intents"]);
        assert_eq!(fs::read_to_string(dir.path().join("b")).unwrap(), "mine");
    }

    #[test]
    fn what_was_made_is_removed_when_something_fails() {
        let dir = tempfile::tempdir().unwrap();
        let wrong = write_new(dir.path(), &[], &[("x/a", ""), ("x/a/b", "")]).unwrap_err();
        assert_eq!(wrong.len(), 1);
        assert!(listed(dir.path()).is_empty());
    }
}
