//! The page about live clusters: each of its commands is run, in a cluster as it describes, and prints what it shows.
//!
//! `UPDATE_DOCS=1` writes what they print into the page.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cluster::{Cluster, deployed, namespace, open_policy};

/// What a block with a command starts with.
const FENCE: &str = "```text\n$ ";

/// The page's own intents, which it shows.
const INTENTS: &str = "```toml\n";

#[test]
#[ignore = "needs go and kubectl"]
fn what_the_page_shows_is_real() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/live.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut cluster = Cluster::start();
    cluster.create_all(["shop", "tools"].map(namespace));
    for (number, (namespace, app)) in
        (1..).zip([("shop", "web"), ("shop", "cart"), ("shop", "redis"), ("tools", "jobs")])
    {
        cluster.create_all(deployed(namespace, app, number));
    }
    cluster.create(&open_policy("shop", "let-me-in", "redis"));
    let (_, intents) = page.split_once(INTENTS).expect("the page shows its intents");
    let project = cluster.project(intents.split("```").next().unwrap());
    let shown = said(&page, |command| run(&cluster, &project, command));
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, shown).unwrap();
    } else {
        assert_eq!(page, shown);
    }
}

/// The page with what its commands print.
fn said(page: &str, run: impl Fn(&str) -> String) -> String {
    let mut parts = page.split(FENCE);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut commands = 0;
    for part in parts {
        let (block, rest) = part.split_once("```").expect("a block is closed");
        let command = block.lines().next().unwrap_or_default();
        text.extend([FENCE, command, "\n", &run(command), "```", rest]);
        commands += 1;
    }
    assert!(commands > 5, "{commands} commands");
    text
}

/// What a command prints, and where that is not 0, its exit code.
fn run(cluster: &Cluster, project: &PathBuf, command: &str) -> String {
    let npgen = Path::new(env!("CARGO_BIN_EXE_npgen")).parent().unwrap();
    let path = format!("{}:{}", npgen.display(), env::var("PATH").unwrap_or_default());
    let ran = Command::new("bash")
        .args(["-c", &format!("({command}) 2>&1")])
        .current_dir(project)
        .env("KUBECONFIG", cluster.path("kubeconfig"))
        .env("PATH", path)
        .output()
        .expect("bash runs");
    let text = String::from_utf8(ran.stdout).expect("it prints text");
    match ran.status.code() {
        Some(0) => text,
        code => format!("{text}(exit code {})\n", code.expect("it was not killed")),
    }
}
