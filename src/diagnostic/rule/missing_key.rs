//! `missing-key`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What must be said is said.
pub static RULE: Rule = Rule {
    name: "missing-key",
    severity: Severity::Error,
    explanation: "\
What must be said is said.

Some keys have no default, because any guess would be wrong for someone: the language version of `npgen.toml`, and the
other end of an edge.

Wrong:

```toml
[services.frontend]
calls = [{ port = 8080 }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"catalog\", port = 8080 }]
```
",
};

/// `npgen.toml` without `language`.
pub fn language(place: Place, known: i64) -> Diagnostic {
    Diagnostic::new(&RULE, "`language` is missing").at(place, "").help(format!("add `language = {known}` at the top"))
}

/// An entry of `list` (`calls`, `callers`) without its other end, `end` (`to`, `from`).
pub fn other_end(place: Place, list: &str, end: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{end}` is missing in an entry of `{list}`"))
        .at(place, "")
        .help(format!("add the other end: `{end} = \"NAME\"`"))
}

/// A guard (`never`, `always`) without one of its ends (`from`, `to`).
pub fn end_of_guard(place: Place, guard: &str, end: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{end}` is missing in a guard of `[[{guard}]]`"))
        .at(place, "")
        .help(format!("add an end, like `{end} = \"NAME\"` or `{end} = {{ tags = [\"...\"] }}`"))
}

/// An edge without a key that the project requires, at `required`.
pub fn required(place: Place, key: &str, required: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("this edge has no `{key}`"))
        .at(place, format!("expected `{key}` here, or at another place where the edge is written"))
        .at(required, "every edge must have it")
}
