//! The safe exchange of `out/`, case by case, through the library.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks fails, and this one is about files"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use npgen::host::out::{Changes, Comparison, Exchange, Fate, OutError, Scope};
use npgen::host::whole_cause;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// A file as npgen writes it.
fn ours(text: &str) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(text).iter().take(8) {
        write!(hash, "{byte:02x}").unwrap();
    }
    format!("# made by npgen, do not edit; sha256 {hash}\n{text}")
}

type Files<'a> = &'a [(&'a str, &'a str)];

fn build(out: &Path, files: Files<'_>) -> Result<Changes, OutError> {
    let exchange = Exchange::open(out)?;
    let next = exchange.next(Scope::Whole)?;
    for (path, text) in files {
        next.put(path, ours(text).as_bytes());
    }
    next.finish()
}

/// The message of a build that must fail, with the folder of the test called `DIR`.
fn refusal(dir: &TempDir, out: &Path, files: Files<'_>) -> String {
    let error = build(out, files).expect_err("the build must fail");
    whole_cause(&error).replace(&dir.path().display().to_string(), "DIR")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Everything below a folder: for files their content, for links their target, for folders their mode.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let what = if metadata.is_dir() {
                folders.push(path.clone());
                format!("folder {:o}", metadata.mode() & 0o7777)
            } else if metadata.is_symlink() {
                format!("link {}", fs::read_link(&path).unwrap().display())
            } else if metadata.is_file() {
                fs::read_to_string(&path).unwrap()
            } else {
                "something else".to_owned()
            };
            found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), what);
        }
    }
    found
}

fn inode(path: &Path) -> u64 {
    fs::symlink_metadata(path).unwrap().ino()
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder with an `out/` that is not there yet.
fn empty() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    (dir, out)
}

const FIRST: Files<'_> =
    &[("shop/cart.yaml", "cart: 1\n"), ("shop/web.yaml", "web: 1\n"), ("pay/gate.yaml", "gate: 1\n")];
const SECOND: Files<'_> =
    &[("shop/cart.yaml", "cart: 2\n"), ("shop/web.yaml", "web: 1\n"), ("new/new.yaml", "new: 1\n")];

fn fates(changes: &Changes) -> Vec<(String, Fate)> {
    changes.iter().map(|(path, fate)| (path.to_str().unwrap().to_owned(), fate)).collect()
}

#[test]
fn the_first_build_makes_the_folder() {
    let (dir, out) = empty();
    let changes = build(&out, FIRST).unwrap();
    assert!(changes.iter().all(|(_, fate)| fate == Fate::New));
    assert_eq!(tree(&out)["shop/cart.yaml"], ours("cart: 1\n"));
    assert_eq!(tree(&out).len(), 5);
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn each_file_gets_its_fate() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("README.md"), "mine");
    let web = inode(&out.join("shop/web.yaml"));
    let changes = build(&out, SECOND).unwrap();
    assert_eq!(
        fates(&changes),
        [
            ("README.md".to_owned(), Fate::Foreign),
            ("new/new.yaml".to_owned(), Fate::New),
            ("pay/gate.yaml".to_owned(), Fate::Stale),
            ("shop/cart.yaml".to_owned(), Fate::Changed),
            ("shop/web.yaml".to_owned(), Fate::Unchanged),
        ]
    );
    assert_eq!(inode(&out.join("shop/web.yaml")), web);
    assert_eq!(tree(&out)["shop/cart.yaml"], ours("cart: 2\n"));
    assert!(!out.join("pay").exists());
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn where_nothing_changes_nothing_is_touched() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    let times = || {
        [dir.path(), &out, &out.join("shop"), &out.join("shop/cart.yaml")]
            .map(|path| fs::metadata(path).unwrap())
            .map(|found| (found.ino(), found.mtime_nsec(), found.ctime_nsec()))
    };
    let before = times();
    let changes = build(&out, FIRST).unwrap();
    assert!(changes.is_empty());
    assert_eq!(times(), before);
}

