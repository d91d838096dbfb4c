//! Whatever is written as canonical YAML, every reader reads back just as it was.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use npgen::manifest::emit::emit;
use npgen::manifest::read::canonical;
use npgen::manifest::{Entry, Node, Scalar, Value};
use proptest::prelude::*;

fn emitted(root: &Node<'_>) -> String {
    let mut out = String::new();
    emit(root, &mut out);
    out
}

/// A tree that is made of strings and whole numbers, so that every reader agrees on its types.
fn trees() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        4 => texts().prop_map(serde_json::Value::from),
        1 => any::<i32>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::btree_map(keys(), inner, 0..5).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// What stands in labels, reasons and names, with all that has ever been misread.
fn texts() -> impl Strategy<Value = String> {
    const MISREAD: [&str; 46] = [
        "",
        "y",
        "Y",
        "yes",
        "No",
        "on",
        "OFF",
        "true",
        "False",
        "null",
        "Null",
        "~",
        "nan",
        "NaN",
        "inf",
        ".inf",
        "-.INF",
        "infinity",
        "1_000",
        "0x10",
        "0o17",
        "017",
        "0b1",
        "1e3",
        "1.",
        ".5",
        "+1",
        "-0",
        "12:30:45",
        "190:20:30",
        "2026-11-21",
        "2026-11-21T00:00:00Z",
        "<<",
        "=",
        "---",
        "...",
        "- a",
        "a: b",
        "a #b",
        "'",
        "\"",
        "\\",
        "%YAML 1.1",
        "\u{feff}",
        "\u{85}",
        "🚀 ship",
    ];
    prop_oneof![
        3 => prop::sample::select(&MISREAD[..]).prop_map(str::to_owned),
        2 => "[a-z0-9./_-]{1,12}",
        2 => "[ -~]{0,20}",
        2 => any::<String>(),
        1 => prop::collection::vec(prop::char::range('\u{0}', '\u{a0}'), 0..12).prop_map(|chars| chars.into_iter().collect()),
        1 => "[a-z \\n\"]{2000,6000}",
    ]
}

/// YAML readers give up on keys of more than 1024 characters.
fn keys() -> impl Strategy<Value = String> {
    texts().prop_map(|text| text.chars().take(200).collect())
}

fn to_node(tree: &serde_json::Value) -> Node<'_> {
    match tree {
        serde_json::Value::String(text) => Node::string(text.as_str()),
        serde_json::Value::Number(number) => Node::number(number.as_i64().expect("only whole numbers are made")),
        serde_json::Value::Array(items) => Node::list(items.iter().map(to_node)),
        serde_json::Value::Object(entries) => {
            Node::map(entries.iter().map(|(key, node)| (key.as_str(), to_node(node))))
        }
        other => panic!("{other} is never made"),
    }
}

/// The same tree with comments on every node.
fn with_comments<'a>(mut node: Node<'a>, comment: &'a str) -> Node<'a> {
    node.comment = vec![comment.into()];
    node.value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| with_comments(item, comment)).collect()),
        Value::Map(entries) => Value::Map(
            entries.into_iter().map(|entry| Entry { node: with_comments(entry.node, comment), ..entry }).collect(),
        ),
        scalar @ Value::Scalar(_) => scalar,
    };
    node
}

fn has_list_in_list(tree: &serde_json::Value) -> bool {
    match tree {
        serde_json::Value::Array(items) => items.iter().any(|item| item.is_array() || has_list_in_list(item)),
        serde_json::Value::Object(entries) => entries.values().any(has_list_in_list),
        _ => false,
    }
}

fn to_tree(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text)) => text.as_ref().into(),
        Value::Scalar(Scalar::Plain(text)) => text.parse::<i64>().map_or_else(|_| text.as_ref().into(), Into::into),
        Value::List(items) => items.iter().map(to_tree).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.to_string(), to_tree(&entry.node))).collect(),
    }
}

proptest! {
    // A case that fails is printed; there is no file to keep it in beside a test of its own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_strict_reader_takes_what_is_written(tree in trees().prop_filter("no list in a list", |tree| !has_list_in_list(tree))) {
        let root = Node::map([("root", to_node(&tree))]);
        let text = format!("# made by npgen, do not edit; sha256 0123456789abcdef\n{}", emitted(&root));
        let read = canonical::read(text.as_bytes());
        let read = read.map_err(|unread| TestCaseError::fail(format!("{unread:?}\n{text}")))?;
        prop_assert_eq!(to_tree(&read), serde_json::json!({ "root": tree }), "{}", text);
    }

    #[test]
    fn every_reader_reads_just_the_tree_that_was_written(tree in trees(), comment in texts()) {
        for text in [emitted(&to_node(&tree)), emitted(&with_comments(to_node(&tree), &comment))] {
            let saphyr: serde_json::Value = serde_saphyr::from_str(&text)
                .map_err(|error| TestCaseError::fail(format!("serde-saphyr: {error}\n{text}")))?;
            prop_assert_eq!(&saphyr, &tree, "serde-saphyr read\n{}", text);
            let yaml: serde_json::Value = serde_yaml::from_str(&text)
                .map_err(|error| TestCaseError::fail(format!("yaml_serde: {error}\n{text}")))?;
            prop_assert_eq!(&yaml, &tree, "yaml_serde read\n{}", text);
        }
    }
}
