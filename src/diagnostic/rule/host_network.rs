//! `host-network`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A service on the nodes' network is not isolated, nor asked whether it may resolve names.
pub static RULE: Rule = Rule {
    name: "host-network",
    severity: Severity::Error,
    explanation: "\
A service on the nodes' network is not isolated, nor asked whether it may resolve names.

Pods with `hostNetwork: true` have their node's address: to a policy they are the node, and no NetworkPolicy selects them.
`isolate` and `resolve` could change nothing about them.

Wrong:

```toml
[services.node-exporter]
host_network = true
isolate      = [\"ingress\"]
```

Right:

```toml
[services.node-exporter]
host_network = true
```
",
};

/// A key that means nothing for pods on their node's network.
pub fn key(place: Place, key: &str, host_network: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` changes nothing for pods on their node's network"))
        .at(place, "")
        .at(host_network, "no policy selects such pods")
        .help(format!("leave `{key}` out"))
}
