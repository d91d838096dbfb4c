//! `unused-node`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every node is an end of an edge.
pub static RULE: Rule = Rule {
    name: "unused-node",
    severity: Severity::Warning,
    explanation: "\
Every node is an end of an edge.

A node that nothing calls and that calls nothing makes no rule of its own. It may be a remnant. This lint is off unless
`[lints]` switches it on.

Wrong:

```toml
[externals.old-warehouse]
cidr  = [\"10.20.0.0/16\"]
ports = [5432]
```

Right:

```toml
[services.reports]
calls = [\"old-warehouse\"]
```
",
};

/// A node of this `kind` that no edge has as an end.
pub fn node(place: Place, kind: &str, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the {kind} `{name}` is no end of any edge"))
        .at(place, "")
        .help("remove it, or write whom it calls or who calls it")
}