#[test]
fn what_is_foreign_stays_as_it_is() {
    let (_dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("shop/notes of mine ü😀.txt"), "mine");
    write(&out.join("deep/er/file"), "mine too");
    fs::create_dir(out.join("empty")).unwrap();
    fs::create_dir(out.join("pay/empty")).unwrap();
    fs::set_permissions(out.join("deep/er"), fs::Permissions::from_mode(0o2750)).unwrap();
    fs::set_permissions(out.join("empty"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o711)).unwrap();
    symlink("shop/web.yaml", out.join("link")).unwrap();
    symlink("nowhere", out.join("broken")).unwrap();
    assert!(Command::new("mkfifo").arg(out.join("pipe")).status().unwrap().success());
    let foreign = ["shop/notes of mine ü😀.txt", "deep/er/file", "link", "broken", "pipe"];
    let inodes = foreign.map(|path| inode(&out.join(path)));
    build(&out, SECOND).unwrap();
    assert_eq!(foreign.map(|path| inode(&out.join(path))), inodes);
    let after = tree(&out);
    assert_eq!(after["deep/er"], "folder 2750");
    assert_eq!(after["empty"], "folder 700");
    assert!(after.contains_key("pay/empty"));
    assert_eq!(after["link"], "link shop/web.yaml");
    assert_eq!(after["broken"], "link nowhere");
    assert_eq!(fs::metadata(&out).unwrap().mode() & 0o7777, 0o711);
}

#[test]
fn an_edited_file_is_replaced_and_said_to_be_edited() {
    let (_dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("shop/cart.yaml"), &(ours("cart: 1\n") + "more: 1\n"));
    write(&out.join("pay/gate.yaml"), &ours("gate: 1\n").replace('1', "2"));
    let changes = build(&out, &FIRST[..2]).unwrap();
    assert_eq!(
        changes.with(Fate::Edited).collect::<Vec<_>>(),
        [Path::new("pay/gate.yaml"), Path::new("shop/cart.yaml")]
    );
    assert_eq!(tree(&out)["shop/cart.yaml"], ours("cart: 1\n"));
    assert!(!out.join("pay").exists());
}

#[test]
fn a_foreign_file_where_one_of_npgens_belongs_is_never_overwritten() {
    let (dir, out) = empty();
    write(&out.join("shop/cart.yaml"), "mine");
    write(&out.join("pay"), "mine too");
    fs::create_dir_all(out.join("shop/web.yaml")).unwrap();
    let before = tree(&out);
    insta::assert_snapshot!(refusal(&dir, &out, FIRST), @"3 files are not npgen's, but in the way of what it writes: move away `DIR/out/pay`, `DIR/out/shop/cart.yaml`, `DIR/out/shop/web.yaml`");
    assert_eq!(tree(&out), before);
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn what_cannot_be_exchanged_is_refused() {
    let (dir, out) = empty();
    let real = dir.path().join("real");
    fs::create_dir(&real).unwrap();
    symlink("real", &out).unwrap();
    insta::assert_snapshot!(refusal(&dir, &out, FIRST), @"`DIR/out` is a link to `real`: give the folder itself, since the link would be exchanged and not what it leads to");
    let slash = dir.path().join("out/");
    insta::assert_snapshot!(refusal(&dir, &slash, FIRST), @"`DIR/out` is a link to `real`: give the folder itself, since the link would be exchanged and not what it leads to");
    fs::remove_file(&out).unwrap();
    fs::write(&out, "").unwrap();
    insta::assert_snapshot!(refusal(&dir, &out, FIRST), @"`DIR/out` is not a folder");
    let nowhere = dir.path().join("no/out");
    insta::assert_snapshot!(refusal(&dir, &nowhere, FIRST), @"can't open `DIR/no`: No such file or directory (os error 2)");
    insta::assert_snapshot!(refusal(&dir, &real.join(".."), FIRST), @"`DIR/real/..` can't be exchanged for another folder: give a path that ends in a name");
    insta::assert_snapshot!(refusal(&dir, Path::new("/proc"), FIRST), @"`/proc` is a mount point, which can't be exchanged for another folder");
    assert_eq!(names(dir.path()), ["out", "real"]);
    assert_eq!(names(&real), Vec::<String>::new());
}

#[test]
fn a_path_outside_the_folder_is_a_bug_and_writes_nothing() {
    let (dir, out) = empty();
    for path in ["../evil.yaml", "/evil.yaml", "shop/../../evil.yaml", ""] {
        let message = refusal(&dir, &out, &[("shop/cart.yaml", "cart: 1\n"), (path, "evil")]);
        assert_eq!(
            message,
            format!("a file was made for `{path}`, which is no path below the folder: this is a bug in npgen")
        );
    }
    assert_eq!(names(dir.path()), Vec::<String>::new());
}

#[test]
fn a_build_that_is_given_up_leaves_nothing_behind() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    let before = tree(&out);
    let exchange = Exchange::open(&out).unwrap();
    let next = exchange.next(Scope::Whole).unwrap();
    next.put("shop/cart.yaml", b"other");
    assert_eq!(names(dir.path()), [".out.npgen-new", "out"]);
    drop(next);
    assert_eq!(names(dir.path()), ["out"]);
    assert_eq!(tree(&out), before);
}

