//! A real repository.

use std::path::Path;
use std::process::Command;

/// A project before a change, as an intent file.
pub(crate) const BEFORE: &str = r#"
namespace = "shop"

[services.web]
calls = ["cart"]

[services.cart]
ports = { http = 8080 }
"#;

/// Runs git in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let names = ["-c", "user.name=npgen", "-c", "user.email=npgen@example.com", "-c", "protocol.file.allow=always"];
    let ran = Command::new("git").arg("-C").arg(folder).args(names).args(arguments).output().expect("git runs");
    assert!(ran.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// Makes a repository of all that is in a folder, in one commit.
pub(crate) fn commit_all(folder: &Path) {
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message=before"]);
}
