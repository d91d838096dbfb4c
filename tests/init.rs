//! `npgen init`: what it writes, what it refuses, and that its projects build.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files"
)]

use std::fs;
use std::path::Path;

use npgen::backend::Kubernetes;
use npgen::cli;
use tempfile::TempDir;

/// Runs npgen in this process. Code and both streams, with the folder of the project called `DIR`.
fn npgen(project: &Path, arguments: &[&str]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let folder = project.to_str().unwrap();
    let all = ["npgen", "--project", folder].into_iter().chain(arguments.iter().copied());
    let code = cli::run(all, &Kubernetes, &mut stdout, &mut stderr);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(folder, "DIR");
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(stdout), text(stderr))
}

#[test]
fn an_empty_folder_becomes_a_project_that_builds() {
    let dir = TempDir::new().unwrap();
    let project = dir.path().join("new");
    insta::assert_snapshot!("empty", npgen(&project, &["init"]));
    insta::assert_snapshot!("empty_build", npgen(&project, &["build"]));
    insta::assert_snapshot!("empty_npgen_toml", fs::read_to_string(project.join("npgen.toml")).unwrap());
    insta::assert_snapshot!("empty_example_toml", fs::read_to_string(project.join("intents/example.toml")).unwrap());
}

#[test]
fn what_is_there_is_never_overwritten() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("intents")).unwrap();
    fs::write(dir.path().join("intents/shop.toml"), "namespace = \"shop\"\n").unwrap();
    fs::write(dir.path().join("npgen.toml"), "language = 1\n").unwrap();
    insta::assert_snapshot!("in_the_way", npgen(dir.path(), &["init"]));
    assert_eq!(fs::read_to_string(dir.path().join("npgen.toml")).unwrap(), "language = 1\n");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    assert_eq!(fs::read_dir(dir.path().join("intents")).unwrap().count(), 1);
}
