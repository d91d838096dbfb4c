//! A second reading of the syntax tree, written from the clauses of the language, against what `resolve` makes of it:
//! on random projects, and on those that the repository has.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test reads files, says what it counted, and fails by panicking"
)]

mod world;

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::Path;

use npgen::diagnostic::{Diagnostics, SourceId, Sources};
use npgen::frontend::parse::tree::File;
use npgen::frontend::{self, parse};
use proptest::test_runner::TestCaseError;

use world::build::TODAY;
use world::reading;
use world::strategy;
use world::toml::{Files, Order, write};
use world::traits::Traits;
use world::trial::{cases, holds_for_all, least_with_a_trait};

/// How many of the repository's projects are valid, at least.
const LEAST_OF_OURS: usize = 30;

/// What comes of reading a project twice.
enum Twice {
    Same,
    /// What differs.
    Different(String),
    /// `resolve` refuses it: the errors.
    Refused(String),
}

fn read_twice(files: &Files) -> Twice {
    let mut sources = Sources::default();
    let npgen = sources.add("npgen.toml", files.npgen.clone());
    let intents: Vec<SourceId> =
        files.intents.iter().map(|(path, text)| sources.add(format!("intents/{path}"), text.clone())).collect();
    let mut found = Diagnostics::default();
    let Some(resolved) = frontend::project(&sources, Some(npgen), &intents, TODAY, &mut found) else {
        let lines = found.into_sorted().into_iter().map(|one| format!("{}: {}", one.rule.name, one.message));
        return Twice::Refused(lines.collect::<Vec<_>>().join("\n"));
    };
    let mut found = Diagnostics::default();
    let mut project = parse::project(npgen, &files.npgen, &mut found).unwrap();
    let texts = intents.iter().zip(&files.intents);
    let mut trees: Vec<_> = texts.map(|(id, (_, text))| parse::intents(*id, text, &mut found).unwrap()).collect();
    // Nodes and guards of npgen.toml count as those of a file.
    let mut own = File::empty(npgen);
    own.namespaces = std::mem::take(&mut project.namespaces);
    own.guards = std::mem::take(&mut project.guards);
    trees.push(own);
    let read = reading::of_tree(&project, &trees, TODAY);
    let graphs = resolved.clusters.iter().map(|cluster| &cluster.graph);
    read.difference(reading::of_graphs(graphs)).map_or(Twice::Same, Twice::Different)
}

#[test]
fn random_projects_mean_the_same_when_they_are_read_again() {
    let (traits, guarded) = (RefCell::new(Traits::default()), Cell::new(0));
    holds_for_all(&strategy::guarded_projects(), |project| {
        traits.borrow_mut().count(&project);
        guarded.set(guarded.get() + usize::from(!project.guards.is_empty()));
        let files = write(&project, Order::AS_IT_IS);
        match read_twice(&files) {
            Twice::Same => Ok(()),
            Twice::Different(how) => Err(TestCaseError::fail(format!("{how}\n{files}"))),
            Twice::Refused(why) => Err(TestCaseError::fail(format!("{why}\n{files}"))),
        }
    });
    println!("of {} projects: {}", cases(), traits.borrow());
    traits.borrow().assert_each();
    assert!(guarded.get() >= least_with_a_trait(), "only {} projects had guards", guarded.get());
}

#[test]
fn our_own_projects_mean_the_same_when_they_are_read_again() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["cases", "projects"].iter().flat_map(|folder| fs::read_dir(tests.join(folder)).unwrap());
    let mut read = 0;
    for folder in folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("intents").is_dir()) {
        let npgen = fs::read_to_string(folder.join("npgen.toml")).unwrap_or_else(|_| "language = 1".to_owned());
        let files = Files { npgen, intents: below(&folder.join("intents")) };
        match read_twice(&files) {
            Twice::Same => read += 1,
            Twice::Different(how) => panic!("{}\n{how}", folder.display()),
            Twice::Refused(_) => {}
        }
    }
    assert!(read >= LEAST_OF_OURS, "only {read} of our own projects are valid");
}

/// The intent files below a folder, by their paths.
fn below(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(below(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            // A file that is no text is for tests of files, and read nowhere else.
            files.extend(fs::read_to_string(&path).ok().map(|text| (path.display().to_string(), text)));
        }
    }
    files.sort();
    files
}
