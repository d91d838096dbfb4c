//! What the documents say is true: the README shows files and output that are real, links lead somewhere, clause
//! numbers are unique, every key is explained, and the page of rules is up to date.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the test reads the documents, and a document that is not there fails it"
)]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use npgen::backend::Kubernetes;
use npgen::cli;
use npgen::diagnostic::rule::{ALL, Rule};
use npgen::frontend::parse::keys::KINDS;

/// A file of the project, by its path from the project's folder.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents: those in the project's folder, in `docs/` and of the examples.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["", "docs", "examples/argocd", "examples/flux"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    found.sort();
    assert!(found.len() > 5, "the documents were not found: {found:?}");
    found
}

/// The fenced blocks of a document, each with what stands behind its opening fence.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let mut rest = text;
    let mut found = Vec::new();
    while let Some((_, opened)) = rest.split_once("\n```") {
        let (language, body) = opened.split_once('\n').expect("a fence ends its line");
        // A block that is empty, or ends right behind its opening fence, closes with the newline before the fence.
        let (block, after) = body.split_once("\n```").expect("a block is closed");
        found.push((language, block));
        rest = after;
    }
    found
}

/// The README's blocks that are files of the project begin with a comment that names the file.
#[test]
fn every_file_that_the_readme_shows_is_the_real_one() {
    let readme = read("README.md");
    let mut shown = BTreeSet::new();
    for (language, block) in blocks(&readme) {
        let Some((path, body)) = block.strip_prefix("# ").and_then(|block| block.split_once('\n')) else { continue };
        if !["toml", "yaml"].contains(&language) || !root().join(path).is_file() {
            continue;
        }
        assert_eq!(body.trim(), read(path).trim(), "README.md does not show {path} as it is");
        shown.insert(path.to_owned());
    }
    let expected = ["intents/cart.toml", "out/boutique/redis-cart.yaml"].map(str::to_owned);
    assert_eq!(shown, BTreeSet::from(expected), "the README shows these files");
}

/// How many lines a reader sees at first.
const FIRST_SCREEN: usize = 40;

/// Its output is that of a case, which runs against `HEAD` where the page says `origin/main`.
#[test]
fn the_output_that_the_page_on_reviews_shows_is_real() {
    let golden = read("tests/cases/diff/review/result.snap").replace("HEAD", "origin/main");
    let page = read("docs/review.md");
    let mut shown = 0;
    for (_, block) in blocks(&page).into_iter().filter(|(language, _)| *language == "text") {
        assert!(golden.contains(&format!("{block}\nexit code")), "no such output:\n{block}");
        shown += 1;
    }
    let quoted: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix('>')).collect();
    let quoted: Vec<&str> = quoted.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    assert!(golden.contains(&format!("{}\nexit code", quoted.join("\n"))), "no such comment:\n{}", quoted.join("\n"));
    assert_eq!(shown, 2, "the blocks with output");
}

/// What the page on the doctor shows is what a test holds of that cluster.
#[test]
fn the_output_that_the_page_on_the_doctor_shows_is_real() {
    let golden = read("tests/snapshots/doctor__clusters_of_many_kinds_are_told_apart@kubeadm-cilium.json.snap");
    let page = read("docs/doctor.md");
    let shown: Vec<&str> =
        blocks(&page).into_iter().filter(|(language, _)| *language == "text").map(|(_, block)| block).collect();
    let [shown] = shown[..] else { panic!("one block with output: {shown:?}") };
    assert!(golden.contains(&format!("\n--- stdout\n{shown}\n--- stderr\n")), "no such output:\n{shown}");
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let readme = read("README.md");
    for command in ["cargo run --release -- build", "cargo test"] {
        assert!(readme.lines().take(FIRST_SCREEN).any(|line| line.starts_with(command)), "{command}");
    }
}

