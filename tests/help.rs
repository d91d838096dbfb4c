//! What `--help` and the README promise: every verb shows examples, and each of them runs, as written, in a shell.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that breaks fails, and this one is about processes"
)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const NPGEN: &str = env!("CARGO_BIN_EXE_npgen");

/// What examples write to or read from, and is no part of npgen, and what stands in for it.
const STRANGERS: [(&str, &str); 5] = [
    ("kpt", FUNCTION),
    ("kustomize", FUNCTION),
    ("helm", "for file in manifests/*; do echo ---; cat $file; done"),
    (
        "kubectl",
        "case $1 in get | kustomize) for file in manifests/*; do echo ---; cat $file; done ;; *) cat > /dev/null ;; esac",
    ),
    ("man", "cat > /dev/null"),
];

/// What calls npgen as a function.
const FUNCTION: &str = "echo '{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}' | npgen krm";

/// The folders of a home that examples write to.
const HOME: [&str; 3] = [".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"];

#[test]
fn every_verb_has_examples_and_all_of_them_run() {
    let mut counted = 0;
    for verb in std::iter::once(String::new()).chain(verbs()) {
        let help = help(&verb);
        let examples = examples(&help);
        assert!(!examples.is_empty(), "`{verb}` has no examples:\n{help}");
        for example in examples {
            run(&example);
            counted += 1;
        }
    }
    assert!(counted > 15, "only {counted} examples were found");
}

#[test]
fn every_command_of_the_readme_runs() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let commands: Vec<&str> = readme.lines().filter(|line| line.starts_with("npgen ") && !line.contains(',')).collect();
    assert!(commands.len() > 3, "{commands:?}");
    for command in commands {
        run(command);
    }
}

/// What `npgen --help` lists.
fn verbs() -> Vec<String> {
    let help = help("");
    let (_, commands) = help.split_once("\nCommands:\n").expect("the list of verbs");
    let (commands, _) = commands.split_once("\n\n").expect("the end of the list");
    let names = commands.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let verbs: Vec<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(verbs.len() > 5, "{verbs:?}");
    verbs
}

fn help(verb: &str) -> String {
    let ran = Command::new(NPGEN).args(Some(verb).filter(|verb| !verb.is_empty())).arg("--help").output();
    String::from_utf8(ran.expect("npgen runs").stdout).expect("text")
}

/// The lines below `Examples:`, each without the words behind it.
fn examples(help: &str) -> Vec<String> {
    let Some((_, below)) = help.split_once("\nExamples:\n") else { return Vec::new() };
    let lines = below.lines().map_while(|line| line.strip_prefix("  "));
    let command = |line: &str| line.split("   ").next().unwrap_or_default().trim_end().to_owned();
    lines.map(command).collect()
}

/// What the project that examples speak of, which is that of this repository, is made of.
const PROJECT: [&str; 3] = ["npgen.toml", "intents", "out"];

/// The folders of manifests that examples speak of.
const MANIFESTS: [&str; 2] = ["deploy", "manifests"];

/// A cluster that was recorded, in the place of a live one.
const CLUSTER: &str = r#"{"apiVersion":"npgen.dev/v1","kind":"ClusterSnapshot","metadata":{"name":"prod"}}
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"frontend-1","namespace":"boutique","labels":{"app":"frontend"},"ownerReferences":[{"kind":"ReplicaSet","name":"frontend","controller":true}]},"spec":{"containers":[{"name":"server"}]},"status":{"phase":"Running","podIP":"10.0.0.1"}}
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"cart-1","namespace":"boutique","labels":{"app":"cartservice"},"ownerReferences":[{"kind":"ReplicaSet","name":"cartservice","controller":true}]},"spec":{"containers":[{"name":"server"}]},"status":{"phase":"Running","podIP":"10.0.0.2"}}
{"apiVersion":"npgen.dev/v1","kind":"ClusterSnapshotEnd","objects":2,"namespaces":[],"leftOut":[],"edited":[]}
"#;

/// What makes the project a repository with a branch that was fetched.
const HISTORY: [&str; 4] = [
    "init --quiet",
    "add --all",
    "-c user.name=npgen -c user.email=npgen@example.com commit --quiet --message=first",
    "update-ref refs/remotes/origin/main HEAD",
];

/// Runs an example in a project, or where there is none yet if it starts one. 1 is a difference, and fine.
fn run(example: &str) {
    let dir = TempDir::new().expect("a folder");
    let home = dir.path().join("home");
    for folder in HOME {
        fs::create_dir_all(home.join(folder)).expect("a new folder");
    }
    let programs = dir.path().join("bin");
    fs::create_dir(&programs).expect("a new folder");
    symlink(NPGEN, programs.join("npgen")).expect("a new link");
    for (stranger, does) in STRANGERS {
        let path = programs.join(stranger);
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).expect("a new file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a new file");
    }
    let project = dir.path().join("project");
    fs::create_dir(&project).expect("a new folder");
    let manifests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/online-boutique/manifests");
    for folder in MANIFESTS {
        symlink(&manifests, project.join(folder)).expect("a new link");
    }
    if !example.contains("npgen init") {
        for name in PROJECT {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            let copied = Command::new("cp").arg("-r").args([&from, &project]).status().expect("cp runs");
            assert!(copied.success(), "{name}");
        }
    }
    if example.contains("--git") {
        for command in HISTORY {
            let ran = Command::new("git").args(command.split(' ')).current_dir(&project).output().expect("git runs");
            assert!(ran.status.success(), "git {command}: {}", String::from_utf8_lossy(&ran.stderr));
        }
    }
    fs::write(project.join("cluster.json"), CLUSTER).expect("a new file");
    // `tests/live` asks a cluster.
    let example = &example.replace("--live", "--replay cluster.json");
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = Command::new("bash")
        .args(["-o", "pipefail", "-c", example])
        .current_dir(&project)
        .env("HOME", &home)
        .env("PATH", format!("{}:{path}", programs.display()))
        .output()
        .expect("bash runs");
    let code = ran.status.code().unwrap_or_else(|| panic!("`{example}` was killed"));
    assert!([0, 1].contains(&code), "`{example}` ends with {code}:\n{}", String::from_utf8_lossy(&ran.stderr));
}
