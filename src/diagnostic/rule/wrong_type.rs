//! `wrong-type`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every value is of the type that its key takes.
pub static RULE: Rule = Rule {
    name: "wrong-type",
    severity: Severity::Error,
    explanation: "\
Every value is of the type that its key takes.

A value of another type has no meaning here, and guessing one could open what nobody asked for.

Wrong:

```toml
[services.frontend]
calls = \"catalog\"
```

Right:

```toml
[services.frontend]
calls = [\"catalog\"]
```
",
};

/// A value of `key` that is of type `written` ("a whole number") where `expected` ("a string") is needed.
pub fn value(place: Place, key: &str, expected: &str, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` must be {expected}")).at(place, format!("this is {written}"))
}

/// A single value of type `written` where `key` takes a list of `entries`.
pub fn no_list(place: Place, key: &str, entries: &str, written: &str) -> Diagnostic {
    value(place, key, &format!("a list of {entries}"), written).help("put it in brackets, even where it is only one")
}

/// One entry of the list `key` that is of type `written` where `expected` is needed.
pub fn entry(place: Place, key: &str, expected: &str, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("an entry of `{key}` must be {expected}")).at(place, format!("this is {written}"))
}

/// A number without the quotes that make it a label's value.
pub fn bare_label_value(place: Place, label: &str, written: &str) -> Diagnostic {
    value(place, label, "a string, a list of strings, `true` or `false`", written)
        .help("the value of a label is text: put it in quotes")
}

/// A label key with dots and without quotes, which TOML takes for tables inside one another.
pub fn dotted_label(place: Place, label: &str) -> Diagnostic {
    value(place, label, "a string, a list of strings, `true` or `false`", "a table")
        .help("a label key with dots needs quotes: `\"app.kubernetes.io/name\"`")
}

/// A number beyond 64 bits.
pub fn too_large(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the number in `{key}` is too large")).at(place, "")
}
