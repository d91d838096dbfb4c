//! `nothing-picked`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// What picks services picks at least one.
pub static RULE: Rule = Rule {
    name: "nothing-picked",
    severity: Severity::Error,
    explanation: "\
What picks services picks at least one.

`*:metrics` calls every service that declares a port of that name. Where none does, in no cluster, the name is a slip, and
the edge would open nothing without a word. The node that writes a wildcard is never meant by it.

Wrong:

```toml
[services.cart]
ports = { http = 8080, metrics = 9090 }

[groups.prometheus]
pods  = { app = \"prometheus\" }
calls = [\"*:metricz\"]
```

Right:

```toml
[services.cart]
ports = { http = 8080, metrics = 9090 }

[groups.prometheus]
pods  = { app = \"prometheus\" }
calls = [\"*:metrics\"]
```
",
};

/// A wildcard that asks for a port of a name that none of its services declares.
pub fn port(place: Place, name: &str, wildcard: &str, near: Option<Nearest>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no service that {wildcard} stands for declares a port `{name}`"))
        .at(place, "expected the name of a port that one of them declares")
        .did_you_mean(place, name, near)
}

/// A wildcard that stands for no service.
pub fn wildcard(place: Place, wildcard: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{wildcard} stands for no service"))
        .at(place, "it stands for every service there but the one that writes it")
}
