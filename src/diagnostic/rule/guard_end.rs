//! `guard-end`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An end of a guard picks something that is declared.
pub static RULE: Rule = Rule {
    name: "guard-end",
    severity: Severity::Error,
    explanation: "\
An end of a guard picks something that is declared.

A guard that speaks of nobody always holds, and whoever reads it believes that something is proved. The ports of a guard are
those of whom is called.

Wrong:

```toml
[[never]]
from = { tags = [\"test\"] }    # no node has this tag
to   = \"vault\"
```

Right:

```toml
[services.load-test]
tags = [\"test\"]

[[never]]
from = { tags = [\"test\"] }
to   = \"vault\"
```
",
};

/// An end that picks no node, no service and no pod of a declared namespace.
pub fn picks_nothing(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "this end of a guard picks nothing that is declared").at(place, "")
}

/// A table without anything in it, or with an empty list of tags.
pub fn asks_nothing(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "this end of a guard says nothing").at(place, "expected `namespaces`, `pods` or `tags`")
}

/// A port at an end that is not called.
pub fn port_of_caller(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "a port at an end that is not called")
        .at(place, "ports are those of `to`")
        .help("write it at `to`, or as `port` of the guard")
}

/// A port by name for pods that are picked by label: nobody declares one for them.
pub fn port_name_of_pods(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("pods that are picked by label or tag declare no port `{name}`"))
        .at(place, "expected a number")
}
