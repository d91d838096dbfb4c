//! `port-not-declared`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A port of a service is one on which its containers listen.
pub static RULE: Rule = Rule {
    name: "port-not-declared",
    severity: Severity::Warning,
    explanation: "\
A port of a service is one on which its containers listen.

Policies act on the port of the container. A rule for another one opens what nobody listens on, and what is listened on
stays closed. A container need not declare its ports: where a workload declares none at all, nothing is said.

Wrong:

```toml
[services.cart]
ports = { grpc = 7700 }       # the container declares 7070
```

Right:

```toml
[services.cart]
ports = { grpc = 7070 }
```
",
};

/// No container of the selected workloads declares a port; `declared` are those that they do declare.
pub fn none(place: Place, port: &str, in_manifest: Place, workload: &str, declared: &str) -> Diagnostic {
    let message = format!("no container of {workload} declares the port `{port}`");
    Diagnostic::new(&RULE, message).at(place, "").at(in_manifest, format!("they declare {declared}"))
}
