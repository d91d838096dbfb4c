//! `connection-closed`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A change closes a connection.
pub static RULE: Rule = Rule {
    name: "connection-closed",
    severity: Severity::Warning,
    explanation: "\
A change closes a connection.

`npgen diff` says so where something passes in the first state that does not in the second. It is nothing wrong, unless
something still needs it: then that breaks once the change is applied.

Wrong, where `web` still needs its `cart` and the call was taken out:

```toml
[services.web]
calls = [\"mail\"]
```

Right:

```toml
[services.web]
calls = [\"cart\", \"mail\"]
```
",
};

/// Something does not pass any more: `how` is one word for it, `what` names both ends and the ports.
pub fn connection(place: Option<Place>, how: &str, what: &str, causes: &[String]) -> Diagnostic {
    let told = Diagnostic::new(&RULE, format!("{how}: {what}"));
    let told = place.into_iter().fold(told, |told, place| told.at(place, ""));
    causes.iter().fold(told, Diagnostic::help)
}
