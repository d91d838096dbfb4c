//! What npgen says in SARIF, held against the schema of SARIF 2.1.0.
//!
//! `sarif/sarif-schema-2.1.0.json` is the schema of the OASIS committee, as the crate serde-sarif ships it.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads its cases, and one that is not there fails it"
)]

use std::fs;
use std::path::{Path, PathBuf};

use npgen::backend::Kubernetes;
use npgen::cli;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("tests/sarif/sarif-schema-2.1.0.json")).expect("the schema");
    // The pattern of languages closes a bracket twice, which only lenient readers of regular expressions take.
    let text = text.replace("{2}]?$", "{2}\\\\]?$");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

/// What `npgen check` says of a project.
fn said(project: &Path) -> Value {
    let project = project.to_str().expect("a plain path");
    let arguments = ["npgen", "--project", project, "--format", "sarif", "check"];
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    cli::run(arguments, &Kubernetes, &mut stdout, &mut stderr);
    assert!(stdout.is_empty());
    serde_json::from_slice(&stderr).expect("one document")
}

#[test]
fn everything_that_is_said_is_valid() {
    let schema = schema();
    let cases = fs::read_dir(root().join("tests/messages")).expect("the cases");
    let mut projects: Vec<PathBuf> = cases.map(|case| case.expect("a case").path()).collect();
    projects.extend([root().to_owned(), root().join("nowhere")]);
    let (mut results, mut fixes) = (0, 0);
    for project in &projects {
        let log = said(project);
        let wrong: Vec<String> =
            schema.iter_errors(&log).map(|wrong| format!("{}: {wrong}", wrong.instance_path())).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", project.display());
        for result in log["runs"][0]["results"].as_array().expect("a list") {
            let rule = &log["runs"][0]["tool"]["driver"]["rules"][index(&result["ruleIndex"])]["id"];
            assert_eq!(*rule, result["ruleId"]);
            results += 1;
            fixes += result.get("fixes").map_or(0, |_| 1);
        }
    }
    assert!(projects.len() > 30 && results > 200 && fixes > 20, "{results} results, {fixes} fixes");
}

fn index(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small one")
}

#[test]
fn the_schema_refuses_what_is_no_sarif() {
    let schema = schema();
    let mut log = said(root());
    assert!(schema.is_valid(&log));
    log["runs"][0]["columnKind"] = "letters".into();
    assert!(!schema.is_valid(&log));
}
