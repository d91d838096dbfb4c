//! `writings-differ`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge that is written at several places says the same at each.
pub static RULE: Rule = Rule {
    name: "writings-differ",
    severity: Severity::Error,
    explanation: "\
An edge that is written at several places says the same at each.

The same two ends and ports are one edge, at whichever end and in whichever file it is written. A key that one place leaves
out is taken from the other; two that differ contradict each other.

Wrong:

```toml
[services.frontend]
calls = [{ to = \"cart:grpc\", until = 2027-03-31 }]

[services.cart]
callers = [{ from = \"frontend:grpc\", until = 2027-12-31 }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"cart:grpc\", until = 2027-03-31 }]

[services.cart]
callers = [\"frontend:grpc\"]
```
",
};

/// One edge with two values of a key.
pub fn key(place: Place, key: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the same edge is written with another `{key}`"))
        .at(place, "here")
        .at(first, "first here")
        .help(format!("write `{key}` at one of the two, or the same at both"))
}
