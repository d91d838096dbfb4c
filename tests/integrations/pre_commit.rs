//! npgen as hooks of pre-commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Place, Ran, ran, root};

/// pre-commit in an environment of its own.
fn pre_commit() -> &'static Path {
    static PRE_COMMIT: OnceLock<PathBuf> = OnceLock::new();
    PRE_COMMIT.get_or_init(|| {
        let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pre-commit");
        let made = ran(Command::new("python3").args(["-m", "venv"]).arg(&environment));
        assert_eq!(made.code, 0, "{}", made.stderr);
        let requirements = root().join("tests/integrations/pre_commit/requirements.txt");
        let mut pip = Command::new(environment.join("bin/pip"));
        let installed = ran(pip.args(["install", "--quiet", "--requirement"]).arg(requirements));
        assert_eq!(installed.code, 0, "{}", installed.stderr);
        environment.join("bin/pre-commit")
    })
}

/// Makes a repository of a folder, with all that is in it committed.
fn commit(place: &Place, folder: &Path) {
    for line in ["init --quiet", "add --all", "commit --quiet --no-verify --message=first"] {
        let mut git = place.command("git");
        git.current_dir(folder).args(["-c", "user.name=npgen", "-c", "user.email=npgen@example.com"]);
        let ran = ran(git.args(line.split(' ')));
        assert_eq!(ran.code, 0, "git {line}: {}", ran.stderr);
    }
}

/// A project that uses the hooks as they are here, but for building npgen once more.
fn with_hooks() -> Place {
    let place = Place::new();
    let hooks = place.dir.path().join("npgen");
    fs::create_dir(&hooks).expect("a new folder");
    let manifest = ".pre-commit-hooks.yaml";
    fs::copy(root().join(manifest), hooks.join(manifest)).expect("the hooks");
    commit(&place, &hooks);
    let revision = ran(place.command("git").current_dir(&hooks).args(["rev-parse", "HEAD"])).stdout;
    place.put(
        ".pre-commit-config.yaml",
        &format!(
            "repos:\n- repo: {}\n  rev: {revision}  hooks:\n  - id: npgen-build\n    language: system\n  - id: \
             npgen-check\n    language: system\n",
            hooks.display()
        ),
    );
    commit(&place, &place.project());
    place
}

fn run_hooks(place: &Place) -> Ran {
    let home = place.dir.path().join("pre-commit-home");
    ran(place.command(pre_commit()).args(["run", "--color", "never"]).env("PRE_COMMIT_HOME", home))
}

#[test]
#[ignore = "needs python"]
fn the_hooks_pass_what_is_true_and_stop_what_is_not() {
    let place = with_hooks();
    let well = run_hooks(&place);
    assert_eq!(well.code, 0, "{}{}", well.stdout, well.stderr);
    assert_eq!(well.stdout.matches("Passed").count(), 2, "{}", well.stdout);

    place.replace("intents/cart.toml", "redis = 6379", "redis = 6380");
    place.stdout_of("git add --all");
    let changed = run_hooks(&place);
    assert_eq!(changed.code, 1, "{}", changed.stdout);
    assert!(changed.stdout.contains("changed boutique/redis-cart.yaml"), "{}", changed.stdout);
    assert_eq!(changed.stdout.matches("Passed").count(), 1, "the graph itself is right: {}", changed.stdout);

    place.replace("intents/cart.toml", "redis-cart", "redis-crat");
    place.stdout_of("git add --all");
    let broken = run_hooks(&place);
    assert_eq!(broken.stdout.matches("Failed").count(), 2, "{}", broken.stdout);
}
