//! `host-network-differs`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `host_network` is as the manifests have it.
pub static RULE: Rule = Rule {
    name: "host-network-differs",
    severity: Severity::Warning,
    explanation: "\
`host_network` is as the manifests have it.

A pod on the network of its node is no pod to a policy, but the node: no policy selects it, and its calls come from an
address of the node. A service that is not said to be so gets policies that do nothing, and who calls it or is called by
it is told to let pods through that never come.

Wrong:

```toml
[services.node-exporter]      # hostNetwork: true in its DaemonSet
ports = [9100]
```

Right:

```toml
[services.node-exporter]
host_network = true
ports        = [9100]
```
",
};

/// Pods are on the host network, and the service or group (`what`, with its name) is not said to be.
pub fn not_said(place: Place, what: &str, in_manifest: Place, workload: &str) -> Diagnostic {
    let message = format!("the pods of {workload} are on the host network, and {what} is not said to be");
    Diagnostic::new(&RULE, message)
        .at(place, "no policy selects them")
        .at(in_manifest, "`hostNetwork: true`")
        .help("say `host_network = true` on a service, or call `@nodes`")
}

/// A service is said to be on the host network, and its pods are not.
pub fn not_so(place: Place, service: &str, in_manifest: Place, workload: &str) -> Diagnostic {
    let message =
        format!("the service `{service}` is said to be on the host network, and the pods of {workload} are not");
    Diagnostic::new(&RULE, message)
        .at(place, "edges to and from it stand for every node")
        .at(in_manifest, "")
        .help("leave `host_network` out")
}
