//! `nothing-left`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Something is left of every range.
pub static RULE: Rule = Rule {
    name: "nothing-left",
    severity: Severity::Error,
    explanation: "\
Something is left of every range.

Of an external's networks its `except` is cut, and, as an external means no pod and no node of the cluster, the profile's
`pod_cidr` and `node_cidr`. Where nothing is left, the edge could never let anything pass.

Wrong:

```toml
# with pod_cidr = [\"10.244.0.0/16\"] in npgen.toml
[externals.agents]
cidr = [\"10.244.7.0/24\"]
```

Right:

```toml
[groups.agents]
namespace = \"monitoring\"
pods      = { app = \"agent\" }
```
",
};

/// A network of which the exceptions leave nothing.
pub fn of_network(place: Place, network: &str, except: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is left of `{network}`"))
        .at(place, "")
        .at(except, "all of it is left out here")
}

/// An edge with an external of which the cluster's own ranges leave nothing.
pub fn of_external(edge: Place, name: &str, external: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is left of the external `{name}`"))
        .at(edge, "this edge could let nothing pass")
        .at(external, "all of it is inside the profile's `pod_cidr` and `node_cidr`")
        .help("an external is no pod and no node of the cluster: name the pods with a service or a group")
}

/// An edge with `@world` or `@internet`, of which the cluster's own ranges leave nothing.
pub fn of_at_name(edge: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is left of `@{name}`"))
        .at(edge, "all of it is inside the profile's `pod_cidr` and `node_cidr`")
}