#[test]
fn folders_that_must_not_be_written_to_are_no_hindrance() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("locked/mine"), "mine");
    for folder in [out.join("locked"), out.join("shop"), out.clone()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
    }
    build(&out, SECOND).unwrap();
    let after = tree(&out);
    assert_eq!((after["locked"].as_str(), after["shop"].as_str()), ("folder 555", "folder 555"));
    assert_eq!(fs::metadata(&out).unwrap().mode() & 0o7777, 0o555);
    assert_eq!(after["shop/cart.yaml"], ours("cart: 2\n"));
    assert_eq!(names(dir.path()), ["out"]);
    // So that the folder of the test can be removed.
    for folder in [out.clone(), out.join("shop"), out.join("locked")] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn names_with_blanks_and_unicode_and_without_a_folder_before_them() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("my ünï 😀/the out");
    fs::create_dir(out.parent().unwrap()).unwrap();
    build(&out, FIRST).unwrap();
    build(&out, SECOND).unwrap();
    assert_eq!(tree(&out)["shop/cart.yaml"], ours("cart: 2\n"));
    assert_eq!(names(out.parent().unwrap()), ["the out"]);
}

#[test]
fn what_a_comparison_says_is_what_a_build_does() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("README.md"), "mine");
    let before = (tree(&out), names(dir.path()));
    let comparison = Comparison::with(&out, Scope::Whole).unwrap();
    for (path, text) in SECOND {
        comparison.put(path, ours(text).as_bytes());
    }
    let compared = comparison.finish().unwrap();
    assert_eq!((tree(&out), names(dir.path())), before);
    assert_eq!(compared, build(&out, SECOND).unwrap());
}

#[test]
fn what_comes_meanwhile_is_carried_over() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("notes"), "old");
    let exchange = Exchange::open(&out).unwrap();
    let next = exchange.next(Scope::Whole).unwrap();
    for (path, text) in SECOND {
        next.put(path, ours(text).as_bytes());
    }
    write(&out.join("late/r/file"), "late");
    fs::set_permissions(out.join("late"), fs::Permissions::from_mode(0o750)).unwrap();
    write(&out.join("pay/late"), "late");
    symlink("x", out.join("link")).unwrap();
    let late = inode(&out.join("late/r/file"));
    next.finish().unwrap();
    let after = tree(&out);
    assert_eq!(
        (after["late/r/file"].as_str(), after["pay/late"].as_str(), after["link"].as_str()),
        ("late", "late", "link x")
    );
    assert_eq!(after["late"], "folder 750");
    assert_eq!(inode(&out.join("late/r/file")), late);
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn what_comes_meanwhile_in_the_place_of_a_new_file_is_kept_aside() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    let exchange = Exchange::open(&out).unwrap();
    let next = exchange.next(Scope::Whole).unwrap();
    for (path, text) in SECOND {
        next.put(path, ours(text).as_bytes());
    }
    write(&out.join("new/new.yaml"), "mine");
    let message = whole_cause(&next.finish().unwrap_err()).replace(&dir.path().display().to_string(), "DIR");
    insta::assert_snapshot!(message, @"`DIR/out/new/new.yaml` came while npgen wrote a file of that name; it is kept as `DIR/.out.npgen-whole/new/new.yaml`: move it away, and build again");
    drop(exchange);
    assert_eq!(tree(&out)["new/new.yaml"], ours("new: 1\n"));
    let kept = dir.path().join(".out.npgen-whole/new/new.yaml");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
    assert!(matches!(build(&out, SECOND), Err(OutError::CameMeanwhile { .. })), "it is not forgotten");
    fs::remove_file(kept).unwrap();
    build(&out, SECOND).unwrap();
    assert_eq!(names(dir.path()), ["out"]);
}

