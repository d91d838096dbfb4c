//! The strict reader against random and mutated bytes: it never panics, and what it takes means the same to other
//! readers.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use npgen::manifest::read::Unread;
use npgen::manifest::read::canonical::read;
use npgen::manifest::{Node, Scalar, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const FILE: &str = "\
# made by npgen, do not edit; sha256 0123456789abcdef
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  annotations:
    npgen.dev/why: \"card payments: \\\"on\\\"\\n\\u20ac \u{1f980}\"
  labels:
    \"on\": \"yes\"
  name: npgen-cart
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
  ingress:
  # frontend -> cart:7070 (team-shop): because
  - from:
    - podSelector:
        matchExpressions:
        - key: app
          operator: In
          values:
          - a
          - \"1e3\"
    - ipBlock:
        cidr: \"10.0.0.0/8\"
        except: []
    ports:
    - port: 7070
      endPort: 7071
      protocol: TCP
";

/// Bytes that mean something in YAML, or are odd.
const ODD: [&str; 28] = [
    "\n", "\r", "\t", " ", "  ", ":", ": ", "-", "- ", "#", "# ", "\"", "\\", "{}", "[]", "|", ">", "&a", "*a",
    "!!str", "'", "0", "on", "\u{2028}", "\u{feff}", "\u{85}", "%", "---\n",
];

fn spans_lie_in(node: &Node<'_>, length: usize) -> bool {
    let fits = |span: &std::ops::Range<u32>| {
        span.start <= span.end && usize::try_from(span.end).is_ok_and(|end| end <= length)
    };
    fits(&node.span)
        && match &node.value {
            Value::Scalar(_) => true,
            Value::List(items) => items.iter().all(|item| spans_lie_in(item, length)),
            Value::Map(entries) => {
                entries.iter().all(|entry| fits(&entry.key_span) && spans_lie_in(&entry.node, length))
            }
        }
}

/// Reads the bytes; what comes out must point into them.
fn checked(file: &[u8]) -> Result<Node<'_>, Unread> {
    let outcome = read(file);
    match &outcome {
        Ok(node) => assert!(spans_lie_in(node, file.len()), "{node:?}"),
        Err(unread) => {
            assert!(unread.span.start <= unread.span.end, "{unread:?}");
            assert!(usize::try_from(unread.span.end).is_ok_and(|end| end <= file.len()), "{unread:?}");
        }
    }
    outcome
}

/// The node as a YAML library would give it.
fn value(node: &Node<'_>) -> serde_yaml::Value {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text)) => text.to_string().into(),
        Value::Scalar(Scalar::Plain(text)) => {
            text.parse::<i64>().map_or_else(|_| text.to_string().into(), serde_yaml::Value::from)
        }
        Value::List(items) => items.iter().map(value).collect::<Vec<_>>().into(),
        Value::Map(entries) => {
            let entry = |entry: &npgen::manifest::Entry<'_>| (entry.key.to_string().into(), value(&entry.node));
            serde_yaml::Value::Mapping(entries.iter().map(entry).collect())
        }
    }
}

/// What another reader, of the whole language, makes of the file.
fn elsewhere(file: &[u8]) -> serde_yaml::Value {
    serde_yaml::from_slice(file).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(file)))
}

#[test]
fn the_file_is_in_the_form() {
    assert_eq!(value(&checked(FILE.as_bytes()).expect("in the form")), elsewhere(FILE.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_no_harm(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(checked(&bytes).is_err());
        let below_mark = [FILE.split_inclusive('\n').next().unwrap_or_default().as_bytes(), &bytes].concat();
        let _ = checked(&below_mark);
    }

    #[test]
    fn mutated_files_are_refused_or_read_as_others_read_them(
        changes in vec((0..FILE.len(), 0..6_usize, prop_oneof![select(ODD.to_vec()), Just("")]), 1..4),
    ) {
        let mut file = FILE.as_bytes().to_vec();
        for (at, cut, put) in changes {
            let start = at.min(file.len());
            let end = (start + cut).min(file.len());
            file.splice(start..end, put.bytes());
        }
        if let Ok(node) = checked(&file) {
            prop_assert_eq!(value(&node), elsewhere(&file), "{}", String::from_utf8_lossy(&file));
        }
    }

    #[test]
    fn lines_put_together_at_random_are_refused_or_read_as_others_read_them(
        lines in vec((0..4_usize, select(vec![
            "a:", "b:", "a: b", "- a", "- a:", "- a: b", "- b: 1", "# c", "- {}", "a: []", "\"on\": \"\\u0041\"", "- \"x\"", "- -1",
        ])), 1..8),
    ) {
        let mark = FILE.split_inclusive('\n').next().unwrap_or_default();
        let body: String = lines.iter().flat_map(|(level, line)| ["  ".repeat(*level), (*line).to_owned(), "\n".to_owned()]).collect();
        let file = format!("{mark}{body}");
        if let Ok(node) = checked(file.as_bytes()) {
            prop_assert_eq!(value(&node), elsewhere(file.as_bytes()), "{}", file);
        }
    }

    #[test]
    fn every_prefix_is_refused(length in 0..FILE.len()) {
        let file = &FILE.as_bytes()[..length];
        // A file that lacks whole lines at its end can be in the form: its hash tells.
        prop_assert!(checked(file).is_err() || file.ends_with(b"\n"));
    }
}
