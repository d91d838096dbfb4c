//! `range-may-hold-pods`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The ranges of the cluster are given where an address range could hold them.
pub static RULE: Rule = Rule {
    name: "range-may-hold-pods",
    severity: Severity::Warning,
    explanation: "\
The ranges of the cluster are given where an address range could hold them.

An external and `@internet` mean no pod and no node of the cluster, so npgen cuts the profile's `pod_cidr` and `node_cidr` out
of them. While the profile lacks either, a private range could hold pods or nodes, which the policy would then let through, and
the proof says nothing of them.

Wrong:

```toml
[externals.warehouse]
cidr = [\"10.0.0.0/8\"]         # and no [profile] in npgen.toml
```

Right:

```toml
[profile]                     # in npgen.toml
pod_cidr  = [\"10.244.0.0/16\"]
node_cidr = [\"172.18.0.0/16\"]
```
",
};

/// An external that is called or calls, with a private range.
pub fn external(place: Place, name: &str, range: &str, missing: &str) -> Diagnostic {
    advised(
        Diagnostic::new(&RULE, format!("the external `{name}` could hold pods or nodes of the cluster"))
            .at(place, format!("`{range}` holds private addresses, and the profile lacks {missing}")),
    )
}

/// An edge with `@internet`: pods and nodes can have public addresses.
pub fn internet(place: Place, missing: &str) -> Diagnostic {
    advised(
        Diagnostic::new(&RULE, "`@internet` could hold pods or nodes of the cluster")
            .at(place, format!("they can have public addresses, and the profile lacks {missing}")),
    )
}

fn advised(found: Diagnostic) -> Diagnostic {
    found.help("give `pod_cidr` and `node_cidr` in `[profile]` of npgen.toml; `[]` says that none are routable")
}
