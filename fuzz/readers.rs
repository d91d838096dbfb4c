//! What is tried on any input: each reader takes it or says why not, and never panics.
//!
//! A function for each fuzz target. The tests run them on the committed corpus, so that it holds on a stable toolchain too.

#![allow(dead_code, reason = "each target runs one of these")]

use npgen::analyzer::raise::kubernetes;
use npgen::diagnostic::{Diagnostics, SourceId, Sources, json, text};
use npgen::frontend::{self, Date};
use npgen::manifest::inventory::Gathering;
use npgen::manifest::read::{self, canonical};
use npgen::manifest::{Entry, Node, Scalar, Value, emit};

/// An intent file that is fine, for a project whose `npgen.toml` is tried.
const INTENTS: &str =
    "namespace = \"shop\"\n[services.cart]\nports = [7070]\ncalls = [\"redis\"]\n[services.redis]\nports = [6379]\n";

/// An intent file, on its own.
pub(crate) fn intent_toml(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let mut sources = Sources::default();
    let intents = sources.add("intents/any.toml", input);
    project(&sources, None, intents);
}

/// An `npgen.toml`, beside intents that are fine.
pub(crate) fn npgen_toml(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let mut sources = Sources::default();
    let project_file = sources.add("npgen.toml", input);
    let intents = sources.add("intents/shop.toml", INTENTS);
    project(&sources, Some(project_file), intents);
}

/// There is a graph exactly where nothing is wrong.
fn project(sources: &Sources, project: Option<SourceId>, intents: SourceId) {
    let mut found = Diagnostics::default();
    let resolved = frontend::project(sources, project, &[intents], Date::after_1970(0), &mut found);
    assert_eq!(resolved.is_none(), found.has_errors());
    shown(found, sources);
}

/// Manifests as others write them.
pub(crate) fn yaml(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let mut sources = Sources::default();
    let source = sources.add("any.yaml", input);
    let (mut found, mut gathering) = (Diagnostics::default(), Gathering::new("default"));
    let places = read::objects(source, input, &mut found, &mut |object, found| {
        inside(&object.node, input);
        kubernetes::any(&object, found);
        gathering.add(&object, found);
    });
    gathering.add_no_objects(places);
    gathering.finish();
    shown(found, &sources);
}

/// Manifests as the API server lists them. What starts like JSON is read as JSON.
pub(crate) fn json(input: &[u8]) {
    let mut list = b"{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [".to_vec();
    list.extend_from_slice(input);
    list.extend_from_slice(b"]}");
    yaml(&list);
    yaml(input);
}

/// What the strict reader takes, the reader of any YAML takes for the same, and so does the strict reader again, once
/// it is written anew.
pub(crate) fn canonical(input: &[u8]) {
    let Ok(node) = canonical::read(input) else { return };
    let text = std::str::from_utf8(input).expect("the strict reader takes only UTF-8");
    let mut written = text.lines().next().expect("the strict reader wants a first line").to_owned();
    written.push('\n');
    emit::emit(&node, &mut written);
    let again = canonical::read(written.as_bytes()).expect("what is written can be read");
    assert!(same(&node, &again), "{written}");
    let mut found = Diagnostics::default();
    let mut objects = 0;
    read::objects(SourceId(0), text, &mut found, &mut |object, _| {
        assert!(same(&node, &object.node), "{text}");
        objects += 1;
    });
    let is_text = |key| matches!(node.get(key), Some(Node { value: Value::Scalar(_), .. }));
    let is_list = node.get("items").is_some();
    if is_text("apiVersion") && is_text("kind") && !is_list {
        assert!(objects == 1 && found.is_empty(), "{text}");
    }
}

/// Whether two trees hold the same, wherever they stand.
fn same(left: &Node<'_>, right: &Node<'_>) -> bool {
    let same_entry = |(left, right): (&Entry<'_>, &Entry<'_>)| left.key == right.key && same(&left.node, &right.node);
    match (&left.value, &right.value) {
        (Value::Scalar(Scalar::Plain(left)), Value::Scalar(Scalar::Plain(right)))
        | (Value::Scalar(Scalar::Quoted(left)), Value::Scalar(Scalar::Quoted(right))) => left == right,
        // Written anew, a word in quotes may come out plain, and the other way round: both are the same string.
        (
            Value::Scalar(Scalar::Plain(left) | Scalar::Quoted(left)),
            Value::Scalar(Scalar::Plain(right) | Scalar::Quoted(right)),
        ) => left == right && read::plain::is_string(left),
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Map(left), Value::Map(right)) => left.len() == right.len() && left.iter().zip(right).all(same_entry),
        _ => false,
    }
}

/// Every place of a tree is in its text.
fn inside(node: &Node<'_>, text: &str) {
    assert!(node.span.start <= node.span.end && node.span.end as usize <= text.len(), "{:?}", node.span);
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| inside(item, text)),
        Value::Map(entries) => entries.iter().for_each(|entry| inside(&entry.node, text)),
    }
}

/// Whatever is found can be shown.
fn shown(found: Diagnostics, sources: &Sources) {
    json::render(found.clone(), sources);
    text::render(found, sources);
}
