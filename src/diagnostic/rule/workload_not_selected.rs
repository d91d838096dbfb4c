//! `workload-not-selected`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every workload of a governed namespace belongs to a service or a group.
pub static RULE: Rule = Rule {
    name: "workload-not-selected",
    severity: Severity::Warning,
    explanation: "\
Every workload of a governed namespace belongs to a service or a group.

In a governed namespace everything is denied by default. Pods that nothing of the graph selects are denied everything,
name resolution too, from the moment the policies are applied.

Wrong:

```toml
namespace = \"shop\"            # where a Deployment `loadgenerator` runs too

[services.cart]
ports = { grpc = 7070 }
```

Right:

```toml
namespace = \"shop\"

[services.cart]
ports = { grpc = 7070 }

[services.loadgenerator]
calls = [\"cart\"]
```
",
};

/// Where it shows that a namespace is governed.
#[derive(Debug, Clone, Copy)]
pub enum Governed {
    /// At the namespace itself.
    Namespace(Place),
    /// At a service that lives in it.
    Service(Place),
}

/// Nothing selects a workload; `governed` shows that its namespace is governed.
pub fn alone(in_manifest: Place, workload: &str, namespace: &str, governed: Option<Governed>) -> Diagnostic {
    let message = format!("nothing in the graph selects the pods of {workload}: they are denied everything");
    let found = Diagnostic::new(&RULE, message).at(in_manifest, "");
    match governed {
        Some(Governed::Namespace(place)) => found.at(place, format!("the namespace `{namespace}` is governed")),
        Some(Governed::Service(place)) => {
            found.at(place, format!("the namespace `{namespace}` is governed, since this service lives in it"))
        }
        None => found,
    }
}
