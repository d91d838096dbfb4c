//! `no-workload`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A service selects a workload of the manifests.
pub static RULE: Rule = Rule {
    name: "no-workload",
    severity: Severity::Warning,
    explanation: "\
A service selects a workload of the manifests.

A service of the graph whose selector matches no pod gets policies that select nothing: its pods, whatever they are
called, are denied everything by default, and nothing that calls it gets through. Where the manifests have a workload of
its name with other labels, `labels-differ` says which.

Wrong:

```toml
[services.cart]               # and no pods with app.kubernetes.io/name=cart
ports = { grpc = 7070 }
```

Right:

```toml
[services.cart]
pods  = { app = \"cart\" }      # what the Deployment gives its pods
ports = { grpc = 7070 }
```
",
};

/// No workload has the labels that the service asks for.
pub fn none(place: Place, service: &str, namespace: &str) -> Diagnostic {
    let message = format!("the service `{service}` selects no workload of the namespace `{namespace}`");
    Diagnostic::new(&RULE, message).at(place, "no pod of the manifests has the labels that it asks for")
}
