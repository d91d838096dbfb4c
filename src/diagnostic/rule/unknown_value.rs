//! `unknown-value`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// A key that takes one of a few words has one of them.
pub static RULE: Rule = Rule {
    name: "unknown-value",
    severity: Severity::Error,
    explanation: "\
A key that takes one of a few words has one of them.

Another word would have to be guessed at, and a guess could leave a namespace open.

Wrong:

```toml
[namespaces.shop]
stage = \"on\"
```

Right:

```toml
[namespaces.shop]
stage = \"enforce\"
```
",
};

/// A word that the key does not take.
pub fn word(place: Place, key: &str, written: &str, nearest: Option<Nearest>, known: &[&str]) -> Diagnostic {
    let expected = if nearest.is_some() { String::new() } else { format!("expected one of `{}`", known.join("`, `")) };
    Diagnostic::new(&RULE, format!("unknown value `{written}` of `{key}`"))
        .at(place, expected)
        .did_you_mean(place, written, nearest)
}
