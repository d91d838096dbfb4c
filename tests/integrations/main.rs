//! What calls npgen, for real: kustomize, kubectl, pre-commit, a workflow of GitHub, and what stands in `examples/`.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

mod action;
mod github;
mod gitops;
mod kpt;
mod krm;
mod kubectl;
mod kustomize;
mod pre_commit;

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const NPGEN: &str = env!("CARGO_BIN_EXE_npgen");

/// What a project is made of: the example of this repository.
const PROJECT: [&str; 3] = ["npgen.toml", "intents", "out"];

/// The folder of npgen's own repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the example project in it, and in `bin` npgen under its names.
struct Place {
    dir: TempDir,
}

/// What a command printed, and how it ended.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        let dir = TempDir::new().expect("a folder");
        fs::create_dir(dir.path().join("bin")).expect("a new folder");
        for name in ["npgen", "kubectl-npgen"] {
            symlink(NPGEN, dir.path().join("bin").join(name)).expect("a new link");
        }
        let place = Self { dir };
        fs::create_dir(place.project()).expect("a new folder");
        for name in PROJECT {
            let copied = Command::new("cp").arg("-r").arg(root().join(name)).arg(place.project()).status();
            assert!(copied.expect("cp runs").success(), "{name}");
        }
        place
    }

    fn project(&self) -> PathBuf {
        self.dir.path().join("project")
    }

    /// Writes a file of the project.
    fn put(&self, path: &str, text: &str) {
        let path = self.project().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Replaces a text of a file of the project, which must be there.
    fn replace(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.project().join(path)).expect("the file");
        assert!(text.contains(old), "{path} has no `{old}`");
        self.put(path, &text.replace(old, new));
    }

    /// A command that finds npgen, in the project.
    fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        let path = std::env::var("PATH").unwrap_or_default();
        command.current_dir(self.project()).env("PATH", format!("{}:{path}", self.dir.path().join("bin").display()));
        command
    }

    /// Runs a line of words in the project.
    fn run(&self, line: &str) -> Ran {
        let mut words = line.split(' ');
        ran(self.command(words.next().unwrap_or_default()).args(words))
    }

    /// The same of what must end well.
    fn stdout_of(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "{line}\n{}{}", ran.stdout, ran.stderr);
        ran.stdout
    }
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("it ends by itself");
    Ran { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The objects of a stream of YAML, sorted by what they are called.
fn objects(stream: &str) -> Vec<serde_json::Value> {
    let documents = stream.split("\n---\n").map(|document| serde_yaml::from_str(document).expect("YAML"));
    let mut objects: Vec<serde_json::Value> =
        documents.filter(|object: &serde_json::Value| !object.is_null()).collect();
    objects.sort_by_key(|object| format!("{} {}", object["kind"], object["metadata"]));
    objects
}

/// The network policies among them.
fn policies(stream: &str) -> Vec<serde_json::Value> {
    objects(stream).into_iter().filter(|object| object["kind"] == "NetworkPolicy").collect()
}
