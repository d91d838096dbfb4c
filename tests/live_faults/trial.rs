//! Running npgen where something goes wrong.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cluster::Ran;

/// How long npgen waits for the next bytes in these tests.
const PATIENCE: &str = "1";

/// How long it may take for anything: each of four attempts, and the pauses between them, last a second at most, and a
/// server that was silent is greeted once more. The rest is for a busy machine.
const LONGEST: Duration = Duration::from_secs(4 + 3 + 1 + 12);

/// A project, and what must never be printed.
pub(crate) struct Trial {
    dir: TempDir,
    secrets: Vec<String>,
}

impl Trial {
    pub(crate) fn new(secrets: &[&str]) -> Self {
        let dir = TempDir::new().expect("a folder");
        fs::create_dir(dir.path().join("intents")).expect("there is room");
        let intents = "namespace = \"shop\"\n[services.web]\npods = \"app=web\"\n";
        fs::write(dir.path().join("intents/shop.toml"), intents).expect("there is room");
        Self { dir, secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `npgen diff --live` with a kubeconfig.
    pub(crate) fn diff(&self, kubeconfig: &Path, more: &[&str]) -> Ran {
        self.npgen(kubeconfig, "diff", more)
    }

    /// Runs a verb with `--live` twice, with messages as JSON and as text, of which the second is returned. No secret may
    /// be printed, and it may not take too long.
    pub(crate) fn npgen(&self, kubeconfig: &Path, verb: &str, more: &[&str]) -> Ran {
        self.run(kubeconfig, "json", verb, more);
        self.run(kubeconfig, "text", verb, more)
    }

    /// The same once.
    pub(crate) fn run(&self, kubeconfig: &Path, format: &str, verb: &str, more: &[&str]) -> Ran {
        let mut npgen = Command::new(env!("CARGO_BIN_EXE_npgen"));
        npgen.args(["--format", format, verb, "--live", "--timeout", PATIENCE]).args(more);
        npgen.current_dir(self.dir.path()).env("KUBECONFIG", kubeconfig).env("RUST_LOG", "trace");
        npgen.env_remove("HTTPS_PROXY").env_remove("https_proxy");
        npgen.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = npgen.spawn().expect("it was built");
        // Somebody who answers questions, which nobody may ask. It may have ended already.
        let _ = child.stdin.take().expect("it is piped").write_all(b"yes\n");
        let output = child.wait_with_output().expect("it ends");
        let took = started.elapsed();
        let text = |bytes| String::from_utf8(bytes).expect("it prints text");
        let ran =
            Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(took < LONGEST, "it took {took:?}: {ran:?}");
        for secret in &self.secrets {
            let printed = ran.stdout.contains(secret) || ran.stderr.contains(secret);
            assert!(!printed, "a secret is printed with `{format}`: {ran:?}");
        }
        ran
    }
}

/// Nothing but errors came, and of them some that say this.
pub(crate) fn assert_told(ran: &Ran, about: &str, says: &[&str]) {
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{about}: {ran:?}");
    for said in says {
        assert!(ran.stderr.contains(said), "{about}: expected `{said}`: {}", ran.stderr);
    }
    let others = |line: &&str| !line.starts_with("error: ");
    assert_eq!(ran.stderr.lines().find(others), None, "{about}: {}", ran.stderr);
}
