//! `not-built-yet`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What is written is something that this npgen can already compile.
pub static RULE: Rule = Rule {
    name: "not-built-yet",
    severity: Severity::Error,
    explanation: "\
What is written is something that this npgen can already compile.

The language is fixed ahead of the compiler. What belongs to it and is not built yet is refused and never passed over:
policies of another kind than the one that was asked for would not bind.

Wrong, for now:

```toml
flavor = \"cilium\"
```

Right, for now:

```toml
flavor = \"kubernetes\"
```
",
};

/// A value of the language that the compiler does not know yet; `instead` is what it does know.
pub fn value(place: Place, key: &str, value: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key} = \"{value}\"` is not built yet"))
        .at(place, "")
        .help(format!("use {instead} for now"))
}
