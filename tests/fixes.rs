//! A fix is sure: for each patch that a message of `tests/messages/` brings, the project with that patch alone no longer
//! gives the message.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "the test copies its cases, and one that is not there fails it"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use npgen::backend::Kubernetes;
use npgen::cli;
use serde_json::Value;
use tempfile::TempDir;

/// What is found in a project, an object each.
fn findings(project: &Path) -> Vec<Value> {
    let project = project.to_str().expect("a plain path");
    let mut stderr = Vec::new();
    cli::run(["npgen", "--project", project, "--format", "json", "check"], &Kubernetes, &mut Vec::new(), &mut stderr);
    let text = String::from_utf8(stderr).expect("text");
    let objects = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("an object"));
    objects.filter(|object| object.get("rule").is_some()).collect()
}

/// Puts the texts of patches in their places.
fn apply(project: &Path, patches: &[Value]) {
    for patch in patches {
        let path = project.join(patch["path"].as_str().expect("a path"));
        let mut text = fs::read_to_string(&path).expect("the file of the finding");
        let at = |key: &str| usize::try_from(patch[key].as_u64().expect("a place")).expect("a small file");
        text.replace_range(at("start")..at("end"), patch["text"].as_str().expect("a text"));
        fs::write(&path, text).expect("a copy");
    }
}

#[test]
fn every_patch_mends_what_it_is_for() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut counted = 0;
    for case in fs::read_dir(cases).expect("the cases") {
        let case = case.expect("a case").path();
        let before = findings(&case);
        let broken = |found: &[Value]| found.iter().filter(|one| one["rule"] == "toml-syntax").count();
        for finding in &before {
            let patches = finding["patches"].as_array().expect("a list");
            if patches.is_empty() {
                continue;
            }
            let dir = TempDir::new().expect("a folder");
            let copy = dir.path().join("project");
            assert!(Command::new("cp").arg("-r").args([&case, &copy]).status().expect("cp runs").success());
            apply(&copy, patches);
            let is_same = |other: &Value| {
                let place = |of: &Value| (of["labels"][0]["path"].clone(), of["labels"][0]["start"].clone());
                other["message"] == finding["message"] && place(other) == place(finding)
            };
            let left = findings(&copy);
            assert!(!left.iter().any(is_same), "{}: {finding:#}", case.display());
            assert!(broken(&left) <= broken(&before), "{}: {finding:#}", case.display());
            counted += 1;
        }
    }
    assert!(counted > 20, "only {counted} patches were found");
}
