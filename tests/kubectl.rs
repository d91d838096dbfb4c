//! What others read from npgen's files is what npgen meant: kubectl, `serde-saphyr` and `yaml_serde`, each on its own.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test reads and writes files, says what it counted, and fails by panicking"
)]

mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use npgen::backend::compile::Compiler;
use npgen::backend::{Kubernetes, OutFile, lower, write};
use npgen::diagnostic::Diagnostics;
use npgen::manifest::{Node, Scalar, Value, read};
use serde_json::Value as Json;

use world::build::{Built, build};
use world::toml::{Files, Order};
use world::{disk, example, goldens, strategy, toml};

/// How many random projects are read.
const PROJECTS: usize = 60;

/// How long a very long text is, in repeats of a few words.
const LONG: usize = 2_000;

/// Label values that some YAML reader takes for something else than text; label values can't hold more than these
/// characters.
const LABEL_VALUES: [&str; 21] = [
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "n",
    "true",
    "null",
    "Null",
    "1_000",
    "0x10",
    "0o17",
    "0777",
    "1e3",
    "1.0",
    "1",
    "2026-11-21",
    "nan",
    "inf",
    "0",
    "x",
];

/// Reasons: text of any kind.
const REASONS: [&str; 25] = [
    "yes",
    "on",
    "1_000",
    "0x10",
    "1e3",
    "~",
    "2026-11-21",
    "'single'",
    "\\\"double\\\"",
    "a: b",
    "a #b",
    "# c",
    "- d",
    "? e",
    "! f",
    "& g",
    "* h",
    "| i",
    "> j",
    "% k",
    "@ l",
    "`m`",
    "{n}",
    "[o]",
    "🦀 ist gut, ü auch \\\\ \\\\n",
];

/// A project whose labels, owners and reasons are of that kind.
fn evil() -> Files {
    let calls = |to: &str, why: &str| format!("  {{ to = '{to}', why = \"{why}\" }},\n");
    let service = |name: &str, label: &str, calls: &str| {
        let labels = format!("{{ app = '{label}', service = '{name}' }}");
        format!("[services.{name}]\npods = {labels}\nports = [80]\nowner = '{label}'\ncalls = [\n{calls}]\n")
    };
    let name = |at: usize| format!("s{}", at % LABEL_VALUES.len());
    let all: Vec<String> = REASONS.iter().enumerate().map(|(at, why)| calls(&name(at), why)).collect();
    let services = LABEL_VALUES.iter().enumerate().map(|(at, label)| service(&name(at), label, &all.concat()));
    let long = service("long", "long", &calls("s0", &"very long: 'text' ".repeat(LONG)));
    let file = ["namespace = 'shop'\n".to_owned()].into_iter().chain(services).chain([long]);
    let intents = vec![("shop.toml".to_owned(), file.collect::<Vec<_>>().concat())];
    Files { npgen: "language = 1\n".to_owned(), intents }
}

/// A project's files and what npgen meant by each.
fn meant(files: &Files) -> (Built, BTreeMap<String, Json>) {
    let built = build(files, &Kubernetes);
    assert!(!built.graphs.is_empty(), "{:?}", built.errors());
    let mut meant = BTreeMap::new();
    for graph in &built.graphs {
        let compiler = Compiler::new(graph);
        for namespace in graph.governed() {
            let path = graph.folder(&graph.namespace(namespace).unwrap().name);
            let folder = lower::kubernetes::folder(&path, &compiler.policies(namespace), &mut Diagnostics::default());
            let documents = write::documents(&folder);
            meant.extend(documents.iter().map(|document| (document.path.clone(), json(&document.root))));
        }
    }
    (built, meant)
}

/// A node as JSON: what stood bare is a number where it is one, and text otherwise.
fn json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text)) => Json::from(&**text),
        Value::Scalar(Scalar::Plain(text)) => text.parse::<i64>().map_or_else(|_| Json::from(&**text), Json::from),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.to_string(), json(&entry.node))).collect(),
    }
}

