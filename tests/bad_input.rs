//! What nobody meant to give npgen: files that are empty, endless, binary, nested without end, unreadable, or links in a
//! circle; disks that are full and folders that must not be written to. Each time a message says which file it is, the
//! exit code is 2, and `out/` stays as it was.
//!
//! A disk that is full at any moment of a build is in `killed.rs`.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const SHOP: &str = r#"
namespace = "shop"
services.web.calls = ["cart"]
services.cart.ports = [7070]
"#;

/// A user that is not root, whom permissions bind.
const NOBODY: u32 = 65534;

/// A project that was built, with an empty folder `deploy` for manifests.
struct Built {
    dir: TempDir,
    out: BTreeMap<PathBuf, Vec<u8>>,
}

impl Built {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        for folder in ["intents", "deploy"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        fs::write(dir.path().join("intents/shop.toml"), SHOP).unwrap();
        fs::write(dir.path().join("npgen.toml"), "language = 1\n").unwrap();
        assert!(npgen(dir.path(), &["build"]).status.success());
        let out = tree(&dir.path().join("out"));
        assert!(!out.is_empty());
        Self { dir, out }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let built = Self::new();
        fs::write(built.path(name), bytes).unwrap();
        built
    }

    /// Runs npgen, which must fail with words about this file or folder, and leave `out/` alone.
    fn refuses(&self, arguments: &[&str], about: &str, words: &str) {
        self.is_refusal(&npgen(self.dir.path(), arguments), about, words);
    }

    fn is_refusal(&self, ran: &Output, about: &str, words: &str) {
        let said = String::from_utf8_lossy(&ran.stderr);
        let shown: String = said.chars().take(2000).collect();
        assert_eq!(ran.status.code(), Some(2), "{about}: {shown}");
        assert!(said.contains(about) && said.contains(words), "{about}, {words}: {shown}");
        assert!(said.len() < 10_000, "{about}: a message of {} bytes", said.len());
        assert_eq!(tree(&self.path("out")), self.out, "{about}");
    }
}

fn npgen(project: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_npgen")).current_dir(project).args(arguments).output().unwrap()
}

/// Runs npgen as a user whom permissions bind.
fn npgen_as_nobody(project: &Path, arguments: &[&str]) -> Output {
    if !is_root() {
        return npgen(project, arguments);
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={NOBODY}"), "--clear-groups", env!("CARGO_BIN_EXE_npgen")]);
    command.current_dir(project).args(arguments).output().unwrap()
}

/// Whether the tests run as root, whom no permission binds.
fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Every file below a folder.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut tree(&path));
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    files
}

