//! Raising against policies that others wrote: what a real API server took is taken, what it refused is refused.
//!
//! The corpus lies beside the project, in `../shared/corpus`, and is no part of it.

#![allow(clippy::expect_used, reason = "a test may panic")]
#![allow(clippy::disallowed_methods, reason = "the test reads the corpus")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use npgen::analyzer::raise::kubernetes;
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::{Node, Scalar, Value};
use serde::Deserialize;
use serde_yaml::Value as Yaml;

const CORPUS: &str = "../shared/corpus";

/// The document as nodes; a string counts as quoted, as its reader saw a string.
fn node(yaml: &Yaml) -> Node<'static> {
    let plain = |text: String| Node::new(Value::Scalar(Scalar::Plain(text.into())));
    match yaml {
        Yaml::Null => plain("null".to_owned()),
        Yaml::Bool(value) => plain(value.to_string()),
        Yaml::Number(number) => plain(number.to_string()),
        Yaml::String(text) => Node::string(text.clone()),
        Yaml::Sequence(items) => Node::list(items.iter().map(node)),
        Yaml::Mapping(entries) => {
            Node::map(entries.iter().map(|(key, value)| (key.as_str().expect("a text").to_owned(), node(value))))
        }
        Yaml::Tagged(tagged) => node(&tagged.value),
    }
}

fn is_policy(document: &Yaml) -> bool {
    let is = |key: &str, value: &str| document.get(key).and_then(Yaml::as_str) == Some(value);
    is("apiVersion", "networking.k8s.io/v1") && is("kind", "NetworkPolicy")
}

/// The policies of a file, each in the namespace `default` where it names none, as kubectl would have it, and all with
/// one name: some have a `_` in theirs, which the list of refusals does not hold against them.
fn policies(text: &str) -> Vec<Yaml> {
    let documents = serde_yaml::Deserializer::from_str(text).map_while(|document| Yaml::deserialize(document).ok());
    let mut policies: Vec<Yaml> = documents
        .flat_map(|document| match document.get("items").and_then(Yaml::as_sequence) {
            Some(items) => items.clone(),
            None => vec![document],
        })
        .filter(is_policy)
        .collect();
    for metadata in policies.iter_mut().filter_map(|policy| policy.get_mut("metadata")?.as_mapping_mut()) {
        metadata.insert("name".into(), "any".into());
        if !metadata.contains_key("namespace") {
            metadata.insert("namespace".into(), "default".into());
        }
    }
    policies
}

fn yaml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            yaml_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            into.push(path);
        }
    }
}

#[test]
#[ignore = "needs ../shared/corpus"]
fn the_api_servers_verdicts_are_ours() {
    let corpus = Path::new(CORPUS);
    let refused = fs::read_to_string(corpus.join("refused-by-api-server.json")).expect("the list of refusals");
    let refused: Vec<serde_json::Value> = serde_json::from_str(&refused).expect("a list");
    let text = |entry: &serde_json::Value, key: &str| entry.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    let refused: BTreeSet<String> = refused
        .iter()
        .filter(|entry| text(entry, "kind").as_deref() == Some("NetworkPolicy"))
        .filter_map(|entry| text(entry, "file"))
        .collect();

    let mut files = Vec::new();
    yaml_files(&corpus.join("policies"), &mut files);
    files.sort();
    let (mut taken, mut wrong) = (0, Vec::new());
    for file in files {
        let policies = policies(&String::from_utf8_lossy(&fs::read(&file).expect("a file of the corpus")));
        let mut found = Diagnostics::default();
        let read =
            policies.iter().filter(|one| kubernetes::policy(&node(one), SourceId(0), &mut found).is_some()).count();
        taken += read;
        let name = file.strip_prefix(corpus).expect("in the corpus").to_string_lossy().into_owned();
        if !policies.is_empty() && (read < policies.len()) != refused.contains(&name) {
            let messages: Vec<String> = found.into_sorted().into_iter().map(|one| one.message).collect();
            wrong.push(format!("{name}: {messages:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(taken > 300, "only {taken} policies were taken");
}
