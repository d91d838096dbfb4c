//! `unused-fallback`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Some edge needs what a `fallback` allows.
pub static RULE: Rule = Rule {
    name: "unused-fallback",
    severity: Severity::Warning,
    explanation: "\
Some edge needs what a `fallback` allows.

A `fallback` that nothing needs today widens an edge of tomorrow, which nobody then reads: whoever writes `http` on it
believes that it counts. Of an external with `dns` and `cidr`, `\"cidr\"` goes before `\"internet\"`, which is then never
needed.

Wrong:

```toml
[externals.bank]
dns      = [\"api.bank.example\"]
cidr     = [\"192.0.2.0/24\"]
fallback = [\"cidr\", \"internet\"]
```

Right:

```toml
[externals.bank]
dns      = [\"api.bank.example\"]
cidr     = [\"192.0.2.0/24\"]
fallback = [\"cidr\"]
```
",
};

/// A word of a `fallback` that widens nothing; `needed_by` says what it is there for.
pub fn word(place: Place, word: &str, needed_by: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing needs the fallback `{word}`"))
        .at(place, format!("it is for {needed_by}"))
        .help("take it out")
}
