//! `policy-refused`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place, nearest};

/// Objects are such that an API server takes them.
pub static RULE: Rule = Rule {
    name: "policy-refused",
    severity: Severity::Error,
    explanation: "\
An object says what an API server would refuse, or what YAML readers take for different things.

npgen reads a policy as the API server does: with its defaults, and with its refusals. An unknown key is an error, since
a server that does not check strictly drops it without a word, and the policy then lets through more, or less, than it
says. Text without quotes must be a string to every YAML reader where a string belongs: kubectl takes `on` for a boolean
and `1_000` for a number.

Wrong:

```yaml
ingress:
- from:
  - ipblock:            # no such key: nobody is matched, or everybody
      cidr: 10.0.0.5/8  # bits are set beyond the prefix
```

Right:

```yaml
ingress:
- from:
  - ipBlock:
      cidr: 10.0.0.0/8
```
",
};

fn refused(message: String, place: Place, text: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&RULE, message).at(place, text)
}

fn listed(known: &[&str]) -> String {
    known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A key that the API does not have there.
pub fn unknown_key(place: Place, key: &str, known: &[&str]) -> Diagnostic {
    let nearest = nearest(key, known.iter().copied());
    refused(format!("there is no key `{key}` here"), place, "unknown key")
        .did_you_mean(place, key, nearest)
        .help(format!("the keys that can stand here are {}", listed(known)))
}

/// A key that must be there is not.
pub fn missing_key(place: Place, key: &str) -> Diagnostic {
    refused(format!("the key `{key}` is missing"), place, format!("expected `{key}` in here"))
}

/// Something of another type: `expected` is the type with its article.
pub fn wrong_type(place: Place, expected: &str) -> Diagnostic {
    refused(format!("expected {expected}"), place, format!("this is not {expected}"))
}

/// Text without quotes that some YAML reader does not take for a string.
pub fn not_surely_a_string(place: Place, text: &str) -> Diagnostic {
    refused(format!("`{text}` without quotes is not a string to every YAML reader"), place, "expected a string")
        .help(format!("write it in double quotes: `\"{text}\"`"))
}

/// Text without quotes that kubectl takes for something else than a string: `other` says for what, with its article.
pub fn not_a_string(place: Place, text: &str, other: &str) -> Diagnostic {
    refused(format!("`{text}` without quotes is {other}, expected a string"), place, "")
        .help(format!("write it in double quotes: `\"{text}\"`"))
}

/// A value that is none of the few that can stand there.
pub fn not_one_of(place: Place, value: &str, known: &[&str]) -> Diagnostic {
    refused(format!("`{value}` is none of {}", listed(known)), place, "")
}

/// A text that is not what it must be: `expected` says what, with its article.
pub fn malformed(place: Place, text: &str, expected: &str) -> Diagnostic {
    refused(format!("`{text}` is not {expected}"), place, "")
}

/// Annotations that are too long, all together.
pub fn annotations_too_long(place: Place, length: usize, longest: usize) -> Diagnostic {
    refused(format!("the annotations are {length} bytes long, more than {longest}"), place, "")
}

/// More than two policy types.
pub fn too_many_policy_types(place: Place) -> Diagnostic {
    refused("there are more than two policy types".into(), place, "expected `Ingress`, `Egress` or both")
}

/// A peer without a selector and without a range.
pub fn empty_peer(place: Place) -> Diagnostic {
    refused("the peer names nobody".into(), place, "expected `podSelector`, `namespaceSelector` or `ipBlock` in here")
}

/// A peer with a range and a selector.
pub fn range_with_selector(place: Place) -> Diagnostic {
    refused("a peer is either an `ipBlock` or selectors, not both".into(), place, "")
        .help("make two items of the list of it: it matches what any of them matches")
}

/// An exception that is not strictly inside its range.
pub fn exception_not_inside(place: Place, except: &str, cidr: &str) -> Diagnostic {
    refused(format!("`{except}` is not strictly inside `{cidr}`"), place, "")
}

/// A range in a form that Kubernetes 1.36 and later refuse: `why` says what is wrong with it.
pub fn ambiguous_range(place: Place, text: &str, why: &str) -> Diagnostic {
    refused(format!("the range `{text}` {why}"), place, "").help("Kubernetes refuses such ranges since 1.36")
}

/// `endPort` without a port by number.
pub fn end_port_alone(place: Place) -> Diagnostic {
    refused("`endPort` needs a `port` by number".into(), place, "")
}

/// `endPort` below `port`.
pub fn end_port_below(place: Place, port: u16, end: u16) -> Diagnostic {
    refused(format!("`endPort` {end} is below `port` {port}"), place, "")
}

/// `In` or `NotIn` without values.
pub fn values_missing(place: Place) -> Diagnostic {
    refused("`In` and `NotIn` need `values`".into(), place, "expected at least one value in here")
}

/// `Exists` or `DoesNotExist` with values.
pub fn values_forbidden(place: Place) -> Diagnostic {
    refused("`Exists` and `DoesNotExist` take no `values`".into(), place, "")
}

/// A list with too few or too many items.
pub fn wrong_length(place: Place, length: usize, shortest: usize, longest: usize) -> Diagnostic {
    refused(format!("the list has {length} items, expected {shortest} to {longest}"), place, "")
}

/// A list that names something twice.
pub fn listed_twice(place: Place, text: &str) -> Diagnostic {
    refused(format!("`{text}` stands twice in the list"), place, "")
}

/// Text of too many characters.
pub fn too_long(place: Place, length: usize, longest: usize) -> Diagnostic {
    refused(format!("the text is {length} characters long, more than {longest}"), place, "")
}

/// A mapping that must have one key of a few and has another number of them.
pub fn not_one_key(place: Place, count: usize, known: &[&str]) -> Diagnostic {
    let there = if count == 0 { "none".to_owned() } else { count.to_string() };
    refused(format!("expected one of {}, there are {there}", listed(known)), place, "")
}

/// A range of ports that ends where it starts, or before.
pub fn empty_port_range(place: Place, start: u16, end: u16) -> Diagnostic {
    refused(format!("the range of ports starts at {start} and ends at {end}"), place, "")
}

/// A baseline policy that is not called `default`.
pub fn baseline_name(place: Place, name: &str) -> Diagnostic {
    refused(format!("the only BaselineAdminNetworkPolicy is called `default`, not `{name}`"), place, "")
}

/// An object without a name.
pub fn no_name(place: Place) -> Diagnostic {
    refused("the object has no name".into(), place, "expected `name` in here")
}

/// A kind of policy in a version that never had it, or has it no longer; `instead` has it.
pub fn no_such_version(place: Place, version: &str, kind: &str, instead: &str) -> Diagnostic {
    refused(format!("there is no {kind} in `{version}`, expected `{instead}`"), place, "")
}
