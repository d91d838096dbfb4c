use std::ops::Range;

use super::*;

const MARK_LINE: &str = "# made by npgen, do not edit; sha256 0123456789abcdef\n";

/// The node as text: `{k: v}`, `[a]`, strings that stood in quotes in quotes.
fn shown(node: &Node<'_>) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match &node.value {
        Value::Scalar(Scalar::Plain(text)) => text.to_string(),
        Value::Scalar(Scalar::Quoted(text)) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", joined(items.iter().map(shown).collect())),
        Value::Map(entries) => {
            let entry = |entry: &Entry<'_>| format!("{}: {}", entry.key, shown(&entry.node));
            format!("{{{}}}", joined(entries.iter().map(entry).collect()))
        }
    }
}

fn read_below_mark(text: &str) -> Result<String, String> {
    let file = format!("{MARK_LINE}{text}");
    match read(file.as_bytes()) {
        Ok(node) => Ok(shown(&node)),
        Err(unread) => {
            let (start, end) = (position(unread.span.start), position(unread.span.end));
            Err(format!("{}: {:?}", unread.reason, file.get(start..end).expect("the span lies in the file")))
        }
    }
}

#[track_caller]
fn refused(text: &str, because: &str) {
    let error = read_below_mark(text).expect_err("outside the form");
    assert!(error.contains(because), "{text:?} was refused because: {error}");
}

#[test]
fn a_policy_becomes_nodes() {
    let text = "\
kind: NetworkPolicy
metadata:
  labels:
    app.kubernetes.io/managed-by: npgen
    \"yes\": \"on\"
  name: web
spec:
  podSelector: {}
  ingress:
  # shop -> web
  #
  # more
  - from:
    - podSelector:
        matchLabels: {}
      namespaceSelector: {}
    - ipBlock:
        cidr: \"10.0.0.0/8\"
    ports:
    - port: 80
      endPort: 90
  - {}
  # none
  - []
  policyTypes:
  - Ingress
  - \"E\\\"\\\\\\n\\t\\u20acgress\u{1f980}\"
";
    let expected = "{kind: NetworkPolicy, metadata: {labels: {app.kubernetes.io/managed-by: npgen, yes: \"on\"}, name: web}, \
        spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {}}, namespaceSelector: {}}, \
        {ipBlock: {cidr: \"10.0.0.0/8\"}}], ports: [{port: 80, endPort: 90}]}, {}, []], \
        policyTypes: [Ingress, \"E\\\"\\\\\\n\\t\u{20ac}gress\u{1f980}\"]}}";
    assert_eq!(read_below_mark(text).as_deref(), Ok(expected));
}

#[test]
fn spans_show_keys_and_values() {
    let file = format!("{MARK_LINE}a: \"b\"\nlist:\n# why\n- c: 1\n  d: 2\n- e\n");
    let node = read(file.as_bytes()).expect("in the form");
    let text = |span: &Range<u32>| file.get(position(span.start)..position(span.end)).expect("a span of the file");
    assert_eq!(text(&node.get("a").expect("there").span), "\"b\"");
    assert_eq!(text(&node.get("list").expect("there").span), "c: 1\n  d: 2\n- e");
    let Value::Map(entries) = &node.value else { panic!("a mapping") };
    assert_eq!(entries.iter().map(|entry| text(&entry.key_span)).collect::<Vec<_>>(), ["a", "list"]);
}

#[test]
fn the_first_line_must_be_npgens() {
    for file in ["", "a: b\n", "# made by npgen, do not edit; sha256 0123456789ABCDEF\na: b\n", " # made by npgen\n"] {
        let error = read(file.as_bytes()).expect_err("not npgen's");
        assert!(error.reason.contains("first line"), "{file:?}: {}", error.reason);
    }
    refused("", "ends where a mapping was expected");
}

#[test]
fn lines_must_be_plain() {
    refused("a: b", "does not end in a newline: \"\"");
    refused("a: b\r\n", "control character: \"\\r\"");
    refused("a:\tb\n", "control character: \"\\t\"");
    refused("a: \"\u{7f}\"\n", "control character");
    refused("a: b \n", "blank at the end");
    refused("a: b\n\nc: d\n", "an empty line");
    refused("a: b\n  \nc: d\n", "an empty line");
    refused("a: \"\u{2028}\"\n", "readers do not agree on");
    refused("a:\n# \u{85}\n- b\n", "readers do not agree on");
    refused("a: \"\u{feff}\"\n", "readers do not agree on");
}

