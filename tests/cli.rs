//! The command line: arguments in; exit code, stdout and stderr out.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use npgen::backend::Kubernetes;
use npgen::cli;
use tempfile::TempDir;

const SHOP: &str = r#"
namespace = "shop"

[services.web]
calls = [{ to = "cart", why = "the basket" }]

[services.cart]
ports = [7070]
"#;

/// A project with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Runs npgen in this process. Code and both streams, with the folder of the project called `DIR`.
fn npgen(dir: &Path, arguments: &[&str]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let project = dir.to_str().unwrap();
    let all = ["npgen", "--project", project].into_iter().chain(arguments.iter().copied());
    let code = cli::run(all, &Kubernetes, &mut stdout, &mut stderr);
    shown(dir, code.into(), &stdout, &stderr)
}

fn shown(dir: &Path, code: i32, stdout: &[u8], stderr: &[u8]) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(dir.to_str().unwrap(), "DIR");
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(stdout), text(stderr))
}

#[test]
fn help_and_version_are_data() {
    let nowhere = Path::new("nowhere");
    insta::assert_snapshot!("help", npgen(nowhere, &["--help"]));
    insta::assert_snapshot!("help_build", npgen(nowhere, &["build", "--help"]));
    insta::assert_snapshot!("help_check", npgen(nowhere, &["check", "--help"]));
    let version = npgen(nowhere, &["--version"]);
    assert_eq!(version, format!("exit code 0\n--- stdout\nnpgen {}\n--- stderr\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn usage_errors_exit_with_2() {
    let nowhere = Path::new("nowhere");
    insta::assert_snapshot!("usage_unknown_verb", npgen(nowhere, &["biuld"]));
    insta::assert_snapshot!("usage_conflict", npgen(nowhere, &["build", "--stdout", "--check"]));
    insta::assert_snapshot!("usage_no_verb", npgen(nowhere, &[]));
}

#[test]
fn what_cannot_be_read_is_told_all_at_once() {
    let dir = project(&[("intents/good.toml", SHOP), ("intents/notes.md", "not read"), ("intents/.hidden.toml", "=")]);
    let intents = dir.path().join("intents");
    fs::write(intents.join("latin1.toml"), b"a = 1\nwhy = \"\xe9\"\n").unwrap();
    fs::create_dir(intents.join("team")).unwrap();
    symlink("..", intents.join("team/up")).unwrap();
    symlink("self.toml", intents.join("self.toml")).unwrap();
    symlink("gone", intents.join("new\nline.toml")).unwrap();
    symlink("gone", dir.path().join("npgen.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(intents.join("pipe.toml")).status().unwrap().success());
    insta::assert_snapshot!("unreadable", npgen(dir.path(), &["check"]));
    insta::assert_snapshot!("unreadable_json", npgen(dir.path(), &["--format", "json", "build"]));
    insta::assert_snapshot!("no_project", npgen(&dir.path().join("nowhere"), &["check"]));
    fs::remove_dir_all(&intents).unwrap();
    fs::write(&intents, "").unwrap();
    fs::remove_file(dir.path().join("npgen.toml")).unwrap();
    insta::assert_snapshot!("intents_is_a_file", npgen(dir.path(), &["check"]));
}

#[test]
fn no_intents_is_an_error() {
    let dir = project(&[("intents/README.md", "")]);
    insta::assert_snapshot!("no_intents", npgen(dir.path(), &["build"]));
    assert!(!dir.path().join("out").exists());
}
