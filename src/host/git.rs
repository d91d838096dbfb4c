//! A project as it was at a revision of git.
//!
//! It asks the program `git`, which reads the repository; the repository, its index and its work tree are left as they
//! are.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The TOML files of a project as they were at a revision, in a folder that is there as long as this is.
#[derive(Debug)]
pub struct Revision {
    dir: TempDir,
}

/// Why a project can't be seen as it was.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git, or it can't be run.
    #[error("can't run `git`")]
    Missing(#[source] io::Error),
    /// There is no room for the files.
    #[error("can't make a folder for the files of a revision")]
    NoRoom(#[source] io::Error),
    /// There is no such revision.
    #[error("there is no revision `{0}`")]
    Unknown(String),
    /// There is no such revision here, since the history was not fetched.
    #[error(
        "there is no revision `{0}` in this shallow clone: `git fetch --unshallow`, or `git fetch --depth=1 origin {0}`"
    )]
    Shallow(String),
    /// Git said why.
    #[error("`git {doing}` failed: {said}")]
    Failed {
        /// The command.
        doing: &'static str,
        /// What git said.
        said: String,
    },
}

impl Revision {
    /// Takes the TOML files of the project at this path out of a revision.
    ///
    /// # Errors
    /// Where git can't be run, the project is in no repository, or the revision or the project's folder in it is not
    /// there.
    pub fn of(project: &Path, revision: &str) -> Result<Self, GitError> {
        let line = |doing, arguments: &[&str]| {
            let output = run(git(project).args(arguments), &[])?;
            said(doing, &output).map(|text| text.trim_end_matches('\n').to_owned())
        };
        let top = line("rev-parse --show-toplevel", &["rev-parse", "--show-toplevel"])?;
        let prefix = line("rev-parse --show-prefix", &["rev-parse", "--show-prefix"])?;
        let commit = format!("{revision}^{{commit}}");
        let found = run(git(project).args(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]), &[])?;
        let Ok(commit) = said("rev-parse --verify", &found) else {
            let is_shallow = line("rev-parse --is-shallow-repository", &["rev-parse", "--is-shallow-repository"])?;
            let name = revision.to_owned();
            return Err(if is_shallow == "true" { GitError::Shallow(name) } else { GitError::Unknown(name) });
        };
        let tree = format!("{}:{}", commit.trim(), prefix.trim_end_matches('/'));

        let dir = tempfile::Builder::new().prefix("npgen-").tempdir().map_err(GitError::NoRoom)?;
        let index = dir.path().join("index");
        let aside = || {
            let mut git = git(Path::new(&top));
            git.env("GIT_INDEX_FILE", &index);
            git
        };
        said("read-tree", &run(aside().args(["read-tree", &tree]), &[])?)?;
        let files = run(aside().args(["ls-files", "-z", "--", "*.toml"]), &[])?;
        said("ls-files", &files)?;
        let revision = Self { dir };
        let mut prefix = OsStr::new("--prefix=").to_owned();
        prefix.push(revision.project());
        prefix.push("/");
        said("checkout-index", &run(aside().args(["checkout-index", "-z", "--stdin"]).arg(prefix), &files.stdout)?)?;
        Ok(revision)
    }

    /// The folder of the project as it was.
    pub fn project(&self) -> PathBuf {
        self.dir.path().join("project")
    }
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder);
    git
}

/// Runs a command with this on its stdin.
fn run(command: &mut Command, input: &[u8]) -> Result<Output, GitError> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(GitError::Missing)?;
    if let Some(mut stdin) = child.stdin.take() {
        // Where git does not want to hear it all, its exit code tells.
        let _ = stdin.write_all(input);
    }
    child.wait_with_output().map_err(GitError::Missing)
}

/// What a command printed, or what it complained of.
fn said(doing: &'static str, output: &Output) -> Result<String, GitError> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(GitError::Failed { doing, said: text(&output.stderr).trim().replace('\n', "; ") })
    }
}
