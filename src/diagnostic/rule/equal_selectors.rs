//! `equal-selectors`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Two services of a namespace have different pods.
pub static RULE: Rule = Rule {
    name: "equal-selectors",
    severity: Severity::Error,
    explanation: "\
Two services of a namespace have different pods.

Rules of services that share pods add up. Two services with the same selector are one workload under two names: whoever
reads one of them would not see what the other opens.

Wrong:

```toml
[services.cart]
pods = { app = \"shop\" }

[services.catalog]
pods = { app = \"shop\" }
```

Right:

```toml
[services.cart]
pods = { app = \"cart\" }

[services.catalog]
pods = { app = \"catalog\" }
```
",
};

/// Two services with the same pods.
pub fn services(place: Place, name: &str, other_place: Place, other: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the services `{other}` and `{name}` have the same pods"))
        .at(place, format!("the same selector as that of `{other}`"))
        .at(other_place, "")
        .help("tell them apart by their labels, or make them one service")
}
