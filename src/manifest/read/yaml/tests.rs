use super::*;
use crate::manifest::{Scalar, Value};

/// The documents of a text, each as one line of JSON-like text: `'x'` for what is surely a string, `x` for plain text.
fn read(text: &str) -> Result<Vec<String>, Unread> {
    let mut all = Vec::new();
    for (start, piece) in pieces(text, 0) {
        documents(piece, start, &mut |document| all.push(shown(&document.node)))?;
    }
    Ok(all)
}

fn shown(node: &Node<'_>) -> String {
    match &node.value {
        Value::Scalar(Scalar::Plain(text)) => text.clone().into_owned(),
        Value::Scalar(Scalar::Quoted(text)) => format!("'{text}'"),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entry = |entry: &crate::manifest::Entry<'_>| format!("{}:{}", entry.key, shown(&entry.node));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(","))
        }
    }
}

fn part_of<'t>(text: &'t str, span: &Range<u32>) -> &'t str {
    text.get(span.start as usize..span.end as usize).expect("a part of the text")
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(read(text).expect(text), expected, "{text}");
}

#[track_caller]
fn breaks(text: &str, part: &str, reason: &str) {
    let unread = read(text).expect_err(text);
    assert_eq!(unread.reason, reason, "{text}");
    assert_eq!(part_of(text, &unread.span), part, "{text}");
}

#[test]
fn quotes_are_kept_apart_from_plain_text() {
    reads("a: on\nb: 'on'\nc: \"1\"\nd: 1\ne:\nf: |\n  x\n", &["{a:on,b:'on',c:'1',d:1,e:,f:'x\n'}"]);
    reads("[a, {b: c}, [], {}]", &["[a,{b:c},[],{}]"]);
}

#[test]
fn tags_decide_what_a_scalar_is() {
    reads("a: !!str 1\nb: !!int \"1\"\nc: !foo x\nd: ! 12\n", &["{a:'1',b:1,c:x,d:'12'}"]);
    breaks("a: !!binary aGVsbG8=\n", "!!binary aGVsbG8=", "the tag `!!binary` is not one that a manifest needs");
}

#[test]
fn documents_follow_each_other() {
    reads("", &[]);
    reads("# nothing\n---\n---\n# nothing\n", &[]);
    reads("a: 1\n---\nb: 2\n--- # c\nc: 3\n", &["{a:1}", "{b:2}", "{c:3}"]);
    reads("%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n", &["{a:1}", "{b:2}"]);
    reads("a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n", &["{a:1}", "{b:'x\ny\n'}"]);
}

#[test]
fn aliases_stand_for_what_they_name() {
    reads("a: &x {b: 1}\nc: *x\nd: [*x, &y z, *y]\n", &["{a:{b:1},c:{b:1},d:[{b:1},z,z]}"]);
    breaks("a: &x [*x]\n", "*x", "the alias stands inside its own anchor");
    assert!(read("a: *x\n").is_err());
    assert!(read("a: &x 1\n---\nb: *x\n").is_err(), "anchors end with their document");
}

#[test]
fn a_few_aliases_never_stand_for_everything() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let below = format!("*a{}", level - 1);
        bomb.extend([&format!("a{level}: &a{level} ["), [&*below; 9].join(", ").as_str(), "]\n"]);
    }
    assert_eq!(read(&bomb).expect_err("a bomb").reason, "aliases stand for too much text");
}

