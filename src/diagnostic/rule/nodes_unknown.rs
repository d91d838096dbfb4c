//! `nodes-unknown`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `@nodes` stands where the profile knows the nodes' addresses.
pub static RULE: Rule = Rule {
    name: "nodes-unknown",
    severity: Severity::Error,
    explanation: "\
`@nodes` stands where the profile knows the nodes' addresses.

Kubernetes policies know nodes by their addresses only, so `@nodes` is the ranges of `node_cidr`. Without them an edge to
or from the nodes would match nothing.

Wrong:

```toml
# npgen.toml
[profile]
pod_cidr = [\"10.244.0.0/16\"]

# intents/agents.toml
[services.agent]
calls = [\"@nodes:10250\"]
```

Right:

```toml
# npgen.toml
[profile]
pod_cidr  = [\"10.244.0.0/16\"]
node_cidr = [\"172.18.0.0/16\"]
```
",
};

/// An edge has nodes at an end, of which the profile says nothing.
pub fn edge(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "the profile does not say which addresses the nodes have")
        .at(place, "expected `node_cidr` in the profile, with at least one range")
        .help("`kubectl get nodes -o wide` shows their addresses")
}
