//! `language-version`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `npgen.toml` is written in a language version that this npgen reads.
pub static RULE: Rule = Rule {
    name: "language-version",
    severity: Severity::Error,
    explanation: "\
`npgen.toml` is written in a language version that this npgen reads.

A newer language may give the same words another meaning, so an older npgen does not touch it.

Wrong:

```toml
language = 2
```

Right:

```toml
language = 1
```
",
};

/// A version from the future.
pub fn newer(place: Place, written: i64, known: i64) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`language = {written}` is newer than this npgen"))
        .at(place, format!("this npgen reads language {known}"))
        .help("use a newer npgen")
}

/// A version that never was.
pub fn unheard_of(place: Place, written: i64, known: i64) -> Diagnostic {
    Diagnostic::new(&RULE, format!("there is no language {written}"))
        .at(place, "")
        .help(format!("write `language = {known}`"))
}
