//! `unknown-flavor`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

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
pub fn unknown(place: Place, written: &str, nearest: Option<&str>, known: &[&str]) -> Diagnostic {
    let advice = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("expected one of `{}`", known.join("`, `")),
    };
    Diagnostic::new(&RULE, format!("unknown flavor `{written}`")).at(place, "").help(advice)
}
