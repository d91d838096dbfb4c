//! `guard-broken`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What a guard says must never be open is closed, and what it says must always be open is.
pub static RULE: Rule = Rule {
    name: "guard-broken",
    severity: Severity::Error,
    explanation: "\
What a guard says must never be open is closed, and what it says must always be open is.

A guard is held against everything that the graph means, over all pods, addresses and ports at once, before anything is
written. The message shows one connection that breaks it, and the edges that open it.

Wrong:

```toml
[services.web]
calls = [\"vault:8200\"]

[[never]]
from = \"web\"
to = \"vault\"
```

Right:

```toml
[services.web]
calls = [\"broker:8080\"]

[[never]]
from = \"web\"
to = \"vault\"
```
",
};

/// A connection as the message shows it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'t> {
    /// Who calls.
    pub caller: &'t str,
    /// Who is called.
    pub callee: &'t str,
    /// On which port.
    pub port: &'t str,
}

/// A connection of a `[[never]]` passes.
pub fn never(place: Place, why: Option<&str>, shown: Shown<'_>) -> Diagnostic {
    let Shown { caller, callee, port } = shown;
    Diagnostic::new(&RULE, format!("what must never be open is: {caller} can call {callee} on {port}"))
        .at(place, why.unwrap_or_default())
}

/// A connection of an `[[always]]` does not pass.
pub fn always(place: Place, why: Option<&str>, shown: Shown<'_>) -> Diagnostic {
    let Shown { caller, callee, port } = shown;
    Diagnostic::new(&RULE, format!("what must always be open is not: {caller} cannot call {callee} on {port}"))
        .at(place, why.unwrap_or_default())
}

/// A guard that is not decided within the budget.
pub fn undecided(place: Place, splits: u32) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the guard could not be decided in {splits} steps"))
        .at(place, "")
        .help("make it two guards, or give fewer selectors that overlap")
}
