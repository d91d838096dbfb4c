use proptest::prelude::*;

use super::document;
use crate::manifest::Node;
use crate::manifest::read::yaml::{parsed, pieces};

/// What the parser makes of a piece; `None` where it does not take it.
fn by_parser(piece: &str, start: usize) -> Option<Vec<(Node<'_>, usize)>> {
    let mut all = Vec::new();
    let read = parsed(piece, start, &mut |document| all.push((document.node, document.odd_keys.len())));
    read.ok().map(|()| all)
}

/// How many pieces of a text are simple, after a look that the parser reads each of these just so.
#[track_caller]
fn simple_pieces(text: &str) -> usize {
    let mut count = 0;
    for (start, piece) in pieces(text, 0) {
        if let Some(found) = document(piece, start) {
            assert_eq!(Some(vec![(found.node, 0)]), by_parser(piece, start), "{piece}");
            count += 1;
        }
    }
    count
}

const POLICY: &str = "# above
---
apiVersion: networking.k8s.io/v1   # which version
kind: NetworkPolicy
metadata: {name: cart, namespace: \"shop\", labels: {a.b/c: 'x y', \"on\": \"\"}}
spec:
  podSelector: {}

  policyTypes: [ Ingress,Egress ]
  ingress:
    # who
  - from:
      - podSelector:
          matchLabels:
            app: web
      -   ipBlock: { cidr: 10.0.0.0/8 , except: [] }
          odd: [-1, [x], {}]
    ports:
    - port: 8080
      url: http://shop:80/#top
    - \"quoted\\n\\u00e4\"
    - 'single' # too
    -  a b - c
  egress: []
";

#[test]
fn what_people_write_is_simple() {
    assert_eq!(simple_pieces(POLICY), 1);
    assert_eq!(simple_pieces("a: 1\n---\nb:\n- c: d\n---\n{a: b}\n"), 2);
}

#[test]
fn what_takes_more_is_left_to_the_parser() {
    for text in [
        "",
        "# nothing\n",
        "a\n",
        "- a\n",
        "a:\n",
        "a: |\n  x\n",
        "a: b\n  c\n",
        "a: \"b\n  c\"\n",
        "a: \"\\x41\"\n",
        "a: 'it''s'\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str 1\n",
        "<<: {a: b}\n",
        "on: a\n",
        "a: ö\n",
        "a: b\r\n",
        "a:\tb\n",
        "a: b: c\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a: [b\n",
        "a: [b,]\n",
        "a: {b}\n",
        "a: [b: c]\n",
        "a: {b: c}d\n",
        "a: 'b'#c\n",
        "a:\n  b: 1\n c: 2\n",
        "a:\n- b\n c\n",
        "- a: 1\n",
        "a:\n- - b\n",
        "a:\n-\n  b: 1\n",
        "a: 1\n...\nb: 2\n",
        "? a\n: b\n",
        "%YAML 1.1\n---\na: 1\n",
        " a: 1\n",
    ] {
        assert_eq!(simple_pieces(text), 0, "{text}");
    }
}

#[test]
fn nobody_nests_without_end() {
    for (open, close) in [("{a: ", "}"), ("[", "]")] {
        let text = format!("a: {}x{}\n", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(simple_pieces(&text), 0);
    }
    let deep: Vec<String> = (0..1000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(simple_pieces(&deep.concat()), 0);
}

/// Lines that are nearly right: each of an indentation, perhaps dashes, perhaps a key, and a value.
fn texts() -> impl Strategy<Value = String> {
    let word = || {
        prop::sample::select(vec![
            "a",
            "b",
            "c",
            "a b",
            "a#b",
            "a:b",
            "1",
            "-1",
            "- 1",
            "-",
            "on",
            "0x1",
            "a.b/c",
            "\"a\"",
            "'b'",
            "\"a # b\"",
            "\"",
            "\"\\n\"",
            "\"a\\\\b\\\"\"",
            "\"\\u0041 \"",
            "\"\\ud83e\"",
            "\"\\u0000\"",
            "\"\\ \"",
            "'",
            "~",
            "null",
            "*a",
            "&a b",
            "!t",
            "|",
            ">-",
            "?",
            "%",
            "@",
            "`",
            "=",
            "<<",
            "...",
            "---",
            "--- a",
            "..",
            "a\\",
            "\"a: b\"",
            "a,b",
            "[",
            "]",
            "{",
            "}",
            "x]",
            "/",
            "+1",
            ".5",
            "<a",
            "(a",
            "a?",
            "a 'b'",
            "\"a\"b",
            "",
        ])
    };
    let flow = (word(), word(), word()).prop_map(|(a, b, c)| (a, b, c));
    let flow = prop_oneof![
        flow.clone().prop_map(|(a, b, c)| format!("[{a}, {b},{c}]")),
        flow.clone().prop_map(|(a, b, c)| format!("{{{a}: {b}, {c}: [{a}]}}")),
        flow.clone().prop_map(|(a, b, _)| format!("{{ {a}:{b} }}")),
        flow.prop_map(|(a, b, c)| format!("[ {{{a}: {b}}} , [{c}] ]")),
        Just("{}".to_owned()),
        Just("[ ]".to_owned()),
    ];
    let value = prop_oneof![4 => word().prop_map(str::to_owned), 2 => flow, 2 => Just(String::new())];
    let indent = prop::sample::select(vec!["", "", "  ", "  ", "    ", "      ", " "]);
    let dash = prop::sample::select(vec!["", "", "", "- ", "- ", "-   ", "- - "]);
    let key = prop_oneof![
        4 => prop::sample::select(vec!["a: ", "b: ", "c: ", "d: ", "e: ", "a:", "\"k\": ", "'l':  "]).prop_map(str::to_owned),
        1 => word().prop_map(|word| format!("{word}: ")),
        1 => Just(String::new()),
    ];
    let tail = prop::sample::select(vec!["", "", "", "", " ", " # c", "#c", "  #"]);
    let line = prop_oneof![
        9 => (indent, dash, key, value, tail).prop_map(|(indent, dash, key, value, tail)| format!("{indent}{dash}{key}{value}{tail}\n")),
        1 => prop::sample::select(vec!["\n", "   \n", "# c\n", "  # c\n", "---\n"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(line, 0..7).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn what_it_takes_the_parser_reads_alike(text in texts()) {
        simple_pieces(&text);
        simple_pieces(text.trim_end_matches('\n'));
    }
}