#[test]
fn what_is_in_out_is_what_the_compiler_makes() {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments = ["npgen", "--project", env!("CARGO_MANIFEST_DIR"), "build", "--check"].map(OsString::from);
    let code = cli::run(arguments, &Kubernetes, &mut stdout, &mut stderr);
    assert_eq!(code, 0, "{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
}

/// `[H3]` at the start of an item, in order within its chapter.
#[test]
fn clause_numbers_are_unique_and_in_order() {
    let text = read("docs/language.md");
    let mut last: Option<(String, u32)> = None;
    let mut seen = BTreeSet::new();
    for line in text.lines() {
        let Some((number, sentence)) = line.strip_prefix("- [").and_then(|item| item.split_once("] ")) else {
            continue;
        };
        let (chapter, count) = number.split_at(1);
        let count: u32 = count.parse().unwrap_or_else(|_| panic!("`{number}` is no clause number"));
        assert!(!sentence.is_empty(), "{number} says nothing");
        assert!(seen.insert(number.to_owned()), "{number} stands twice");
        if let Some((chapter_before, count_before)) = &last
            && chapter_before == chapter
        {
            assert!(count > *count_before, "{number} comes after {chapter_before}{count_before}");
        }
        last = Some((chapter.to_owned(), count));
    }
    assert!(seen.len() > 80, "only {} clauses were found", seen.len());
}

/// The decoder's own table of keys against the reference.
#[test]
fn every_key_of_the_language_stands_in_the_reference() {
    let text = read("docs/language.md");
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for kind in KINDS {
        for key in kind.keys {
            assert!(words.contains(key.name), "`{}` of {}", key.name, kind.name);
        }
    }
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    for document in documents() {
        let text = fs::read_to_string(&document).expect("the document can be read");
        for link in links(&text) {
            if link.starts_with("https://") {
                continue;
            }
            let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
            let folder = document.parent().expect("a document is in a folder");
            let target = if path.is_empty() { document.clone() } else { folder.join(path) };
            assert!(target.exists(), "{}: `{link}` leads nowhere", document.display());
            if let Some(heading) = heading {
                let there = fs::read_to_string(&target).expect("the target can be read");
                let headings: Vec<String> = there.lines().filter_map(anchor).collect();
                assert!(headings.iter().any(|one| one == heading), "{}: `{link}`: no heading", document.display());
            }
        }
    }
}

/// The targets of the links in a text.
fn links(text: &str) -> Vec<&str> {
    text.split("](").skip(1).filter_map(|after| after.split_once(')')).map(|(link, _)| link).collect()
}

/// The anchor that a heading gets.
fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = heading.to_lowercase().replace(' ', "-");
    Some(kept.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-' || *letter == '_').collect())
}

/// The page of rules is made from the rules; `UPDATE_DOCS=1` writes it anew.
#[test]
fn the_page_of_rules_is_up_to_date() {
    let page = page_of_rules();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root().join("docs/rules.md"), &page).expect("the page can be written");
    }
    let help = "docs/rules.md is out of date: UPDATE_DOCS=1 cargo test --test docs";
    assert!(read("docs/rules.md") == page, "{help}");
}

fn page_of_rules() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Every message of npgen belongs to one of these rules; `npgen explain-rule` prints them too. After an error \
         nothing is written; a lint only warns.\n\n\
         <!-- made from src/diagnostic/rule/ by `UPDATE_DOCS=1 cargo test --test docs`, do not edit -->\n\n",
    );
    page.push_str("| rule | | |\n|---|---|---|\n");
    for rule in ALL {
        writeln!(page, "| [`{0}`](#{0}) | {1} | {2} |", rule.name, kind(rule), rule.summary())
            .expect("a string takes all");
    }
    for rule in ALL {
        let (name, kind, explanation) = (rule.name, kind(rule), rule.explanation.trim());
        write!(page, "\n## `{name}`\n\n*{kind}*\n\n{explanation}\n").expect("a string takes all");
    }
    page
}

/// Whether it is always an error, or a lint.
fn kind(rule: &Rule) -> &'static str {
    if rule.is_lint() { "lint" } else { "error" }
}
