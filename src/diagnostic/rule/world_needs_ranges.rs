//! `world-needs-ranges`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `@world` needs the ranges of the cluster.
pub static RULE: Rule = Rule {
    name: "world-needs-ranges",
    severity: Severity::Error,
    explanation: "\
`@world` needs the ranges of the cluster.

`@world` is all that is no pod and no node of the cluster. A NetworkPolicy can only say that by leaving out the addresses of
pods and nodes, so the profile has to give them. An empty list says that no address from outside could be one.

Wrong:

```toml
[services.frontend]
callers = [\"@world:http\"]     # and no [profile] in npgen.toml
```

Right:

```toml
[profile]                     # in npgen.toml
pod_cidr  = [\"10.244.0.0/16\"]
node_cidr = [\"172.18.0.0/16\"]
```
",
};

/// An edge with `@world` while the profile lacks a range.
pub fn edge(place: Place, missing: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@world` needs {missing} of the profile"))
        .at(place, "what is not the cluster can't be told without it")
        .help("give them in `[profile]` of npgen.toml; `[]` says that there are none")
}
