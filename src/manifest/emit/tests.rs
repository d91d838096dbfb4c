use super::*;

fn emitted(root: &Node<'_>) -> String {
    let mut out = String::new();
    emit(root, &mut out);
    out
}

fn commented<'a>(comment: &[&'a str], node: Node<'a>) -> Node<'a> {
    Node { comment: comment.iter().map(|line| (*line).into()).collect(), ..node }
}

fn plain(text: &str) -> Node<'_> {
    Node::new(Value::Scalar(Scalar::Plain(text.into())))
}

#[test]
fn blocks_are_indented_as_kubectl_does_it() {
    let rule = Node::map([
        (
            "from",
            Node::list([Node::map([(
                "podSelector",
                Node::map([("matchLabels", Node::map([("app", Node::string("web"))]))]),
            )])]),
        ),
        ("ports", Node::list([Node::map([("protocol", Node::string("TCP")), ("port", Node::number(8080))])])),
    ]);
    let root =
        Node::map([("spec", Node::map([("podSelector", Node::map::<&str>([])), ("ingress", Node::list([rule]))]))]);
    assert_eq!(
        emitted(&root),
        "\
spec:
  podSelector: {}
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: web
    ports:
    - protocol: TCP
      port: 8080
"
    );
}

#[test]
fn comments_stand_above_what_they_are_for() {
    let first = commented(&["of the item", ""], Node::map([("a", commented(&["of its first key"], Node::number(1)))]));
    let second = Node::list([commented(&["of the inner item"], Node::number(2)), Node::number(3)]);
    let root =
        commented(&["of the file"], Node::map([("key", commented(&["of the key"], Node::list([first, second])))]));
    assert_eq!(
        emitted(&root),
        "\
# of the file
# of the key
key:
# of the item
#
# of its first key
- a: 1
# of the inner item
- - 2
  - 3
"
    );
}

#[test]
fn a_comment_can_not_break_out_of_its_line() {
    let root = Node::map([("a", commented(&["x\nb: 1\r\u{85}c\u{2028}d\u{0}\u{feff}"], Node::number(1)))]);
    assert_eq!(emitted(&root), "# x b: 1  c d\na: 1\n");
}

#[test]
fn strings_are_bare_only_where_nobody_can_mistake_them() {
    for bare in ["web", "kubernetes.io/metadata.name", "_x", "/healthz", "v1beta1", "TCP", "a-b", "yess", "e3"] {
        assert_eq!(emitted(&Node::string(bare)), format!("{bare}\n"));
    }
    for quoted in [
        "",
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "N",
        "true",
        "False",
        "null",
        "NULL",
        "~",
        "nan",
        "Inf",
        ".inf",
        ".nan",
        "1",
        "1_000",
        "0x10",
        "0o7",
        "1e3",
        "+1",
        "-1",
        "-",
        "--",
        ".",
        "..",
        "1.5",
        "2026-11-21",
        "10.0.0.0/8",
        "::/0",
        "a b",
        "a:",
        "a: b",
        "a#",
        "#",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "?",
        "{}",
        "[]",
        ",",
        "<<",
        "=",
        "'a'",
        " a",
        "a ",
    ] {
        assert_eq!(emitted(&Node::string(quoted)), format!("\"{quoted}\"\n"));
    }
}

#[test]
fn quoted_strings_have_the_escapes_of_json() {
    let text = "a\"b\\c\nd\te\rf\u{7}g\u{7f}\u{85}\u{2028}\u{2029}\u{feff}\u{ffff} é 🚀";
    let written = r#""a\"b\\c\nd\te\u000df\u0007g\u007f\u0085\u2028\u2029\ufeff\uffff é 🚀""#;
    assert_eq!(emitted(&Node::string(text)), format!("{written}\n"));
    assert_eq!(serde_json::from_str::<String>(written).unwrap(), text);
}

#[test]
fn what_stood_bare_stands_bare_again_unless_it_would_be_structure() {
    for bare in ["8080", "true", "null", "~", "1e3", "-1", "web", ".inf"] {
        assert_eq!(emitted(&plain(bare)), format!("{bare}\n"));
    }
    for quoted in ["", "-", "a: b", "# x", "[", "*a", "a\nb"] {
        assert!(emitted(&plain(quoted)).starts_with('"'), "{quoted:?}");
    }
}

#[test]
fn what_is_empty_is_said_so() {
    assert_eq!(emitted(&Node::list([])), "[]\n");
    assert_eq!(emitted(&Node::map::<&str>([])), "{}\n");
    let root = Node::list([Node::list([]), Node::map::<&str>([]), Node::map([("a", Node::list([]))])]);
    assert_eq!(emitted(&root), "- []\n- {}\n- a: []\n");
}
