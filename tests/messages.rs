//! Every message as a person sees it: for each folder under `tests/messages/` the files are read as a project, with the
//! manifests in it, and what is found is held against the snapshot in that folder.
//!
//! `INSTA_UPDATE=always cargo test --test messages` writes the snapshots anew. A rule that no snapshot shows fails the
//! test, so no message goes unseen.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads its cases, and one that is not there fails it"
)]

mod folders;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use folders::{hold_against_snapshots, listed, root};
use npgen::analyzer::evaluate::Rules;
use npgen::analyzer::lint::{self, Surroundings};
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::diagnostic::{Diagnostics, SourceId, Sources, rule, text};
use npgen::frontend::{self, Date};
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;

/// Rules that reading a project cannot break, with the file that shows their messages, each by the rule's name.
const SHOWN_ELSEWHERE: &[(&str, &str)] = &[
    ("connection-closed", "tests/cases/diff/expired/result.snap"),
    ("connection-opened", "tests/cases/diff/small/result.snap"),
    ("guard-broken", "tests/cases/guards/result.snap"),
    ("manifest-form", "src/pipeline/tests/mod.rs"),
    ("not-proved", "src/pipeline/tests/mod.rs"),
    ("one-sided-edge", "tests/cases/one-sided/result.snap"),
    ("proof-difference", WRONG_BACKENDS),
    ("proof-folder", WRONG_BACKENDS),
    ("proof-hash", WRONG_BACKENDS),
    ("proof-range", "src/pipeline/tests/mod.rs"),
    ("review-first", "tests/cases/diff/guard/result.snap"),
];

/// What is said of the backends that are wrong on purpose.
const WRONG_BACKENDS: &str =
    "tests/wrong_backends/snapshots/wrong_backends__wrong_backends_are_caught_and_nothing_is_written.snap";

/// The day on which the cases are read.
const TODAY: Date = Date { year: 2027, month: 3, day: 15 };

/// The snapshot in each case's folder.
const SNAPSHOT: &str = "messages.snap";

#[test]
fn every_message_is_as_reviewed() {
    hold_against_snapshots(&cases(), "messages", messages_of);
}

#[test]
fn a_case_holds_a_project_and_its_snapshot_and_nothing_else() {
    for case in cases() {
        for path in listed(&case) {
            let name = path.file_name().expect("it has a name").to_string_lossy();
            assert!(["npgen.toml", "intents", "manifests", SNAPSHOT].contains(&&*name), "{}", path.display());
        }
    }
}

#[test]
fn every_rule_is_shown_by_a_snapshot() {
    let shown: BTreeSet<String> = cases().iter().flat_map(|case| rules_in(&case.join(SNAPSHOT))).collect();
    for rule in rule::ALL {
        let elsewhere = SHOWN_ELSEWHERE.iter().any(|(name, _)| *name == rule.name);
        assert_ne!(shown.contains(rule.name), elsewhere, "`{}` must be shown here or elsewhere, not both", rule.name);
    }
    for (name, place) in SHOWN_ELSEWHERE {
        assert!(rule::ALL.iter().any(|rule| rule.name == *name), "there is no rule `{name}`");
        let shows = fs::read_to_string(root().join(place)).expect("the file is there");
        let shown = [format!("{name}: "), format!("[{name}]: "), format!("title={name}::")];
        assert!(shown.iter().any(|shown| shows.contains(shown)), "{place}: no `{name}`");
    }
}

/// The words that open the messages of a snapshot name their rules: `error[toml-syntax]: ...`.
fn rules_in(snapshot: &Path) -> Vec<String> {
    let messages = fs::read_to_string(snapshot).expect("the case has a snapshot");
    let rule = |line: &str| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        Some(rest.split_once(']')?.0.to_owned())
    };
    messages.lines().filter_map(rule).collect()
}

fn messages_of(case: &Path) -> String {
    let mut sources = Sources::default();
    let project = Some(case.join("npgen.toml")).filter(|path| path.exists());
    let project = project.map(|path| add(&mut sources, case, &path));
    let intents: Vec<SourceId> =
        listed(&case.join("intents")).iter().map(|path| add(&mut sources, case, path)).collect();
    let mut found = Diagnostics::default();
    let resolved = frontend::project(&sources, project, &intents, TODAY, &mut found);
    assert_eq!(resolved.is_none(), found.has_errors(), "{}: a graph exactly where there is no error", case.display());
    let manifests: Vec<SourceId> =
        listed(&case.join("manifests")).iter().map(|path| add(&mut sources, case, path)).collect();
    let inventory = judged(&sources, &manifests, &mut found);
    if let Some(resolved) = resolved {
        frontend::lint::manifests::check(&resolved.clusters, &inventory, &mut found);
    }
    text::render(found, &sources)
}

/// What manifests hold; the policies in them are looked at.
fn judged(sources: &Sources, manifests: &[SourceId], found: &mut Diagnostics) -> Inventory {
    let (mut rules, mut gathering) = (Rules::default(), Gathering::new("default"));
    for id in manifests {
        let text = &sources.get(*id).expect("it was added").text;
        read::objects(*id, text, found, &mut |object, found| match kubernetes::any(&object, found) {
            Raised::Policy(policy) => rules.policies.push(policy),
            Raised::Refused => {}
            Raised::Other => gathering.add(&object, found),
        });
    }
    let inventory = gathering.finish();
    lint::files(sources, manifests, &Surroundings::new(&rules, &inventory), found);
    inventory
}

fn add(sources: &mut Sources, case: &Path, path: &Path) -> SourceId {
    let shown = path.strip_prefix(case).expect("the file is in the case's folder").to_string_lossy();
    sources.add(shown, fs::read_to_string(path).expect("the file can be read"))
}

fn cases() -> Vec<PathBuf> {
    folders::cases("messages", 10)
}
