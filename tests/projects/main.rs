//! Real applications: what `init --from` drafts of their manifests, and the finished projects beside the drafts.
//!
//! Each folder has `SOURCE.md` (whose facts the manifests are), `manifests/`, `draft/` (what `npgen init --from
//! manifests` writes, without the schemas), `npgen.toml` and `intents/` (the draft, finished by hand) and `out/` (what a build makes of
//! these). `UPDATE_PROJECTS=1` writes `draft/` and `out/` anew.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The folders.
const PROJECTS: [&str; 3] = ["bank-of-anthos", "online-boutique", "sock-shop"];

fn folder(project: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects").join(project)
}

/// Runs npgen in a folder, and returns what it said.
#[track_caller]
fn npgen(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_npgen")).args(arguments).current_dir(folder).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "npgen {arguments:?} in {}\n{stderr}", folder.display());
    stderr
}

/// All files below a folder, by path.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    files
}

/// Holds a folder of the repository against a new one, or brings it up to date.
#[track_caller]
fn held_against(kept: &Path, new: &Path) {
    let (old, new) = (files(kept), files(new));
    if env::var_os("UPDATE_PROJECTS").is_some() {
        let _ = fs::remove_dir_all(kept);
        for (path, text) in &new {
            fs::create_dir_all(kept.join(path).parent().unwrap()).unwrap();
            fs::write(kept.join(path), text).unwrap();
        }
        return;
    }
    let paths: Vec<&PathBuf> = old.keys().collect();
    assert_eq!(paths, new.keys().collect::<Vec<_>>(), "{}: UPDATE_PROJECTS=1 renews it", kept.display());
    for (path, text) in &new {
        assert_eq!(old.get(path), Some(text), "{}: UPDATE_PROJECTS=1 renews it", kept.join(path).display());
    }
}

/// A new folder with the manifests of a project in it.
fn with_manifests(project: &str) -> TempDir {
    let dir = TempDir::new().unwrap();
    symlink(folder(project).join("manifests"), dir.path().join("manifests")).unwrap();
    dir
}

/// The draft of a project, in a folder of its own.
#[track_caller]
fn drafted(project: &str) -> TempDir {
    let dir = with_manifests(project);
    npgen(dir.path(), &["init", "--from", "manifests"]);
    dir
}

#[test]
fn drafts_are_as_they_are_kept() {
    for project in PROJECTS {
        let dir = drafted(project);
        for beside in ["manifests", "intents.schema.json", "npgen.schema.json"] {
            fs::remove_file(dir.path().join(beside)).unwrap();
        }
        held_against(&folder(project).join("draft"), dir.path());
    }
}

#[test]
fn drafts_build_as_they_are_and_fit_their_manifests() {
    for project in PROJECTS {
        let dir = drafted(project);
        let told = npgen(dir.path(), &["check"]);
        assert!(!told.contains("warning") && !told.contains("believed"), "{project}\n{told}");
        npgen(dir.path(), &["build"]);
    }
}

#[test]
fn finished_projects_build_what_is_kept() {
    for project in PROJECTS {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("out");
        npgen(&folder(project), &["build", "--out", out.to_str().unwrap()]);
        held_against(&folder(project).join("out"), &out);
    }
}

#[test]
fn finished_projects_are_what_their_manifests_say() {
    for project in PROJECTS {
        let told = npgen(&folder(project), &["check"]);
        assert!(!told.contains("warning") && !told.contains("believed"), "{project}\n{told}");
    }
}

/// What the documents show of a draft stands in it.
#[test]
fn documents_show_drafts_as_they_are() {
    let draft = folder("bank-of-anthos").join("draft/intents/bank-of-anthos.toml");
    let draft = fs::read_to_string(draft).unwrap();
    for document in ["README.md", "docs/init.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).unwrap();
        let shown: Vec<&str> = text.split("```").filter(|block| block.starts_with("toml\n# Deployment ")).collect();
        assert_eq!(shown.len(), 1, "{document} shows a part of the draft");
        for block in shown {
            assert!(draft.contains(block.trim_start_matches("toml\n")), "{document} shows another draft:\n{block}");
        }
    }
}
