//! `may-not-hold-on-engine`

use super::{Rule, Severity, not_on_engine};
use crate::diagnostic::{Diagnostic, Place};

/// An edge holds whatever enforces the policies.
pub static RULE: Rule = Rule {
    name: "may-not-hold-on-engine",
    severity: Severity::Warning,
    explanation: "\
An edge holds whatever enforces the policies.

`engine` says what enforces the policies of a cluster. While it is `any`, npgen warns of what some engine reads otherwise: on
Cilium a range of addresses never matches a node, nor the API server on one. With `engine = \"cilium\"` the same edge is an
error (`not-on-engine`).

Wrong:

```toml
[services.operator]      # with no `engine` in npgen.toml
calls = [\"@kube-apiserver\"]
```

Right:

```toml
[profile]
engine = \"calico\"
```
",
};

/// Nodes, or the API server, by their addresses while nobody says what enforces the policies; `end` in the words of a
/// message.
pub fn nodes_by_address(place: Place, end: &str) -> Diagnostic {
    Diagnostic::new(&RULE, not_on_engine::nodes_never_match(end))
        .at(place, "this edge would not hold there")
        .help("say what enforces the policies: `engine = \"...\"` in `[profile]` of npgen.toml")
}
