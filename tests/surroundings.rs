//! What surrounds a build changes no byte of it: threads, locale, umask, `TMPDIR`, line ends, blanks in paths.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test reads and writes files and fails by panicking"
)]

mod world;

use std::path::Path;
use std::process::Command;

use world::disk::{Tree, put, tree};
use world::toml::{Files, Order};
use world::{example, strategy, toml};

/// How many random projects are built in all surroundings.
const PROJECTS: usize = 4;

fn projects() -> Vec<Files> {
    let random = strategy::same_projects().take(PROJECTS).map(|project| toml::write(&project, Order::AS_IT_IS));
    random.chain([example::files()]).collect()
}

/// Builds with the command that `prepare` changed; the whole of `out/`.
fn built(files: &Files, root: &Path, prepare: &dyn Fn(&mut Command)) -> Tree {
    put(files, root);
    let mut command = Command::new(env!("CARGO_BIN_EXE_npgen"));
    command.arg("build").current_dir(root);
    prepare(&mut command);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    tree(&root.join("out"))
}

fn in_new_folder(files: &Files, prepare: &dyn Fn(&mut Command)) -> Tree {
    let folder = tempfile::tempdir().unwrap();
    built(files, folder.path(), prepare)
}

/// The same command, started by another one.
fn started_by(starter: &[&str], command: &mut Command) {
    let mut started = Command::new(starter[0]);
    started.args(&starter[1..]).arg(command.get_program()).args(command.get_args());
    started.current_dir(command.get_current_dir().unwrap());
    *command = started;
}

#[test]
fn environment_variables_change_nothing() {
    for files in projects() {
        let plain = in_new_folder(&files, &|_| {});
        for (name, value) in [
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LC_ALL", "C"),
            ("LANG", "de_DE.ISO-8859-1"),
            ("TMPDIR", "/there/is/no such folder"),
            ("TZ", "Pacific/Kiritimati"),
            ("HOME", "/there/is/no such home"),
            ("NO_COLOR", "1"),
            ("COLUMNS", "3"),
        ] {
            let changed = in_new_folder(&files, &|command| {
                command.env(name, value);
            });
            assert_eq!(changed, plain, "{name}={value}");
        }
        let bare = in_new_folder(&files, &|command| {
            command.env_clear();
        });
        assert_eq!(bare, plain, "no environment at all");
    }
}

#[test]
#[ignore = "needs taskset"]
fn the_number_of_threads_changes_nothing() {
    for files in projects() {
        let plain = in_new_folder(&files, &|_| {});
        let on_one_core = in_new_folder(&files, &|command| started_by(&["taskset", "--cpu-list", "0"], command));
        assert_eq!(on_one_core, plain);
    }
}

#[test]
fn the_order_in_which_threads_end_changes_nothing() {
    for files in projects() {
        let plain = in_new_folder(&files, &|_| {});
        for _ in 0..5 {
            assert_eq!(in_new_folder(&files, &|_| {}), plain, "the same build gave other files");
        }
    }
}

#[test]
fn the_umask_changes_no_byte() {
    for files in projects() {
        let plain = in_new_folder(&files, &|_| {});
        for umask in ["000", "027", "077"] {
            let script = format!("umask {umask} && exec \"$@\"");
            let changed = in_new_folder(&files, &|command| started_by(&["sh", "-c", &script, "sh"], command));
            assert_eq!(changed, plain, "umask {umask}");
        }
    }
}

#[test]
fn line_ends_change_nothing() {
    let crlf = |text: &String| text.replace('\n', "\r\n");
    for files in projects() {
        let intents = files.intents.iter().map(|(path, text)| (path.clone(), crlf(text))).collect();
        let changed = Files { npgen: crlf(&files.npgen), intents };
        assert_eq!(in_new_folder(&changed, &|_| {}), in_new_folder(&files, &|_| {}));
    }
}

#[test]
fn where_the_project_lies_changes_nothing() {
    for files in projects() {
        let plain = in_new_folder(&files, &|_| {});
        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("my 'first' project/ä $HOME\\n");
        assert_eq!(built(&files, &odd, &|_| {}), plain, "in a folder with blanks and quotes");
        let from_elsewhere = |command: &mut Command| {
            command.arg("--project").arg(&odd).current_dir("/");
        };
        assert_eq!(built(&files, &odd, &from_elsewhere), plain, "from another folder");
        let into = folder.path().join("an out folder");
        built(&files, &odd, &|command| {
            command.arg("--out").arg(&into);
        });
        assert_eq!(tree(&into), plain, "into another folder");
    }
}

#[test]
fn building_again_changes_nothing() {
    for files in projects() {
        let folder = tempfile::tempdir().unwrap();
        let first = built(&files, folder.path(), &|_| {});
        assert_eq!(built(&files, folder.path(), &|_| {}), first);
    }
}
