//! Changes as a reviewer sees them: each folder under `tests/cases/diff/` has a project or manifests as they were in
//! `before/` and as they are in `after/`, the commands in `run`, one a line, and what they print in the golden
//! `result.snap`.
//!
//! The commands run beside the two folders. The project is in `project/`, a repository whose `HEAD` has what was before,
//! and whose working tree has what is after. `INSTA_UPDATE=always cargo test --test diff` writes the goldens anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::folders::{cases, hold_against_snapshots, listed};
use crate::repository::commit_all;

#[test]
fn every_change_is_shown_as_reviewed() {
    hold_against_snapshots(&cases("cases/diff", 5), "result", result_of);
}

fn result_of(case: &Path) -> String {
    let dir = TempDir::new().expect("there is room");
    let project = dir.path().join("project");
    for side in ["before", "after"] {
        copy(&case.join(side), &dir.path().join(side));
        // What is not there after is gone.
        let intents = project.join("intents");
        if intents.exists() {
            fs::remove_dir_all(intents).expect("the intents as they were");
        }
        copy(&case.join(side), &project);
        if side == "before" {
            commit_all(&project);
        }
    }
    let mut result = String::new();
    for command in fs::read_to_string(case.join("run")).expect("the case has commands").lines() {
        let npgen = Command::new(env!("CARGO_BIN_EXE_npgen"))
            .args(["--project", "project"])
            .args(command.split_whitespace())
            .current_dir(dir.path())
            .output()
            .expect("npgen runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let (stdout, stderr, code) = (text(npgen.stdout), text(npgen.stderr), npgen.status.code().unwrap_or(-1));
        write!(result, "$ npgen {command}\n{stdout}{stderr}exit code {code}\n\n").expect("it is a string");
    }
    result
}

/// Copies a file, or all that is in a folder; what is not there is nothing.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("there is room");
        for path in listed(from) {
            copy(&path, &to.join(path.file_name().expect("it has a name")));
        }
    } else if from.exists() {
        fs::copy(from, to).expect("it can be copied");
    }
}
