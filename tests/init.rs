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

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
";

#[test]
fn a_draft_is_made_of_manifests() {
    let dir = folder(&[("deploy/web.yaml", WEB)]);
    let from = dir.path().join("deploy");
    insta::assert_snapshot!(
        "draft",
        npgen(dir.path(), &["init", "--from", from.to_str().unwrap(), "--namespace", "shop"])
    );
    let text = fs::read_to_string(dir.path().join("intents/shop.toml")).unwrap();
    assert!(text.contains("[services.web]\nports = { http = 8080 }\n"), "{text}");
    let text = fs::read_to_string(dir.path().join("npgen.toml")).unwrap();
    assert!(text.contains("manifests = [\"deploy\"]\n"), "{text}");
}

#[test]
fn a_draft_of_nothing_says_why_and_writes_nothing() {
    let job = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system, labels: {a: b}}\nspec: {containers: []}\n";
    for (name, files) in [
        ("no_manifests", [("README.md", "#")]),
        ("nothing_runs", [("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")]),
        ("only_the_system", [("a.yaml", job)]),
        ("only_templates", [("web.yaml", "{{- if .Values.web }}\nkind: Deployment\n{{- end }}\n")]),
        ("unreadable_manifests", [("a.yaml", "a: [")]),
    ] {
        let dir = folder(&files);
        let project = dir.path().join("new");
        let said = npgen(&project, &["init", "--from", dir.path().to_str().unwrap()]);
        insta::assert_snapshot!(name, said.replace(dir.path().to_str().unwrap(), "FROM"));
        assert!(!project.exists());
    }
}

#[test]
fn a_draft_is_not_written_over_a_project() {
    let dir = folder(&[("deploy/web.yaml", WEB), ("intents/shop.toml", "namespace = \"shop\"\n")]);
    let from = dir.path().join("deploy");
    insta::assert_snapshot!("draft_in_the_way", npgen(dir.path(), &["init", "--from", from.to_str().unwrap()]));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
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
