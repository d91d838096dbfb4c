//! `http-may-be-undone`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// No pod can come by an edge with `http` and by one without.
pub static RULE: Rule = Rule {
    name: "http-may-be-undone",
    severity: Severity::Warning,
    explanation: "\
No pod can come by an edge with `http` and by one without.

Two selectors that do not exclude each other can select one pod. It would then come by the edge without conditions, and
those of the other would shut nothing out for it.

Wrong:

```toml
[services.reports]
pods  = { app = \"reports\" }
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }] }]

[services.batch]
pods  = { tier = \"batch\" }
calls = [\"catalog:grpc\"]
```

Right:

```toml
[services.reports]
pods  = { app = \"reports\" }
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }] }]

[services.batch]
pods  = { app = \"batch\" }
calls = [\"catalog:grpc\"]
```
",
};

/// An edge with conditions, and one without, whose callers can be the same.
pub fn edge(http: Place, plain: Place, callee: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("a pod that comes by both edges reaches {callee} with every request"))
        .at(http, "some requests only")
        .at(plain, "every request, and its callers can be the same pods")
        .help("give the callers a label with different values")
}