#[test]
fn what_is_not_utf8_is_refused_at_its_place() {
    let file = [MARK_LINE.as_bytes(), b"a: \"\xff\"\n"].concat();
    let error = read(&file).expect_err("not UTF-8");
    assert_eq!(position(error.span.start), MARK_LINE.len() + 4);
}

#[test]
fn words_that_mean_more_to_some_reader_need_quotes() {
    for word in ["yes", "No", "ON", "off", "y", "N", "true", "False", "null", "NaN", "inf"] {
        refused(&format!("a: {word}\n"), "needs quotes");
        refused(&format!("{word}: a\n"), "needs quotes");
        refused(&format!("a:\n- {word}\n"), "needs quotes");
    }
    for other in ["1_000", "0x10", "1e3", "007", "-0", "~", ".inf", "1.5", "+1", "2026-11-21", "=", "<<"] {
        assert!(read_below_mark(&format!("a: {other}\n")).is_err(), "{other}");
    }
    refused("1: a\n", "a number as a key needs quotes");
}

#[test]
fn scalars_of_richer_yaml_are_refused() {
    for value in
        ["|", ">-", "&a b", "*a", "!!str b", "'b'", "[b]", "{b: c}", "{ }", "b # c", "b c", "@b", "- b", "? b", "%b"]
    {
        assert!(read_below_mark(&format!("a: {value}\n")).is_err(), "{value}");
    }
    for line in ["---", "...", "- a", "? a", "a", "a:b", "a : b", "a:  b", ": a", "a: b: c", "\"a\" : b", "{}", "[]"] {
        assert!(read_below_mark(&format!("{line}\n")).is_err(), "{line}");
    }
    refused("a: \"b\n", "closing quote");
    refused("a: \"b\\\"\n", "closing quote");
    refused("a: \"b\"c\n", "expected the end of the line behind the value: \"c\"");
    for escape in ["\\r", "\\x41", "\\u12", "\\u12g4", "\\ud83d", "\\U0001F980", "\\/", "\\+123"] {
        refused(&format!("a: \"{escape}\"\n"), "expected one of the escapes");
    }
}

#[test]
fn indentation_must_be_just_so() {
    refused(" a: b\n", "indented");
    refused("a:\n   b: c\n", "two blanks deeper");
    refused("a:\n b: c\n", "two blanks deeper");
    refused("a:\n  - b\n", "a list item where a key was expected");
    refused("a:\n", "expected a list");
    refused("a:\nb: c\n", "expected a list");
    refused("a: b\n  c: d\n", "deeper than what it belongs to");
    refused("a:\n- b\n  - c\n", "");
    refused("a:\n- b: c\n    d: e\n", "deeper than what it belongs to");
    refused("a:\n  b:\n    c: d\n   e: f\n", "");
    refused("a:\n-\n", "expected a value behind the dash");
    refused("a:\n-  b\n", "");
    refused("a:\n- - b\n", "");
    refused("- a\n", "a list item where a key was expected");
}

#[test]
fn comments_stand_above_list_items_only() {
    for text in [
        "# c\na: b\n",
        "a: b\n# c\n",
        "a:\n- b\n# c\nd: e\n",
        "a:\n- b\n# c\n",
        "a:\n  # c\n  b: d\n",
        "a:\n  # c\n- b\n",
    ] {
        assert!(read_below_mark(text).is_err(), "{text:?}");
    }
    refused("a:\n#c\n- b\n", "a blank behind the `#`");
}

#[test]
fn a_key_stands_once() {
    refused("a: b\na: c\n", "stands twice in its mapping: \"a\"");
    refused("a: b\n\"a\": c\n", "stands twice");
    let many = (0..40).map(|n| format!("k{n}: v\n")).collect::<Vec<_>>().concat();
    assert!(read_below_mark(&many).is_ok());
    refused(&format!("{many}k7: v\n"), "stands twice in its mapping: \"k7\"");
    let long = "k".repeat(LONGEST_KEY + 1);
    refused(&format!("{long}: v\n"), "too long");
}

#[test]
fn nesting_has_a_limit() {
    let nested = |levels: usize| {
        let keys: Vec<String> = (0..levels).map(|level| format!("{}a:\n", "  ".repeat(level))).collect();
        format!("{}{}a: b\n", keys.concat(), "  ".repeat(levels))
    };
    assert!(read_below_mark(&nested(DEEPEST)).is_ok());
    refused(&nested(DEEPEST + 1), "nested too deeply");
    assert!(read_below_mark(&nested(5000)).is_err());
}
