//! `connection-opened`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A change opens a connection.
pub static RULE: Rule = Rule {
    name: "connection-opened",
    severity: Severity::Warning,
    explanation: "\
A change opens a connection.

`npgen diff` says so where something passes in the second state that does not in the first. It is nothing wrong: somebody
should have meant it. A policy that is deleted opens connections, too, since pods that no policy isolates are open.

Wrong, where only the pictures of one place were meant:

```toml
[services.web]
calls = [\"cart\", \"@internet:443\"]
```

Right:

```toml
[services.web]
calls = [\"cart\", { to = \"pictures\", why = \"the pictures of the goods\" }]
```
",
};

/// Something passes that did not: `how` is one word for it, `what` names both ends and the ports.
pub fn connection(place: Option<Place>, how: &str, what: &str, causes: &[String]) -> Diagnostic {
    let told = Diagnostic::new(&RULE, format!("{how}: {what}"));
    let told = place.into_iter().fold(told, |told, place| told.at(place, ""));
    causes.iter().fold(told, Diagnostic::help)
}
