//! What npgen says in SARIF, held against the schema of SARIF 2.1.0.
//!
//! `sarif/sarif-schema-2.1.0.json` is the schema of the OASIS committee, as the crate serde-sarif ships it.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the test reads its cases, and one that is not there fails it"
)]

use std::collections::BTreeSet;
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

/// What is wrong with a log, and whether it is one.
fn held(schema: &jsonschema::Validator, log: &Value, about: &Path) {
    let wrong: Vec<String> =
        schema.iter_errors(log).map(|wrong| format!("{}: {wrong}", wrong.instance_path())).collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", about.display());
    for result in log["runs"][0]["results"].as_array().expect("a list") {
        let rule = &log["runs"][0]["tool"]["driver"]["rules"][index(&result["ruleIndex"])]["id"];
        assert_eq!(*rule, result["ruleId"]);
    }
}

/// What `npgen diff` says of manifests, and of a project that has them.
fn diffed(arguments: &[&str]) -> Value {
    let arguments = ["npgen", "diff", "--output", "sarif"].into_iter().chain(arguments.iter().copied());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = cli::run(arguments, &Kubernetes, &mut stdout, &mut stderr);
    assert_eq!((code, &*String::from_utf8_lossy(&stderr)), (1, ""));
    serde_json::from_slice(&stdout).expect("one document")
}

/// The texts of the lines at which findings of a rule are, in the files below a folder.
fn lines(log: &Value, rule: &str) -> Vec<String> {
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let found = results.iter().filter(|result| result["ruleId"] == rule);
    let line = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let path = place["artifactLocation"]["uri"].as_str()?;
        let text = fs::read_to_string(path).expect(path);
        Some(text.lines().nth(index(&place["region"]["startLine"]) - 1).expect("a line").to_owned())
    };
    found.filter_map(line).collect()
}

/// Whether a line of the example is that of an edge.
fn is_edge(line: &str) -> bool {
    ["{ to = ", "{ from = "].iter().any(|start| line.contains(start))
}

fn edges_of_the_example() -> BTreeSet<String> {
    let files = fs::read_dir(root().join("intents")).expect("the example");
    let texts = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("text"));
    texts.flat_map(|text| text.lines().filter(|line| is_edge(line)).map(str::to_owned).collect::<Vec<_>>()).collect()
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
        held(&schema, &log, project);
        for result in log["runs"][0]["results"].as_array().expect("a list") {
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

#[test]
fn a_diff_is_valid_and_at_the_lines_that_make_it() {
    let schema = schema();
    let case = Path::new("tests/cases/diff/manifests");
    let [before, after] = ["before", "after"].map(|side| case.join(side).to_str().expect("a plain path").to_owned());
    let log = diffed(&["--objects", &after, &before]);
    held(&schema, &log, case);
    let opened = lines(&log, "connection-opened");
    assert!(!opened.is_empty() && opened.iter().all(|line| line.contains("- from:")), "{opened:?}");

    // The example of this repository, where nothing passed before: what opens is at the lines of its edges, of each.
    let before = tempfile::tempdir().expect("a folder");
    for namespace in ["boutique", "monitoring"] {
        let deny = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: deny, namespace: {namespace}}}\n\
             spec: {{podSelector: {{}}, policyTypes: [Ingress, Egress]}}\n"
        );
        fs::write(before.path().join(format!("{namespace}.yaml")), deny).expect("a file");
    }
    let log = diffed(&[before.path().to_str().expect("a plain path")]);
    held(&schema, &log, root());
    let (edges, declared): (BTreeSet<String>, BTreeSet<String>) =
        lines(&log, "connection-opened").into_iter().partition(|line| is_edge(line));
    assert_eq!(edges, edges_of_the_example());
    assert!(declared.iter().all(|line| line.starts_with('[')), "name resolution is asked by a service: {declared:#?}");
}
