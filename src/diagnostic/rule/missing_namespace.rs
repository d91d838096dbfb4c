//! `missing-namespace`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every service lives in a namespace.
pub static RULE: Rule = Rule {
    name: "missing-namespace",
    severity: Severity::Error,
    explanation: "\
Every service lives in a namespace.

A policy lives in a namespace and binds the pods of that one only. A service's namespace is its own `namespace`, else that
of its file.

Wrong:

```toml
[services.frontend]
ports = { http = 8080 }
```

Right:

```toml
namespace = \"shop\"

[services.frontend]
ports = { http = 8080 }
```
",
};

/// A service without a `namespace`, in a file without one.
pub fn service(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the service `{name}` has no namespace"))
        .at(place, "neither the service nor its file has a `namespace`")
        .help("put `namespace = \"...\"` at the head of the file")
}