/// What kubectl 1.32 makes of the same.
#[test]
fn merge_keys_are_as_kubectl_has_them() {
    let anchors = "x: &x {a: 1, b: 2}\ny: &y {a: 3, c: 4}\n";
    let merged = |map: &str, expected: &str| {
        let all = read(&format!("{anchors}d: {{{map}}}\n")).expect(map);
        assert!(all[0].ends_with(&format!("d:{expected}}}")), "{map}: {all:?}");
    };
    merged("<<: *x, a: 9", "{b:2,a:9}");
    merged("a: 9, <<: *x", "{a:1,b:2}");
    merged("<<: [*x, *y]", "{a:1,c:4,b:2}");
    merged("'<<': r", "{<<:r}");
    breaks("d:\n  <<: x\n", "<<", "`<<` takes a mapping, or a list of mappings");
    breaks("d:\n  <<: {}\n  <<: {}\n", "<<", "the key stands twice in its mapping");
    breaks("d: {<<: {a: 1}, a: 2, a: 3}\n", "a", "the key stands twice in its mapping");
}

#[test]
fn a_key_stands_once_and_is_text() {
    breaks("a: 1\n\"a\": 2\n", "\"a\"", "the key stands twice in its mapping");
    breaks("a: {b: 1, b: 2}\n", "b", "the key stands twice in its mapping");
    breaks("? [a]\n: b\n", "[", "a mapping or list where a key was expected");
    breaks("a: {{ .Values.x }}\n", "{", "a mapping or list where a key was expected");
    breaks("x: &x [1]\n? *x\n: 2\n", "&x [1]", "a mapping or list where a key was expected");
}

#[test]
fn keys_that_are_no_surely_text_are_noticed() {
    let text = "on: 1\n8080: 2\n0x10: 3\n~: 4\n\"yes\": 5\nplain: {off: x}\n";
    let mut odd = Vec::new();
    documents(text, 0, &mut |document| odd = document.odd_keys).expect("YAML");
    let odd: Vec<&str> = odd.iter().map(|key| part_of(text, key)).collect();
    assert_eq!(odd, ["on", "0x10", "~", "off"]);
}

#[test]
fn nesting_ends_somewhere() {
    for deep in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "? ".repeat(100_000)] {
        assert!(read(&deep).is_err(), "{}", deep.len());
    }
    let lines: Vec<String> = (0..1000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(read(&lines.concat()).expect_err("deep").reason, "nested too deeply");
}

#[test]
fn what_readers_dispute_is_refused() {
    let reason = "a control character, or a line break that only some YAML readers know";
    breaks("a: 1 # x\u{2028}b: 2\n", "\u{2028}", reason);
    breaks("a: x\u{85}y\n", "\u{85}", reason);
    breaks("a: 1\n\0b: 2\n", "\0", reason);
}

#[test]
fn places_are_bytes_of_the_file() {
    let text = "é: 1\n---\nä: {ö: ü}\nlist:\n- 日: x  # y\n-   - z\nend: |\n  block\n";
    let mut spans = Vec::new();
    for (start, piece) in pieces(text, 0) {
        documents(piece, start, &mut |document| collect(&document.node, &mut spans)).expect("YAML");
    }
    let texts: Vec<&str> = spans.iter().map(|span| part_of(text, span)).collect();
    assert_eq!(
        texts,
        [
            "é: 1",
            "1",
            "ä: {ö: ü}\nlist:\n- 日: x  # y\n-   - z\nend: |\n  block\n",
            "{ö: ü}",
            "ü",
            "日: x  # y\n-   - z",
            "日: x",
            "x",
            "- z",
            "z",
            "block\n",
        ]
    );
}

fn collect(node: &Node<'_>, spans: &mut Vec<Range<u32>>) {
    spans.push(node.span.clone());
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| collect(item, spans)),
        Value::Map(entries) => entries.iter().for_each(|entry| collect(&entry.node, spans)),
    }
}

#[test]
fn a_broken_document_says_where() {
    breaks("a: [1, 2\nb: 3\n", ":", "illegal placement of ':' indicator");
    breaks("a: 1\n---\nb:\n\tc: x\n", "c", "tabs disallowed within this context (block indentation)");
    let unclosed = read("a: 1\n---\nb: \"x\n\n").expect_err("no closing quote");
    assert!(unclosed.span.end <= 17, "{unclosed:?}");
}
