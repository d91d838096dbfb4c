use super::*;

fn whole(text: &str) -> Result<Node<'_>, Unread> {
    let mut reader = Reader::new(text, 0);
    match reader.document()? {
        Some(Document::Whole(node)) => Ok(node),
        _ => Err(Unread::new(0, 0, "no single value")),
    }
}

fn reason(text: &str) -> (Range<u32>, String) {
    let unread = whole(text).expect_err(text);
    (unread.span, unread.reason.into_owned())
}

#[test]
fn every_kind_of_value_is_read_with_its_place() {
    let text = r#"{"a": [1, -2.5e3, true, null], "b": {"c": "d"}, "e": []}"#;
    let node = whole(text).expect("JSON");
    let Some(Node { value: Value::List(items), span, .. }) = node.get("a") else { panic!("{node:?}") };
    assert_eq!(text.get(span.start as usize..span.end as usize).expect("a part"), "[1, -2.5e3, true, null]");
    let plain: Vec<&Value<'_>> = items.iter().map(|item| &item.value).collect();
    let expected = ["1", "-2.5e3", "true", "null"].map(|word| Value::Scalar(Scalar::Plain(word.into())));
    assert_eq!(plain, expected.iter().collect::<Vec<_>>());
    let Value::Map(entries) = &node.get("b").expect("b").value else { panic!("{node:?}") };
    assert_eq!((&*entries[0].key, &entries[0].key_span), ("c", &(37..40)));
    assert_eq!(entries[0].node.value, Value::Scalar(Scalar::Quoted("d".into())));
}

#[test]
fn escapes_are_read() {
    let node = whole(r#""\" \\ \/ \b\f\n\r\t é 🚀 ü""#).expect("JSON");
    assert_eq!(node.value, Value::Scalar(Scalar::Quoted("\" \\ / \u{8}\u{c}\n\r\t é 🚀 ü".into())));
    let escaped = whole("\"\\u00e9 \\ud83d\\ude80\"").expect("JSON");
    assert_eq!(escaped.value, Value::Scalar(Scalar::Quoted("é 🚀".into())));
}

#[test]
fn what_is_broken_is_told_with_its_place() {
    assert_eq!(reason("{\"a\" 1}"), (5..6, "expected a colon behind the key".into()));
    assert_eq!(reason("{\"a\": 1 \"b\": 2}"), (8..9, "expected `,` or `}`".into()));
    assert_eq!(reason("[1 2]"), (3..4, "expected `,` or `]`".into()));
    assert_eq!(reason("[1,]"), (3..4, "expected a value".into()));
    assert_eq!(reason("{a: 1}"), (1..2, "expected a key in double quotes".into()));
    assert_eq!(reason("\"abc"), (0..4, "the closing quote is missing".into()));
    assert_eq!(reason("\"a\nb\""), (2..3, "a line break or control character inside a string needs an escape".into()));
    assert_eq!(reason("\"\\ud83d\"").1, "half of a surrogate pair");
    assert_eq!(reason("\"\\u+123\"").0, 1..3);
    assert_eq!(reason("{\"a\": 1, \"a\": 2}"), (9..12, "the key stands twice in its mapping".into()));
    for number in ["01", "1.", "+1", "1e", "--1", "-", "nul", "1_000", "0x10"] {
        assert!(whole(number).is_err(), "{number}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(reason(&deep).1, "nested too deeply");
    let deep = "{\"a\":".repeat(100_000);
    assert_eq!(reason(&deep).1, "nested too deeply");
}

#[test]
fn the_items_of_a_list_are_found_before_its_kind() {
    let text = r#" {"apiVersion": "v1", "items": [ {"a": "]},{"}, [1, [2]], 3 ], "kind": "List"} "#;
    let mut reader = Reader::new(text, 0);
    let Ok(Some(Document::List(outline, items))) = reader.document() else { panic!("no list") };
    let texts: Vec<&str> = items.into_iter().map(|item| text.get(item).expect("a part").trim_end()).collect();
    assert_eq!(texts, [r#"{"a": "]},{"}"#, "[1, [2]]", "3"]);
    assert!(outline.get("items").is_none() && outline.get("kind").is_some());
    assert!(matches!(reader.document(), Ok(None)));
}

#[test]
fn items_of_something_that_is_no_list_are_part_of_it() {
    let node = whole(r#"{"kind": "Basket", "items": [1]}"#).expect("JSON");
    assert!(node.get("items").is_some());
}

#[test]
fn several_values_follow_each_other() {
    let mut reader = Reader::new("{} []\n1", 0);
    let mut count = 0;
    while reader.document().expect("JSON").is_some() {
        count += 1;
    }
    assert_eq!(count, 3);
}