#[test]
fn an_empty_file_says_nothing_and_an_empty_project_file_lacks_its_language() {
    let built = Built::with("intents/empty.toml", "");
    fs::write(built.path("deploy/empty.yaml"), "").unwrap();
    fs::write(built.path("deploy/blank.json"), "\n").unwrap();
    assert!(npgen(built.dir.path(), &["check", "--manifests", "deploy"]).status.success());
    fs::write(built.path("intents/shop.toml"), "").unwrap();
    let ran = npgen(built.dir.path(), &["check"]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Built::with("npgen.toml", "").refuses(&["build"], "npgen.toml", "language");
}

#[test]
fn a_file_without_end_is_refused() {
    for name in ["intents/long.toml", "npgen.toml"] {
        let built = Built::new();
        File::create(built.path(name)).unwrap().set_len(100 << 20).unwrap();
        built.refuses(&["build"], name, "is longer than 64 MiB");
    }
}

#[test]
#[ignore = "takes a minute"]
fn a_gigabyte_of_manifest_is_refused() {
    let built = Built::new();
    File::create(built.path("deploy/long.yaml")).unwrap().set_len((1 << 30) + 1).unwrap();
    built.refuses(&["check", "--manifests", "deploy"], "deploy/long.yaml", "is longer than 1024 MiB");
}

#[test]
#[ignore = "takes a minute"]
fn a_hundred_megabytes_of_nonsense_are_told_of_in_a_few_lines() {
    for (name, line) in [
        ("deploy/long.yaml", "nonsense: [ { ] : - \"\n"),
        ("deploy/word.yaml", "nonsense"),
        ("deploy/long.json", "{\"nonsense\": [}\n"),
    ] {
        let built = Built::with(name, line.repeat((100 << 20) / line.len()));
        let ran = npgen(built.dir.path(), &["check", "--manifests", "deploy"]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(said.contains(name) && said.len() < 10_000, "{name}: {} bytes", said.len());
        assert!(matches!(ran.status.code(), Some(0 | 2)), "{name}: {:?}", ran.status);
        assert_eq!(tree(&built.path("out")), built.out);
    }
    let line = "nonsense = = [ { ] } \"\n";
    let built = Built::with("intents/long.toml", line.repeat((60 << 20) / line.len()));
    built.refuses(&["build"], "intents/long.toml", "not valid TOML");
}

#[test]
fn a_binary_is_no_text() {
    let binary = b"\x7fELF\x02\x01\x01\x00\xfe\xff\n";
    for name in ["intents/binary.toml", "npgen.toml"] {
        Built::with(name, binary).refuses(&["build"], name, "is not UTF-8");
    }
    for name in ["deploy/binary.yaml", "deploy/binary.json"] {
        let built = Built::with(name, binary);
        built.refuses(&["check", "--manifests", "deploy"], name, "is not UTF-8");
        built.refuses(&["check", "--objects", "deploy"], name, "is not UTF-8");
        built.refuses(&["init", "--from", "deploy"], name, "is not UTF-8");
    }
}

#[test]
fn nesting_without_end_is_refused() {
    const DEEP: usize = 100_000;
    for text in [format!("a = {}", "[".repeat(DEEP)), "[".repeat(DEEP), format!("{}b = 1", "a.".repeat(DEEP))] {
        for name in ["intents/deep.toml", "npgen.toml"] {
            Built::with(name, &text).refuses(&["build"], name, "toml-syntax");
        }
    }
    for (name, level) in [
        ("deploy/deep.yaml", "["),
        ("deploy/deep.yaml", "- "),
        ("deploy/deep.yaml", "{a: "),
        ("deploy/deep.json", "["),
        ("deploy/deep.json", "{\"a\":"),
    ] {
        let built = Built::with(name, level.repeat(DEEP));
        built.refuses(&["check", "--manifests", "deploy"], name, "manifest-syntax");
        built.refuses(&["init", "--from", "deploy"], name, "manifest-syntax");
    }
}

#[test]
fn a_link_in_a_circle_is_told_of() {
    for (link, target) in [("intents/up", ".."), ("intents/self.toml", "self.toml"), ("npgen.toml", "npgen.toml")] {
        let built = Built::new();
        let _ = fs::remove_file(built.path(link));
        symlink(target, built.path(link)).unwrap();
        built.refuses(&["build"], link, "leads in a circle");
    }
    for (link, target) in [("deploy/up", "../deploy"), ("deploy/self.yaml", "self.yaml")] {
        let built = Built::new();
        symlink(target, built.path(link)).unwrap();
        built.refuses(&["check", "--manifests", "deploy"], link, "leads in a circle");
        built.refuses(&["init", "--from", "deploy"], link, "leads in a circle");
    }
}

#[test]
fn what_must_not_be_read_is_told_of() {
    for (name, arguments) in [
        ("intents/secret.toml", &["build"][..]),
        ("npgen.toml", &["build"]),
        ("deploy/secret.yaml", &["check", "--manifests", "deploy"]),
        ("deploy/secret.yaml", &["init", "--from", "deploy"]),
    ] {
        let built = Built::with(name, "");
        open_to_all(&built);
        fs::set_permissions(built.path(name), fs::Permissions::from_mode(0o000)).unwrap();
        built.is_refusal(&npgen_as_nobody(built.dir.path(), arguments), name, "Permission denied");
    }
    for (name, arguments) in [("intents/team", &["build"][..]), ("deploy/team", &["check", "--manifests", "deploy"])] {
        let built = Built::new();
        fs::create_dir(built.path(name)).unwrap();
        open_to_all(&built);
        fs::set_permissions(built.path(name), fs::Permissions::from_mode(0o000)).unwrap();
        built.is_refusal(&npgen_as_nobody(built.dir.path(), arguments), name, "Permission denied");
        fs::set_permissions(built.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Lets a user who is nobody do whatever is not forbidden afterwards.
fn open_to_all(built: &Built) {
    if is_root() {
        for folder in ["", "out", "out/shop"] {
            chown(built.path(folder), Some(NOBODY), None).unwrap();
        }
    }
    fs::set_permissions(built.dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_folder_that_must_not_be_written_to_stays_as_it_is() {
    let built = Built::with("intents/more.toml", "namespace = \"shop\"\nservices.more.calls = [\"cart\"]\n");
    open_to_all(&built);
    fs::set_permissions(built.dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let path = built.dir.path();
    built.is_refusal(&npgen_as_nobody(path, &["build"]), "out", "Permission denied");
    fs::create_dir(path.join("new")).unwrap();
    built.is_refusal(&npgen_as_nobody(path, &["init", "--project", "new/project"]), "new", "Permission denied");
    assert_eq!(
        npgen_as_nobody(path, &["build", "--check"]).status.code(),
        Some(1),
        "comparing needs no leave to write"
    );
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_file_that_cannot_grow_leaves_what_was_there() {
    let built = Built::with("intents/more.toml", "namespace = \"shop\"\nservices.more.calls = [\"cart\"]\n");
    for script in ["ulimit -f 0 && trap '' XFSZ && exec \"$@\"", "ulimit -f 0 && exec \"$@\""] {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_npgen"), "build"]).current_dir(built.dir.path());
        let ran = command.output().unwrap();
        assert_eq!(tree(&built.path("out")), built.out, "{script}");
        if script.contains("trap") {
            built.is_refusal(&ran, "out", "File too large");
        } else {
            assert!(!ran.status.success(), "the signal kills it");
        }
    }
    assert!(npgen(built.dir.path(), &["build"]).status.success(), "what was left behind is in nobody's way");
    let names: Vec<_> = fs::read_dir(built.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 4, "nothing stays beside `out/`: {names:?}");
}

#[test]
fn a_stream_that_takes_nothing_is_told_of() {
    let built = Built::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_npgen"));
    command.args(["build", "--stdout"]).current_dir(built.dir.path());
    let ran = command.stdout(File::options().write(true).open("/dev/full").unwrap()).output().unwrap();
    built.is_refusal(&ran, "stdout", "No space left on device");
    // Where nobody can be told, the exit code still says it.
    let mut command = Command::new(env!("CARGO_BIN_EXE_npgen"));
    command.args(["build", "--nonsense"]).stderr(File::options().write(true).open("/dev/full").unwrap());
    assert_eq!(command.status().unwrap().code(), Some(2));
}

#[test]
fn a_manifest_that_is_broken_is_shown_with_its_place() {
    let broken = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a\n---\nkind: Pod\n";
    let built = Built::with("deploy/broken.yaml", broken);
    for arguments in
        [["check", "--manifests", "deploy"], ["check", "--objects", "deploy"], ["init", "--from", "deploy"]]
    {
        built.refuses(&arguments, "deploy/broken.yaml:", "manifest-syntax");
    }
}
