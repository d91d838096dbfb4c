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

/// Nothing selects a workload; `service` is one for whose sake the namespace is governed.
pub fn alone(in_manifest: Place, workload: &str, namespace: &str, service: Option<Place>) -> Diagnostic {
    let message = format!("nothing in the graph selects the pods of {workload}: they are denied everything");
    let found = Diagnostic::new(&RULE, message).at(in_manifest, "");
    match service {
        Some(place) => {
            found.at(place, format!("the namespace `{namespace}` is governed, since this service lives in it"))
        }
        None => found,
    }
}
