//! `owners-differ`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge has one owner.
pub static RULE: Rule = Rule {
    name: "owners-differ",
    severity: Severity::Error,
    explanation: "\
An edge has one owner.

An edge that is written at both ends is one edge. Its reasons are kept from both, and an owner that one leaves out is taken
from the other. Two owners contradict each other.

Wrong:

```toml
[services.frontend]
calls = [{ to = \"cart:grpc\", owner = \"team-shop\" }]

[services.cart]
callers = [{ from = \"frontend:grpc\", owner = \"team-pay\" }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"cart:grpc\", owner = \"team-shop\" }]

[services.cart]
callers = [\"frontend:grpc\"]
```
",
};

/// One edge with two owners.
pub fn edge(place: Place, owner: &str, first: Place, first_owner: &str) -> Diagnostic {
    Diagnostic::new(&RULE, "the same edge is written with two owners")
        .at(place, format!("here `{owner}`"))
        .at(first, format!("here `{first_owner}`"))
        .help("write the owner at one of the two, or the same at both")
}
