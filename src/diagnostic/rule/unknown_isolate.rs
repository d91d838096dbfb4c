//! `unknown-isolate`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// `isolate` lists directions: `ingress`, `egress`.
pub static RULE: Rule = Rule {
    name: "unknown-isolate",
    severity: Severity::Error,
    explanation: "\
`isolate` lists directions: `ingress`, `egress`.

What it lists is denied by default for the pods of the namespace.

Wrong:

```toml
[namespaces.shop]
isolate = [\"inbound\"]
```

Right:

```toml
[namespaces.shop]
isolate = [\"ingress\"]
```
",
};

/// An entry that is no direction.
pub fn unknown(place: Place, written: &str, nearest: Option<Nearest>) -> Diagnostic {
    let expected = if nearest.is_some() { "" } else { "expected `ingress` or `egress`" };
    Diagnostic::new(&RULE, format!("unknown direction `{written}` in `isolate`"))
        .at(place, expected)
        .did_you_mean(place, written, nearest)
}
