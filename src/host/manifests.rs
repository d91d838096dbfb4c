//! Reading manifests: every `*.yaml`, `*.yml` and `*.json` below some folders, single files, and stdin.
//!
//! Files of other names are passed over, as is what `walk` passes over; a file that is named itself is read
//! whatever it is called.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::walk::{Longest, ReadError, Walk, text_from, text_of};
use super::{PathError, shown};
use crate::diagnostic::{SourceId, Sources};

/// The path that stands for stdin.
const STDIN: &str = "-";

/// What stdin goes by in messages.
const STDIN_NAME: &str = "<stdin>";

/// Adds the manifests at each of the paths, as seen from `root`, to `sources`; folders in the order of their files.
/// The path `-` is stdin.
///
/// # Errors
/// Everything that can't be read.
pub fn read(root: &Path, paths: &[impl AsRef<Path>], sources: &mut Sources) -> Result<Vec<SourceId>, Vec<ReadError>> {
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for (path, text) in paths.iter().flat_map(|path| texts(root, path.as_ref())) {
        match text {
            Ok(text) => ids.push(sources.add(shown(&path), text)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(ids) } else { Err(errors) }
}

/// Adds a single file to `sources`, whatever it is called.
///
/// # Errors
/// Where it can't be read.
pub fn read_file(path: &Path, sources: &mut Sources) -> Result<SourceId, ReadError> {
    let text = text_of(path, Longest::MANIFEST)?;
    Ok(sources.add(shown(path), text))
}

/// The texts at a path, or why there are none.
fn texts(root: &Path, path: &Path) -> Vec<(PathBuf, Result<String, ReadError>)> {
    if path == Path::new(STDIN) {
        return vec![(
            PathBuf::from(STDIN_NAME),
            text_from(io::stdin().lock(), Path::new(STDIN_NAME), Longest::MANIFEST),
        )];
    }
    let full = root.join(path);
    match fs::metadata(&full) {
        Ok(found) if found.is_dir() => {
            let mut walk = Walk { root: &full, takes: is_manifest, longest: Longest::MANIFEST, found: Vec::new() };
            walk.folder(Path::new(""), &found, &mut Vec::new());
            walk.texts().map(|(below, text)| (path.join(below), text)).collect()
        }
        Ok(_) => vec![(path.to_owned(), text_of(&full, Longest::MANIFEST))],
        Err(error) => vec![(path.to_owned(), Err(PathError::because("open", &full)(error).into()))],
    }
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn read_in(root: &Path, paths: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let mut sources = Sources::default();
        let read = read(root, paths, &mut sources);
        let told = |errors: Vec<ReadError>| {
            let root = format!("{}/", root.display());
            errors.iter().map(|error| super::super::whole_cause(error).replace(&root, "")).collect()
        };
        read.map(|_| sources.iter().map(|(_, source)| source.path.clone()).collect()).map_err(told)
    }

    #[test]
    fn folders_and_files_are_read_in_order() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("deploy/b")).expect("a folder");
        for name in ["deploy/b/z.json", "deploy/b.yml", "deploy/a.yaml", "deploy/notes.txt", "deploy/.hidden.yaml"] {
            fs::write(root.path().join(name), "a: 1\n").expect("a file");
        }
        let all = ["deploy/a.yaml", "deploy/b.yml", "deploy/b/z.json"].map(str::to_owned);
        assert_eq!(read_in(root.path(), &["deploy"]), Ok(all.to_vec()));
        assert_eq!(read_in(root.path(), &["deploy/notes.txt"]), Ok(vec!["deploy/notes.txt".to_owned()]));
        assert_eq!(
            read_in(&root.path().join("deploy"), &["b", "a.yaml"]),
            Ok(vec!["b/z.json".into(), "a.yaml".into()])
        );
    }

    #[test]
    fn everything_that_cannot_be_read_is_told() {
        let root = tempfile::tempdir().expect("a folder");
        let path = |name: &str| root.path().join(name);
        fs::create_dir(path("deploy")).expect("a folder");
        fs::write(path("deploy/binary.json"), b"{}\n\xff").expect("a file");
        fs::create_dir(path("deploy/folder.yaml")).expect("a folder");
        symlink("nowhere.yaml", path("deploy/lost.yaml")).expect("a link");
        symlink(".", path("deploy/loop")).expect("a link");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path("deploy/pipe.yaml"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .expect("a pipe");
        let told = [
            "`deploy/binary.json` is not UTF-8: line 2 holds the byte 0xff",
            "the link `deploy/loop` leads in a circle",
            "the link `deploy/lost.yaml` leads to `nowhere.yaml`, which is not there",
            "`deploy/pipe.yaml` is not a regular file",
            "can't open `missing`: No such file or directory (os error 2)",
        ];
        assert_eq!(read_in(root.path(), &["deploy", "missing"]), Err(told.map(str::to_owned).to_vec()));
    }
}
