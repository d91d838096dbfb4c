//! What the documents say is true: links lead somewhere, and clause numbers are unique.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the test reads the documents, and a document that is not there fails it"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project, by its path from the project's folder.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents: those in the project's folder and those in `docs/`.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["", "docs"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    found.sort();
    assert!(found.len() > 4, "the documents were not found: {found:?}");
    found
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
