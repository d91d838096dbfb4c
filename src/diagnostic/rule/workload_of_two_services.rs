//! `workload-of-two-services`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A pod belongs to one service.
pub static RULE: Rule = Rule {
    name: "workload-of-two-services",
    severity: Severity::Warning,
    explanation: "\
A pod belongs to one service.

Rules add up. Pods that two services select may do what either may, and are reached by whoever reaches either, which no
line of the intents says.

Wrong:

```toml
[services.cart]
pods = { app = \"shop\" }       # the pods have both labels

[services.checkout]
pods = { tier = \"back\" }
```

Right:

```toml
[services.cart]
pods = { app = \"shop\", tier = \"front\" }

[services.checkout]
pods = { app = \"shop\", tier = \"back\" }
```
",
};

/// Two services select the same pods.
pub fn both(in_manifest: Place, workload: &str, one: (&str, Place), other: (&str, Place)) -> Diagnostic {
    let message =
        format!("the pods of {workload} belong to two services, `{}` and `{}`, whose rules add up", one.0, other.0);
    Diagnostic::new(&RULE, message).at(in_manifest, "").at(one.1, "").at(other.1, "")
}
