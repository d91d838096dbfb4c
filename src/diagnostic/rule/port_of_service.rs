//! `port-of-service`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A port is that of the container, not that of its Service.
pub static RULE: Rule = Rule {
    name: "port-of-service",
    severity: Severity::Warning,
    explanation: "\
A port is that of the container, not that of its Service.

A Kubernetes Service may listen on another port than the pods behind it. Policies act behind the Service, where only
the pods' port is left: a rule for the Service's port opens nothing.

Wrong:

```toml
[services.frontend]
ports = { http = 80 }         # the Service's `port`; its `targetPort` is 8080
```

Right:

```toml
[services.frontend]
ports = { http = 8080 }
```
",
};

/// A port is that of a Service that sends on to another one.
pub fn instead(place: Place, port: &str, in_manifest: Place, service: &str, target: &str) -> Diagnostic {
    let message = format!("`{port}` is the port of the Service `{service}`; its containers listen on `{target}`");
    Diagnostic::new(&RULE, message)
        .at(place, "policies act behind the Service")
        .at(in_manifest, format!("sent on to `{target}`"))
        .help(format!("write `{target}`"))
}
