//! `unknown-lint`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// What is set or allowed is a lint.
pub static RULE: Rule = Rule {
    name: "unknown-lint",
    severity: Severity::Error,
    explanation: "\
What is set or allowed is a lint.

A lint is a rule that warns. `[lints]` in npgen.toml says for the whole project whether it warns, is an error or says nothing;
`allow` on a node or an edge silences it at that place, with a reason. A rule that is an error always is one.

Wrong:

```toml
[lints]
unused-nod = \"warn\"
```

Right:

```toml
[lints]
unused-node = \"warn\"
```
",
};

/// A name that no rule has.
pub fn unknown(place: Place, name: &str, near: Option<Nearest>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("there is no lint `{name}`")).at(place, "").did_you_mean(place, name, near)
}

/// A rule that is an error at all times.
pub fn not_a_lint(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` is no lint: to break it is an error at all times"))
        .at(place, "")
        .help("only what warns can be set or allowed")
}
