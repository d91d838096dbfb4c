//! Building the judges.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

/// One build at a time: each takes all cores.
static BUILDING: Mutex<()> = Mutex::new(());

/// Builds a judge, which is quick where nothing changed, and returns where it is.
pub(crate) fn build(name: &str) -> PathBuf {
    let _one = BUILDING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let started = Instant::now();
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("referee").join(name);
    // The judge with a module of its own stands in the folder of its name like all others.
    let mut go = Command::new("go");
    go.args(["build", "-buildvcs=false", "-ldflags", &known_version(), "-o"])
        .arg(&program)
        .arg(".")
        .current_dir(folder().join(name));
    let status = go.status().expect("`go` is there; tests/referee/README.md says which version");
    assert!(status.success(), "{name} does not build");
    println!("{name} was built in {:.1} s", started.elapsed().as_secs_f32());
    program
}

/// The folder of a module that a `go.mod` in a folder below that of all of them asks for. What is not there yet is
/// downloaded.
pub(crate) fn module(judges: &str, module: &str) -> PathBuf {
    let mut go = Command::new("go");
    let told = go.args(["mod", "download", "-json", module]).current_dir(folder().join(judges)).output();
    let told = told.expect("`go` is there; tests/referee/README.md says which version");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let dir = told["Dir"].as_str().unwrap_or_else(|| panic!("{module}: {}", told["Error"]));
    PathBuf::from(dir)
}

/// The folder of the Go modules.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/referee")
}

/// The version of a module that a `go.mod` below the folder asks for, without its `v`.
pub(crate) fn version(file: &str, module: &str) -> String {
    let text = fs::read_to_string(folder().join(file)).expect("the modules are there");
    let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix(module)?.strip_prefix(" v"));
    lines.next().unwrap_or_else(|| panic!("{file} does not ask for {module}")).to_owned()
}

/// What tells the server its own version.
fn known_version() -> String {
    let version = version("go.mod", "k8s.io/kubernetes");
    let parts: Vec<&str> = version.split('.').collect();
    let set = |name: &str, value: &str| format!("-X k8s.io/component-base/version.git{name}={value}");
    [set("Version", &format!("v{version}")), set("Major", parts[0]), set("Minor", parts[1])].join(" ")
}
