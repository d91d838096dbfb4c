//! The language, case by case: each folder under `tests/cases/` is a project, and what npgen makes of it is held against
//! the golden `result.snap` in that folder: exit codes, both streams, and every file of `out/`.
//!
//! A comment in a case's files names the clauses of `docs/language.md` that the case shows, like `[H3]`, at the line that
//! shows them. A clause that no case names fails the test, and so does a name of no clause.
//!
//! A case is a project (`npgen.toml`, `intents/`, manifests), with two files that are not: `run`, the commands, one a
//! line (`build` unless there), and `before/`, what is in the project's folder beside it when they run.
//! `INSTA_UPDATE=always cargo test --test cases` writes the goldens anew.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads and copies its cases, and one that is not there fails it"
)]

mod folders;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use folders::{hold_against_snapshots, listed, root};
use npgen::backend::Kubernetes;
use npgen::cli;
use tempfile::TempDir;

/// The golden in each case's folder.
const GOLDEN: &str = "result.snap";

/// Clauses that no folder can show, on what happens between two moments or on a file without end; each with the test that does.
const SHOWN_BY_TESTS: [(&str, &str, &str); 4] = [
    ("F4", "tests/properties.rs", "fn the_order_of_files_tables_and_arrays_changes_no_byte"),
    ("F21", "tests/bad_input.rs", "fn a_file_without_end_is_refused"),
    ("W5", "tests/killed.rs", "fn a_build_that_is_killed"),
    ("W9", "tests/exchange.rs", "fn two_builds_do_not_run_at_once"),
];

#[test]
fn every_case_gives_its_golden() {
    hold_against_snapshots(&cases(), "result", result_of);
}

#[test]
fn every_clause_of_the_language_is_named_by_a_case() {
    let reference = fs::read_to_string(root().join("docs/language.md")).expect("the reference is there");
    let clauses: BTreeSet<String> =
        reference.lines().filter_map(|line| line.strip_prefix("- [")?.split(']').next().map(str::to_owned)).collect();
    assert!(clauses.len() > 100, "the clauses were not found");
    let mut named: BTreeSet<String> = BTreeSet::new();
    for file in cases().iter().flat_map(|case| files_below(case)) {
        if file.extension().is_some_and(|extension| extension == "toml") {
            named.extend(clauses_in(&fs::read_to_string(&file).unwrap_or_default()));
        }
    }
    for (clause, file, test) in SHOWN_BY_TESTS {
        let text = fs::read_to_string(root().join(file)).expect("the test is there");
        assert!(text.contains(test), "{file}: no `{test}`, which shows {clause}");
        named.insert(clause.to_owned());
    }
    let unknown: Vec<&String> = named.difference(&clauses).collect();
    assert!(unknown.is_empty(), "cases name clauses that are not in docs/language.md: {unknown:?}");
    let unnamed: Vec<&String> = clauses.difference(&named).collect();
    assert!(unnamed.is_empty(), "{} of {} clauses are named by no case: {unnamed:?}", unnamed.len(), clauses.len());
    println!("{} clauses, each named by a case", clauses.len());
}

/// The names of clauses in the comments of a TOML file.
fn clauses_in(text: &str) -> BTreeSet<String> {
    let comments = text.lines().filter_map(|line| line.split_once('#').map(|(_, comment)| comment));
    let names = comments.flat_map(|comment| comment.split('[').skip(1).filter_map(|rest| rest.split(']').next()));
    names.filter(|name| is_clause(name)).map(str::to_owned).collect()
}

/// Whether a text is a capital letter and digits.
fn is_clause(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_uppercase())
        && text.len() > 1
        && characters.all(|character| character.is_ascii_digit())
}

/// What npgen makes of a case: each command with its exit code and both streams, then the files of `out/`.
fn result_of(case: &Path) -> String {
    let dir = TempDir::new().expect("there is room");
    for path in listed(case) {
        match path.file_name().and_then(|name| name.to_str()).expect("a plain name") {
            GOLDEN | "run" => {}
            "before" => copy(&path, dir.path()),
            name => copy(&path, &dir.path().join(name)),
        }
    }
    let commands = fs::read_to_string(case.join("run")).unwrap_or_else(|_| "build\n".to_owned());
    let mut result = String::new();
    for command in commands.lines() {
        let project = dir.path().to_str().expect("a plain path");
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        // The files of manifests are named on the command line; they are those of the case.
        let arguments = command.split_whitespace().map(|word| word.replace("DIR", project));
        let all = ["npgen", "--project", project].into_iter().map(str::to_owned).chain(arguments);
        let code = cli::run(all, &Kubernetes, &mut stdout, &mut stderr);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replace(project, "DIR");
        write!(result, "$ npgen {command}\n{}{}exit code {code}\n\n", text(stdout), text(stderr))
            .expect("it is a string");
    }
    let out = dir.path().join("out");
    for file in files_below(&out) {
        let path = file.strip_prefix(dir.path()).expect("it is below").display();
        let text = fs::read_to_string(&file).expect("it is text");
        write!(result, "==> {path}\n{text}\n").expect("it is a string");
    }
    result
}

/// Copies a file, or all that is in a folder.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("there is room");
        for path in listed(from) {
            copy(&path, &to.join(path.file_name().expect("it has a name")));
        }
    } else {
        fs::copy(from, to).expect("it can be copied");
    }
}

/// Every file below a folder, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    listed(folder).into_iter().flat_map(below).collect()
}

/// All cases but those of `npgen diff`, which are of two projects each.
fn cases() -> Vec<PathBuf> {
    folders::cases("cases", 5).into_iter().filter(|case| !case.ends_with("diff")).collect()
}
