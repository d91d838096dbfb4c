//! The graph against itself as it was: `npgen diff --git`.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::repository::{BEFORE, commit_all, git};

const AFTER: &str = r#"
namespace = "shop"

[services.web]
calls = [{ to = "cart", why = "what is in it" }, { to = "@internet:443", why = "pictures" }]

[services.cart]
ports = { http = 8081 }
"#;

/// A repository with a project in the folder `deploy`, committed as it was before.
fn repository() -> TempDir {
    let dir = TempDir::new().expect("a folder");
    let intents = dir.path().join("deploy/intents");
    fs::create_dir_all(&intents).expect("a folder");
    fs::write(intents.join("shop.toml"), BEFORE).expect("a file");
    commit_all(dir.path());
    dir
}

fn write_after(repository: &Path) {
    fs::write(repository.join("deploy/intents/shop.toml"), AFTER).expect("a file");
}

/// The exit code, and both streams.
fn diff(repository: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let npgen = Command::new(env!("CARGO_BIN_EXE_npgen"))
        .args(["--project", "deploy", "diff"])
        .args(arguments)
        .current_dir(repository)
        .output()
        .expect("npgen runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (npgen.status.code(), text(npgen.stdout), text(npgen.stderr))
}

#[test]
fn the_graph_is_compared_with_itself_as_it_was() {
    let repository = repository();
    let (code, same, _) = diff(repository.path(), &["--git", "HEAD"]);
    assert_eq!((code, same.lines().count()), (Some(0), 2), "{same}");
    write_after(repository.path());
    let (code, differs, errors) = diff(repository.path(), &["--git", "main"]);
    assert_eq!((code, &*errors), (Some(1), ""));
    insta::assert_snapshot!(differs);
}

#[test]
fn the_repository_is_left_as_it_is() {
    let repository = repository();
    write_after(repository.path());
    git(repository.path(), &["add", "--all"]);
    fs::write(repository.path().join("new"), "").expect("a file");
    let status = || {
        let ran = Command::new("git").arg("-C").arg(repository.path()).args(["status", "--porcelain"]).output();
        String::from_utf8(ran.expect("git runs").stdout).expect("text")
    };
    let before = status();
    assert_eq!(diff(repository.path(), &["--git", "HEAD"]).0, Some(1));
    assert_eq!((before, 2), (status(), status().lines().count()));
}

#[test]
fn only_the_changes_that_are_asked_for_fail() {
    let repository = repository();
    write_after(repository.path());
    // The port of the cart is another one, and the internet is open.
    for (changes, code) in [("opened", 1), ("widened", 1), ("closed", 1), ("any", 1)] {
        assert_eq!(diff(repository.path(), &["--git", "HEAD", "--fail-on", changes]).0, Some(code), "{changes}");
    }
    let only_internet = AFTER.replace("8081", "8080");
    fs::write(repository.path().join("deploy/intents/shop.toml"), only_internet).expect("a file");
    for (changes, code) in [("opened", 1), ("widened", 1), ("closed", 0), ("any", 1)] {
        assert_eq!(diff(repository.path(), &["--git", "HEAD", "--fail-on", changes]).0, Some(code), "{changes}");
    }
}

#[test]
fn a_revision_that_is_not_there_is_an_error_with_the_way_out() {
    let repository = repository();
    let (code, out, errors) = diff(repository.path(), &["--git", "nowhere"]);
    assert_eq!((code, &*out, &*errors), (Some(2), "", "error: there is no revision `nowhere`\n"));
    // What looks like an option is none.
    assert_eq!(diff(repository.path(), &["--git=--all"]).0, Some(2));

    write_after(repository.path());
    git(repository.path(), &["commit", "--quiet", "--all", "--message=after"]);
    let shallow = TempDir::new().expect("a folder");
    let from = format!("file://{}", repository.path().display());
    git(shallow.path(), &["clone", "--quiet", "--depth=1", &from, "clone"]);
    let (code, _, errors) = diff(&shallow.path().join("clone"), &["--git", "HEAD~1"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        errors,
        "error: there is no revision `HEAD~1` in this shallow clone: `git fetch --unshallow`, or `git fetch --depth=1 \
         origin HEAD~1`\n"
    );
}

#[test]
fn a_project_without_a_history_is_an_error() {
    let repository = repository();
    fs::remove_dir_all(repository.path().join(".git")).expect("a repository");
    let (code, out, errors) = diff(repository.path(), &["--git", "HEAD"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(
        errors.starts_with("error: `git rev-parse --show-toplevel` failed: fatal: not a git repository"),
        "{errors}"
    );
}

#[test]
fn a_project_that_was_not_there_is_an_error() {
    let repository = repository();
    git(repository.path(), &["mv", "deploy", "moved"]);
    git(repository.path(), &["commit", "--quiet", "--message=moved"]);
    fs::rename(repository.path().join("moved"), repository.path().join("deploy")).expect("a folder");
    let (code, out, errors) = diff(repository.path(), &["--git", "HEAD"]);
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(errors.starts_with("error: `git read-tree` failed: "), "{errors}");
}
