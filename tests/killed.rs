//! Killed while writing: whenever `npgen build` is killed, `out/` is the old tree or the new one, and the next build
//! makes good what is left.
//!
//! A traced run tells the system calls between the creation of the folder beside `out/` and its removal. Then a run
//! each is killed at the entry of one of them, by name and number. One CPU makes the number of threads, and so the
//! order of the calls, the same each time.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const FIRST: &str = r#"
namespace = "shop"
services.web.calls = ["cart"]
services.cart.ports = [7070]
services.cart.calls = ["redis"]
services.redis.ports = [6379]
services.gone.calls = ["redis"]
"#;

const SECOND: &str = r#"
namespace = "shop"
services.web.calls = ["cart"]
services.cart.ports = [7070]
services.cart.calls = ["redis"]
services.redis.ports = [6380]
services.fresh.calls = ["redis"]
"#;

/// Foreign files: below `out/`, in npgen's folder, in one of their own.
const FOREIGN: [&str; 3] = ["README.md", "shop/notes", "others/deep/file"];

fn build(project: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_npgen"));
    command.arg("--project").arg(project).arg("build").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The build under strace on one CPU, with these options of strace.
fn traced(project: &Path, options: &[&str]) -> Command {
    let build = build(project);
    let mut command = Command::new("taskset");
    command.args(["-c", "0", "strace", "-f"]).args(options).arg(build.get_program()).args(build.get_args());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn write_intents(project: &Path, text: &str) {
    fs::create_dir_all(project.join("intents")).unwrap();
    fs::write(project.join("intents/shop.toml"), text).unwrap();
}

/// A project whose `out/` was built, before it was changed so that a build has files to add, change, keep and remove.
struct Template {
    dir: TempDir,
    old: BTreeMap<PathBuf, String>,
    new: BTreeMap<PathBuf, String>,
}

impl Template {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let project = dir.path().join("project");
        write_intents(&project, FIRST);
        assert!(build(&project).status().unwrap().success());
        for path in FOREIGN {
            let path = project.join("out").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "not npgen's").unwrap();
        }
        fs::create_dir(project.join("out/empty")).unwrap();
        let old = tree(&project.join("out"));
        write_intents(&project, SECOND);
        let template = Self { dir, old, new: BTreeMap::new() };
        let after = template.copy("after");
        assert!(build(&after).status().unwrap().success());
        let new = tree(&after.join("out"));
        let both = |path: &&PathBuf| template.old.get(*path) == new.get(*path);
        assert!(new.keys().filter(both).count() > FOREIGN.len() + 3, "some files stay");
        assert!(template.old.keys().any(|path| !new.contains_key(path)), "some go");
        assert!(new.keys().any(|path| !template.old.contains_key(path)), "some come");
        assert!(new.iter().any(|(path, text)| template.old.get(path).is_some_and(|old| old != text)), "some change");
        Self { new, ..template }
    }

    fn copy(&self, name: &str) -> PathBuf {
        let to = self.dir.path().join(name);
        if to.exists() {
            fs::remove_dir_all(&to).unwrap();
        }
        let copied = Command::new("cp").arg("-a").arg(self.dir.path().join("project")).arg(&to).status().unwrap();
        assert!(copied.success());
        to
    }
}

/// Everything below a folder.
fn tree(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(root).unwrap().to_owned();
            if path.is_dir() {
                found.insert(below, "a folder".to_owned());
                folders.push(path);
            } else {
                found.insert(below, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

fn inodes(project: &Path) -> [u64; 3] {
    FOREIGN.map(|path| fs::metadata(project.join("out").join(path)).unwrap().ino())
}

/// The folders beside `out/` that a build makes.
fn left_behind(project: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(project).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(".out.npgen-")).collect()
}

/// What a build is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Build,
    Links,
    Exchange,
    CleanUp,
}

/// A system call of a build: its name, its number among those of that name in its thread, and what it is part of.
struct Call {
    name: String,
    number: usize,
    phase: Phase,
}

/// The calls between the creation of the folder beside `out/` and its removal.
fn calls(template: &Template, options: &[&str]) -> Vec<Call> {
    let project = template.copy("traced");
    let log = template.dir.path().join("trace");
    let mut all = vec!["-o", log.to_str().unwrap()];
    all.extend(options);
    assert!(traced(&project, &all).status().unwrap().success());
    let log = fs::read_to_string(log).unwrap();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut phase = None;
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((name, arguments)) = call.trim_start().split_once('(') else { continue };
        let number = counts.entry((thread, name)).or_default();
        *number += 1;
        let of_whole = arguments.contains(".out.npgen-whole\"");
        phase = match (phase, name) {
            (None, "mkdir") if arguments.contains(".out.npgen-new\"") => Some(Phase::Build),
            (Some(Phase::Build), "linkat") => Some(Phase::Links),
            (Some(Phase::Links), "rename") if of_whole => Some(Phase::Exchange),
            (Some(Phase::Exchange), "openat") => Some(Phase::CleanUp),
            (phase, _) => phase,
        };
        if let Some(phase) = phase {
            calls.push(Call { name: name.to_owned(), number: *number, phase });
        }
        if phase == Some(Phase::CleanUp) && matches!(name, "rmdir" | "unlinkat") && arguments.contains(".out.npgen-") {
            phase = None;
        }
    }
    calls
}