/// Holds what two libraries read from a file against what was meant.
fn assert_libraries_read(path: &str, bytes: &[u8], meant: &Json) {
    let by_saphyr: Json = serde_saphyr::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let by_yaml_serde: Json = serde_yaml::from_slice(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(&by_saphyr, meant, "serde-saphyr reads something else from {path}");
    assert_eq!(&by_yaml_serde, meant, "yaml_serde reads something else from {path}");
}

fn assert_same_paths(files: &[OutFile], meant: &BTreeMap<String, Json>) {
    let written: Vec<&String> = files.iter().map(|file| &file.path).collect();
    assert_eq!(written, meant.keys().collect::<Vec<_>>());
}

fn random_projects() -> Vec<Files> {
    strategy::same_projects().take(PROJECTS).map(|project| toml::write(&project, Order::AS_IT_IS)).collect()
}

#[test]
fn libraries_read_what_was_meant_from_projects_with_text_of_any_kind() {
    for files in random_projects().into_iter().chain([evil(), example::files()]) {
        let (built, meant) = meant(&files);
        assert_same_paths(&built.files, &meant);
        for file in &built.files {
            assert_libraries_read(&file.path, &file.bytes, &meant[&file.path]);
        }
    }
}

#[test]
fn libraries_read_what_was_meant_from_the_example_and_every_golden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, meant) = meant(&example::files());
    let written = disk::tree(&root.join("out"));
    let written: BTreeMap<String, Vec<u8>> =
        written.into_iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes)).collect();
    assert_eq!(written.keys().collect::<Vec<_>>(), meant.keys().collect::<Vec<_>>(), "out/ has other files");
    for (path, bytes) in &written {
        assert_libraries_read(path, bytes, &meant[path]);
    }
    for (name, bytes, meant) in goldens() {
        assert_libraries_read(&name, &bytes, &meant);
    }
}

/// The files of npgen that stand in snapshots: snapshot and number, bytes, and what the strict reader, which the proof
/// rests on, reads from them.
fn goldens() -> Vec<(String, Vec<u8>, Json)> {
    let meant = |(name, bytes): (String, Vec<u8>)| {
        let meant = json(&read::canonical::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}")));
        (name, bytes, meant)
    };
    goldens::all().into_iter().map(meant).collect()
}

#[test]
#[ignore = "needs kubectl"]
fn kubectl_reads_what_was_meant() {
    for files in random_projects().into_iter().chain([evil(), example::files()]) {
        let (built, meant) = meant(&files);
        if built.files.is_empty() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        for file in &built.files {
            disk::write(&folder.path().join(&file.path), &file.bytes);
        }
        assert_kubectl_reads(folder.path(), meant.into_values().collect());
    }
}

#[test]
#[ignore = "needs kubectl"]
fn kubectl_reads_what_was_meant_from_the_example_and_every_golden() {
    let (_, meant) = meant(&example::files());
    assert_kubectl_reads(&Path::new(env!("CARGO_MANIFEST_DIR")).join("out"), meant.into_values().collect());
    let folder = tempfile::tempdir().unwrap();
    let mut meant = Vec::new();
    for (at, (_, bytes, golden)) in goldens().into_iter().enumerate() {
        disk::write(&folder.path().join(format!("{at}.yaml")), &bytes);
        meant.push(golden);
    }
    assert_kubectl_reads(folder.path(), meant);
}

/// Holds what kubectl reads from a folder against what was meant, in whatever order.
fn assert_kubectl_reads(folder: &Path, mut meant: Vec<Json>) {
    let mut read = read_by_kubectl(folder);
    meant.sort_by_key(Json::to_string);
    read.sort_by_key(Json::to_string);
    assert_eq!(read, meant);
}

/// What kubectl reads from a folder and those below it. It is asked to add an annotation, for it prints only what it
/// changes; the annotation is taken away again. A kustomization is to it an object like any other, without a name.
fn read_by_kubectl(folder: &Path) -> Vec<Json> {
    let mut kubectl = Command::new("kubectl");
    kubectl.args(["annotate", "--local", "--overwrite", "--recursive", "--output=json", "--filename"]);
    let output = kubectl.arg(folder).arg("zz=1").output().expect("kubectl is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let objects = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Json>();
    objects.map(|object| without_annotation(object.unwrap())).collect()
}

fn without_annotation(mut object: Json) -> Json {
    let annotations = object["metadata"]["annotations"].as_object_mut().unwrap();
    assert_eq!(annotations.remove("zz"), Some(Json::from("1")));
    let none_left = annotations.is_empty();
    if none_left {
        object["metadata"].as_object_mut().unwrap().remove("annotations");
    }
    if object["metadata"].as_object().unwrap().is_empty() {
        object.as_object_mut().unwrap().remove("metadata");
    }
    object
}
