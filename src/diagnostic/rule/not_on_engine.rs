//! `not-on-engine`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge is one that the engine of the cluster can hold.
pub static RULE: Rule = Rule {
    name: "not-on-engine",
    severity: Severity::Error,
    explanation: "\
An edge is one that the engine of the cluster can hold.

Some engines read a policy otherwise than others. Cilium knows the nodes of the cluster, and the API server on them, by what
they are: a range of addresses never matches one. The edge would be written and would never let anything pass.

Wrong:

```toml
[profile]
engine = \"cilium\"

[services.operator]      # in an intent file
calls = [\"@kube-apiserver\"]
```

Right:

```toml
[profile]
engine = \"calico\"
```
",
};

/// Nodes, or the API server, by their addresses where these never match; `end` in the words of a message.
pub fn nodes_by_address(place: Place, end: &str) -> Diagnostic {
    Diagnostic::new(&RULE, nodes_never_match(end))
        .at(place, "this edge would never hold")
        .help("with the flavor `kubernetes` there is no other way to name it: only Cilium's own policies can")
}

/// What there is to say of nodes by their addresses, whoever enforces the policies.
pub(super) fn nodes_never_match(end: &str) -> String {
    format!("{end} is known by its addresses, and on Cilium no range matches a node")
}

/// A range of ports where the engine reads none.
pub fn port_range(place: Place, ports: &str, version: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("Cilium {version} reads no range of ports, and this edge opens `{ports}`"))
        .at(place, "this edge would not hold")
        .help("ranges are read from Cilium 1.16 on: upgrade it, or list each port")
}