/// Kills a build at each call, and holds `out/` against `allowed`, then lets the next build make it good.
fn kill_at_each(
    template: &Template,
    calls: &[Call],
    options: &[&str],
    missing_allowed: bool,
) -> BTreeMap<Phase, usize> {
    let mut killed = BTreeMap::new();
    for Call { name, number, phase } in calls {
        let project = template.copy("killed");
        let before = inodes(&project);
        let kill = format!("inject={name}:signal=KILL:when={number}");
        let mut all = vec!["-o", "/dev/null", "-e", &kill];
        all.extend(options);
        let status = traced(&project, &all).status().unwrap();
        assert!(status.signal() == Some(9) || status.code() == Some(137), "not killed at {name} {number}: {status}");
        let out = project.join("out");
        if out.exists() || !missing_allowed {
            let found = tree(&out);
            assert!(found == template.old || found == template.new, "killed at {name} {number}: {found:#?}");
            assert_eq!(inodes(&project), before, "killed at {name} {number}");
        }
        assert!(build(&project).status().unwrap().success(), "the build after {name} {number}");
        assert_eq!(tree(&out), template.new, "the build after {name} {number}");
        assert_eq!(inodes(&project), before, "the build after {name} {number}");
        assert_eq!(left_behind(&project), Vec::<PathBuf>::new(), "the build after {name} {number}");
        *killed.entry(*phase).or_default() += 1;
    }
    killed
}

#[test]
#[ignore = "needs strace"]
fn a_build_that_is_killed_leaves_the_old_tree_or_the_new_one() {
    let template = Template::new();
    let calls = calls(&template, &[]);
    let killed = kill_at_each(&template, &calls, &[], false);
    eprintln!("killed at {} system calls: {killed:?}", calls.len());
    let at_least = |phase, count| assert!(killed.get(&phase).is_some_and(|hit| *hit >= count), "{phase:?}: {killed:?}");
    at_least(Phase::Build, 15);
    at_least(Phase::Links, 10);
    at_least(Phase::Exchange, 2);
    at_least(Phase::CleanUp, 20);
}

/// Where the system does not exchange folders, `out/` is gone for a moment, and the next build brings it back.
#[test]
#[ignore = "needs strace"]
fn a_build_that_is_killed_between_two_renames_is_made_good() {
    let template = Template::new();
    let options = ["-e", "inject=renameat2:error=EINVAL"];
    let mut calls = calls(&template, &options);
    calls.retain(|call| matches!(call.name.as_str(), "rename" | "linkat" | "unlinkat"));
    let killed = kill_at_each(&template, &calls, &options, true);
    eprintln!("killed at {} system calls: {killed:?}", calls.len());
    assert_eq!(killed.get(&Phase::Exchange), Some(&3), "{killed:?}");
}

/// A disk that is full, at each write into the next tree.
#[test]
#[ignore = "needs strace"]
fn a_full_disk_leaves_the_old_tree() {
    let template = Template::new();
    let mut failed = 0;
    for call in calls(&template, &[]) {
        let room = matches!(call.name.as_str(), "write" | "mkdir" | "linkat");
        if !room || call.phase > Phase::Links {
            continue;
        }
        let project = template.copy("full");
        let before = inodes(&project);
        // Where not even a link has room, a copy has none either.
        let full = format!("inject={}:error=ENOSPC:when={}+", call.name, call.number);
        let options = ["-o", "/dev/null", "-e", &full, "-e", "inject=copy_file_range,sendfile:error=ENOSPC"];
        let status = traced(&project, &options).status().unwrap();
        assert_eq!(status.code(), Some(2), "{} {}", call.name, call.number);
        assert_eq!(tree(&project.join("out")), template.old, "{} {}", call.name, call.number);
        assert_eq!(inodes(&project), before);
        assert_eq!(left_behind(&project), Vec::<PathBuf>::new());
        failed += 1;
    }
    eprintln!("{failed} times full");
    assert!(failed >= 10);
}

/// A build under strace that is refused some system calls: its exit code, and `out/` afterwards.
fn refused(template: &Template, refusal: &str) -> (Option<i32>, BTreeMap<PathBuf, String>) {
    let project = template.copy("refused");
    let status = traced(&project, &["-o", "/dev/null", "-e", refusal]).status().unwrap();
    assert_eq!(left_behind(&project), Vec::<PathBuf>::new(), "{refusal}");
    (status.code(), tree(&project.join("out")))
}

/// An image layer (`EXDEV`), a mount point (`EBUSY`), and a system that refuses only the exchange itself.
#[test]
#[ignore = "needs strace"]
fn where_folders_cannot_be_exchanged_nothing_is_written() {
    let template = Template::new();
    for refusal in ["inject=rename:error=EXDEV", "inject=rename:error=EBUSY", "inject=renameat2:error=EXDEV"] {
        assert_eq!(refused(&template, refusal), (Some(2), template.old.clone()), "{refusal}");
    }
}

#[test]
#[ignore = "needs strace"]
fn where_there_are_no_hard_links_files_are_copied() {
    let template = Template::new();
    for refusal in ["inject=linkat:error=EPERM", "inject=linkat:error=EMLINK:when=3"] {
        assert_eq!(refused(&template, refusal), (Some(0), template.new.clone()), "{refusal}");
    }
}