#[test]
fn two_builds_do_not_run_at_once() {
    let (dir, out) = empty();
    let first = Exchange::open(&out).unwrap();
    insta::assert_snapshot!(refusal(&dir, &out, FIRST), @"another build is running in `DIR`");
    drop(first);
    build(&out, FIRST).unwrap();
}

#[test]
fn builds_that_race_leave_one_whole_tree() {
    let (dir, out) = empty();
    build(&out, FIRST).unwrap();
    write(&out.join("mine"), "mine");
    let mine = inode(&out.join("mine"));
    let start = Barrier::new(4);
    let done: usize = thread::scope(|scope| {
        let racer = |files: Files<'static>| {
            let (out, start) = (&out, &start);
            scope.spawn(move || {
                start.wait();
                let ran = |_: &usize| match build(out, files) {
                    Ok(_) => true,
                    Err(OutError::Busy(_)) => false,
                    Err(error) => panic!("{}", whole_cause(&error)),
                };
                (0..50).filter(ran).count()
            })
        };
        let racers = [racer(FIRST), racer(SECOND), racer(FIRST), racer(SECOND)];
        racers.map(|racer| racer.join().unwrap()).iter().sum()
    });
    assert!(done > 0);
    let cart = &tree(&out)["shop/cart.yaml"];
    let expected = if *cart == ours("cart: 1\n") { FIRST } else { SECOND };
    assert_whole(&out, expected, &["mine"]);
    assert_eq!(inode(&out.join("mine")), mine);
    assert_eq!(names(dir.path()), ["out"]);
}

/// That `out` holds these files of npgen, these of others, and no more.
fn assert_whole(out: &Path, files: Files<'_>, foreign: &[&str]) {
    let mut found = tree(out);
    found.retain(|path, what| !what.starts_with("folder") && !foreign.contains(&path.as_str()));
    let expected: BTreeMap<String, String> =
        files.iter().map(|(path, text)| ((*path).to_owned(), ours(text))).collect();
    assert_eq!(found, expected);
}

/// Both trees side by side, and what a build that was killed left of them: then the next build's result.
fn repaired(leave: impl FnOnce(&Path)) -> (TempDir, PathBuf) {
    let (dir, out) = empty();
    build(&out, SECOND).unwrap();
    fs::rename(&out, dir.path().join("second")).unwrap();
    build(&out, FIRST).unwrap();
    write(&out.join("mine"), "mine");
    fs::hard_link(out.join("mine"), dir.path().join("second/mine")).unwrap();
    leave(dir.path());
    let exchange = Exchange::open(&out).unwrap();
    drop(exchange);
    assert_eq!(names(dir.path()).iter().filter(|name| name.starts_with('.')).count(), 0);
    (dir, out)
}

#[test]
fn a_tree_that_was_being_built_is_removed() {
    let (_dir, out) = repaired(|dir| {
        fs::rename(dir.join("second"), dir.join(".out.npgen-new")).unwrap();
        fs::write(dir.join(".out.npgen-new/half"), "").unwrap();
    });
    assert_whole(&out, FIRST, &["mine"]);
}

#[test]
fn a_whole_tree_that_did_not_come_to_its_place_is_removed() {
    let (_dir, out) = repaired(|dir| fs::rename(dir.join("second"), dir.join(".out.npgen-whole")).unwrap());
    assert_whole(&out, FIRST, &["mine"]);
}

