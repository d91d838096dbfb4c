//! `edge-end`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An entry of `calls` has a `to`, an entry of `callers` a `from`.
pub static RULE: Rule = Rule {
    name: "edge-end",
    severity: Severity::Error,
    explanation: "\
An entry of `calls` has a `to`, an entry of `callers` a `from`.

The node that holds the entry is one end already: in `calls` it is the caller, in `callers` the one that is called. The
wrong word would turn the edge around, so it is not guessed.

Wrong:

```toml
[services.frontend]
calls = [{ from = \"catalog\" }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"catalog\" }]
```
",
};

/// The end `written` in an entry of `list`, where `expected` belongs; the two lists are each other's `opposite`.
pub fn turned_around(place: Place, written: &str, list: &str, expected: &str, opposite: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` in an entry of `{list}`"))
        .at(place, format!("expected `{expected}`"))
        .help(format!("the node itself is the other end: write `{expected}` here, or move the entry to `{opposite}`"))
}
