//! `one-sided-edge`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge that is opened at one side is opened at the other.
pub static RULE: Rule = Rule {
    name: "one-sided-edge",
    severity: Severity::Warning,
    explanation: "\
An edge that is opened at one side is opened at the other.

`@namespace` and the names of the profile have no half: an edge with one lets its pods in or is let out to them, and gives
themselves no leave. Where they are isolated, some edge of their own has to answer. While none does, nothing passes, and the
rule that is written is only a hole for later.

Wrong:

```toml
[services.cart]
ports   = { http = 8080 }
callers = [\"@namespace/lab:http\"]    # `lab` is isolated, and nothing in it calls
```

Right:

```toml
[namespaces.lab]
calls = [\"shop/cart:http\"]
```
",
};

/// Which side nothing opens.
#[derive(Debug, Clone, Copy)]
pub enum Side {
    /// The caller's.
    Caller,
    /// The callee's.
    Callee,
}

/// An edge whose pods at one side all live in `namespace`, which isolates them.
pub fn edge(place: Place, namespace: &str, side: Side) -> Diagnostic {
    let message = match side {
        Side::Caller => format!("the callee lets this call in, but nothing lets it out of the namespace `{namespace}`"),
        Side::Callee => format!("the caller is let out to call, but nothing lets it into the namespace `{namespace}`"),
    };
    let list = match side {
        Side::Caller => "calls",
        Side::Callee => "callers",
    };
    let advice =
        format!("write the edge at who lives there, or as `{list}` of `[namespaces.{namespace}]` for every pod");
    Diagnostic::new(&RULE, message).at(place, "no connection passes").help(advice)
}
