//! The committed corpus of the fuzz targets, each input through the function that its target runs.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "the test reads the corpus, says which input it runs, and fails without inputs"
)]

#[path = "../fuzz/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(folder).expect("the corpus of the target") {
        let path = entry.expect("an entry").path();
        println!("{}", path.display());
        run(&fs::read(path).expect("an input"));
        inputs += 1;
    }
    assert!(inputs > 2, "{target}: only {inputs} inputs");
}

#[test]
fn canonical() {
    replay("canonical", readers::canonical);
}

#[test]
fn intent_toml() {
    replay("intent_toml", readers::intent_toml);
}

#[test]
fn json() {
    replay("json", readers::json);
}

#[test]
fn npgen_toml() {
    replay("npgen_toml", readers::npgen_toml);
}

#[test]
fn yaml() {
    replay("yaml", readers::yaml);
}
