//! The folders of cases, and what is in them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of all cases of a kind: those below `tests/KIND`, of which there are more than `least`.
pub(crate) fn cases(kind: &str, least: usize) -> Vec<PathBuf> {
    let cases = listed(&root().join("tests").join(kind));
    assert!(cases.len() > least, "the cases were not found");
    cases
}

/// What is in a folder, sorted; nothing where the folder is not there.
pub(crate) fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    paths
}

/// Holds what became of each case against the snapshot `NAME.snap` in its folder.
pub(crate) fn hold_against_snapshots(cases: &[PathBuf], name: &str, made: impl Fn(&Path) -> String) {
    let mut settings = insta::Settings::new();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in cases {
        settings.set_snapshot_path(case);
        settings.bind(|| insta::assert_snapshot!(name, made(case)));
    }
}
