//! `edge-without-rule`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// At least one end of an edge is a service or a group.
pub static RULE: Rule = Rule {
    name: "edge-without-rule",
    severity: Severity::Error,
    explanation: "\
At least one end of an edge is a service or a group.

A rule is made for pods: those of a service or a group. An external and an `@NAME` let others in and out and get no rules
themselves, so an edge between two of them makes none in any cluster.

Wrong:

```toml
[externals.office]
cidr  = [\"198.51.100.0/24\"]
calls = [\"@cluster:443\"]
```

Right:

```toml
[services.frontend]
callers = [\"office:https\"]
```
",
};

/// An edge with an external or `@NAME` at both ends.
pub fn edge(place: Place, caller: &str, callee: &str) -> Diagnostic {
    Diagnostic::new(&RULE, "this edge can't make a rule")
        .at(place, format!("{caller} calls {callee}, and neither is a service or a group"))
        .help("name the service or group whose pods are to be opened")
}
