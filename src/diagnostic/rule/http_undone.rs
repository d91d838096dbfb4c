//! `http-undone`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// No edge without `http` opens what another one opens for some requests only.
pub static RULE: Rule = Rule {
    name: "http-undone",
    severity: Severity::Error,
    explanation: "\
No edge without `http` opens what another one opens for some requests only.

Edges add up: where one lets every request of the same pods pass on the same port, the conditions of the other shut nothing
out. Whoever reads the edge with `http` would believe in a limit that is not there.

Wrong:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }] }]

[services.catalog]
ports   = { grpc = 3550 }
callers = [\"@namespace:grpc\"]
```

Right:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }] }]

[services.catalog]
ports   = { grpc = 3550 }
callers = [\"frontend:grpc\"]
```
",
};

/// An edge with conditions, all of whose callers can come by another edge without any.
pub fn edge(http: Place, plain: Place, callee: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("these conditions shut nothing out: another edge lets the same callers reach {callee}"),
    )
    .at(http, "some requests only")
    .at(plain, "every request, from the same pods and on the same port")
    .help("give both the same conditions, or leave one of them out")
}
