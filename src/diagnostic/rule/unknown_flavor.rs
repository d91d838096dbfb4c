//! `unknown-flavor`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place, quoted};

/// `flavor` is a kind of policy that npgen knows.
pub static RULE: Rule = Rule {
    name: "unknown-flavor",
    severity: Severity::Error,
    explanation: "\
`flavor` is a kind of policy that npgen knows.

The flavor decides which objects are written and what they can say.

Wrong:

```toml
flavor = \"k8s\"
```

Right:

```toml
flavor = \"kubernetes\"
```
",
};

/// A flavor that npgen has never heard of.
pub fn unknown(place: Place, written: &str, nearest: Option<Nearest>, known: &[&str]) -> Diagnostic {
    let expected =
        if nearest.is_some() { String::new() } else { format!("expected one of {}", quoted(known.iter().copied())) };
    Diagnostic::new(&RULE, format!("unknown flavor `{written}`"))
        .at(place, expected)
        .did_you_mean(place, written, nearest)
}
