//! Building the judges.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

/// The one version of Kubernetes that the module names, for the server to know its own.
const VERSION: &str = "-X k8s.io/component-base/version.gitVersion=v1.36.3 \
    -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36";

/// One build at a time: each takes all cores.
static BUILDING: Mutex<()> = Mutex::new(());

/// Builds a judge, which is quick where nothing changed, and returns where it is.
pub(crate) fn build(name: &str) -> PathBuf {
    let _one = BUILDING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let started = Instant::now();
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/referee");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("referee").join(name);
    // The judge with a module of its own stands in the folder of its name like all others.
    let mut go = Command::new("go");
    go.args(["build", "-ldflags", VERSION, "-o"]).arg(&program).arg(".").current_dir(module.join(name));
    let status = go.status().expect("`go` is there; tests/referee/README.md says which version");
    assert!(status.success(), "{name} does not build");
    println!("{name} was built in {:.1} s", started.elapsed().as_secs_f32());
    program
}
