//! `npgen doctor`: what it says of clusters of many kinds, and that the profile which it prints holds.
//!
//! The clusters in `tests/doctor/` have the DaemonSets, services and labels of the manifests of each kind of cluster, as
//! far as a snapshot keeps them.

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

/// Exit code and both streams.
fn npgen(arguments: &[&str]) -> (u8, String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = cli::run(["npgen"].iter().chain(arguments), &Kubernetes, &mut stdout, &mut stderr);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (code, text(stdout), text(stderr))
}

fn doctor(snapshot: &Path, more: &[&str]) -> (u8, String, String) {
    // A folder without a project, so that it does not matter where the tests run.
    let dir = TempDir::new().unwrap();
    let (project, snapshot) = (dir.path().to_str().unwrap(), snapshot.to_str().unwrap());
    npgen(&[&["--project", project, "doctor", "--replay", snapshot], more].concat())
}

fn json(snapshot: &Path) -> serde_json::Value {
    serde_json::from_str(&doctor(snapshot, &["--output", "json"]).1).unwrap()
}

#[test]
fn clusters_of_many_kinds_are_told_apart() {
    insta::glob!("doctor/*.json", |path| {
        let (code, stdout, stderr) = doctor(path, &[]);
        let json = serde_json::to_string_pretty(&json(path)).unwrap();
        let told = format!("exit code {code}\n--- stdout\n{stdout}--- stderr\n{stderr}--- json\n{json}\n");
        insta::assert_snapshot!(told);
    });
}

/// A graph that asks for names, and leads to the world outside.
const GRAPH: &str = r#"
namespace = "shop"

[services.web]
pods  = { app = "web" }
ports = { http = 8080 }
calls = ["stripe"]

[externals.stripe]
cidr  = ["198.51.100.0/24"]
ports = [443]
"#;

/// An edge to the API server, where the engine lets one be.
const TO_API_SERVER: &str = r#"
[services.operator]
pods  = { app = "operator" }
calls = ["@kube-apiserver"]
"#;

#[test]
fn the_profile_is_one_that_builds() {
    insta::glob!("doctor/*.json", |path| {
        let profile = json(path)["profile"].as_str().unwrap().to_owned();
        let leads_there = profile.contains("\nkube-apiserver") && !profile.contains("# kube-apiserver");
        let graph = format!("{GRAPH}{}", if leads_there { TO_API_SERVER } else { "" });
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("intents")).unwrap();
        fs::write(dir.path().join("npgen.toml"), format!("language = 1\n\n{profile}")).unwrap();
        fs::write(dir.path().join("intents/shop.toml"), graph).unwrap();
        let (code, _, stderr) = npgen(&["--project", dir.path().to_str().unwrap(), "build"]);
        assert_eq!(code, 0, "{}:\n{profile}\n{stderr}", path.display());
    });
}

#[test]
fn only_where_nothing_enforces_policies_the_exit_code_is_1() {
    let code = |name: &str| doctor(&Path::new("tests/doctor").join(name), &[]).0;
    for name in ["flannel.json", "eks.json"] {
        assert_eq!(code(name), 1, "{name}");
    }
    for name in ["empty.json", "eks-with-agent.json", "kind.json", "k3s.json", "partial.json", "canal.json"] {
        assert_eq!(code(name), 0, "{name}");
    }
}

#[test]
fn a_part_of_a_cluster_is_not_looked_at() {
    let dir = TempDir::new().unwrap();
    let part = dir.path().join("cluster.json");
    let whole = fs::read_to_string("tests/doctor/kind.json").unwrap();
    fs::write(&part, whole.replace(r#""namespaces":[]"#, r#""namespaces":["shop"]"#)).unwrap();
    let (code, stdout, stderr) = doctor(&part, &[]);
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    assert!(stderr.contains("expected the whole cluster"), "{stderr}");
    let (code, _, stderr) = npgen(&["doctor"]);
    assert_eq!(code, 2, "{stderr}");
}
