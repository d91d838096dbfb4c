//! `unknown-isolate`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

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
pub fn unknown(place: Place, written: &str, nearest: Option<&str>) -> Diagnostic {
    let advice = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "expected `ingress` or `egress`".to_owned(),
    };
    Diagnostic::new(&RULE, format!("unknown direction `{written}` in `isolate`")).at(place, "").help(advice)
}
