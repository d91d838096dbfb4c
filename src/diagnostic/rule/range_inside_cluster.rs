//! `range-inside-cluster`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// No network of an external lies wholly inside the cluster.
pub static RULE: Rule = Rule {
    name: "range-inside-cluster",
    severity: Severity::Warning,
    explanation: "\
No network of an external lies wholly inside the cluster.

An external means no pod and no node of the cluster, so npgen cuts the profile's `pod_cidr` and `node_cidr` out of it. A
network of which that leaves nothing opens nothing: most likely pods are meant, and they are named by their labels.

Wrong:

```toml
# with pod_cidr = [\"10.244.0.0/16\"] in npgen.toml
[externals.agents]
cidr = [\"10.244.7.0/24\", \"203.0.113.0/24\"]
```

Right:

```toml
[externals.agents]
cidr = [\"203.0.113.0/24\"]

[groups.agents-here]
namespace = \"monitoring\"
pods      = { app = \"agent\" }
```
",
};

/// A network of an external of which others remain.
pub fn network(place: Place, name: &str, network: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is left of `{network}` in the external `{name}`"))
        .at(place, "all of that network is inside the profile's `pod_cidr` and `node_cidr`")
        .help("an external is no pod and no node of the cluster: name the pods with a service or a group")
}