#[test]
fn of_the_last_tree_what_came_meanwhile_is_kept_and_the_rest_removed() {
    let (_dir, out) = repaired(|dir| {
        fs::rename(dir.join("out"), dir.join(".out.npgen-whole")).unwrap();
        fs::rename(dir.join("second"), dir.join("out")).unwrap();
        write(&dir.join(".out.npgen-whole/late"), "late");
        fs::remove_file(dir.join(".out.npgen-whole/shop/web.yaml")).unwrap();
    });
    assert_eq!(fs::read_to_string(out.join("late")).unwrap(), "late");
    assert_whole(&out, SECOND, &["mine", "late"]);
}

#[test]
fn between_two_renames_the_next_tree_takes_its_place() {
    let (_dir, out) = repaired(|dir| {
        fs::rename(dir.join("out"), dir.join(".out.npgen-old")).unwrap();
        write(&dir.join(".out.npgen-old/late"), "late");
        fs::rename(dir.join("second"), dir.join(".out.npgen-whole")).unwrap();
    });
    assert_whole(&out, SECOND, &["mine", "late"]);
}

#[test]
fn a_last_tree_without_a_next_one_comes_back() {
    let (_dir, out) = repaired(|dir| fs::rename(dir.join("out"), dir.join(".out.npgen-old")).unwrap());
    assert_whole(&out, FIRST, &["mine"]);
}

#[test]
fn of_two_versions_of_a_foreign_file_the_newer_one_stays() {
    let (_dir, out) = repaired(|dir| {
        let whole = dir.join(".out.npgen-whole");
        fs::rename(dir.join("second"), &whole).unwrap();
        fs::remove_file(whole.join("mine")).unwrap();
        fs::write(whole.join("mine"), "newer").unwrap();
        fs::write(whole.join("yours"), "older").unwrap();
        let older = fs::metadata(dir.join("out/mine")).unwrap().modified().unwrap();
        let newer = older + Duration::from_secs(1);
        fs::File::open(whole.join("mine")).unwrap().set_modified(newer).unwrap();
        fs::File::open(whole.join("yours")).unwrap().set_modified(older).unwrap();
        fs::write(dir.join("out/yours"), "newer").unwrap();
        fs::File::open(dir.join("out/yours")).unwrap().set_modified(newer).unwrap();
    });
    let text = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    assert_eq!((text("mine").as_str(), text("yours").as_str()), ("newer", "newer"));
}

#[test]
fn what_lies_beyond_the_scope_of_a_build_stays_as_it_is() {
    let (_dir, out) = empty();
    build(&out, &[("prod/shop/a.yaml", "a: 1\n"), ("test/shop/a.yaml", "a: 1\n"), ("old/a.yaml", "a: 1\n")]).unwrap();
    write(&out.join("test/shop/edited.yaml"), &(ours("a: 1\n") + "more\n"));
    let before = tree(&out);
    let prod = || Scope::Folders(["prod".to_owned()].into());
    let exchange = Exchange::open(&out).unwrap();
    let next = exchange.next(prod()).unwrap();
    next.put("prod/pay/b.yaml", ours("b: 1\n").as_bytes());
    let changes = next.finish().unwrap();
    assert_eq!(changes.get("test/shop/a.yaml"), Some(Fate::Beyond));
    assert_eq!(changes.with(Fate::Stale).collect::<Vec<_>>(), [Path::new("prod/shop/a.yaml")]);
    let after = tree(&out);
    let others = |tree: &BTreeMap<String, String>| {
        tree.iter().filter(|(path, _)| !path.starts_with("prod")).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(others(&after), others(&before));
    assert_eq!(after["test/shop/edited.yaml"], before["test/shop/edited.yaml"]);
    drop(exchange);

    let comparison = Comparison::with(&out, prod()).unwrap();
    comparison.put("prod/pay/b.yaml", ours("b: 1\n").as_bytes());
    assert!(comparison.finish().unwrap().is_empty());
    let comparison = Comparison::with(&out, prod()).unwrap();
    comparison.put("test/shop/a.yaml", ours("a: 2\n").as_bytes());
    assert!(matches!(comparison.finish(), Err(OutError::Outside(_))), "nothing is proved for another cluster");
}
