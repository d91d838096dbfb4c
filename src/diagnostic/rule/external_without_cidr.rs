//! `external-without-cidr`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An external has addresses.
pub static RULE: Rule = Rule {
    name: "external-without-cidr",
    severity: Severity::Error,
    explanation: "\
An external has addresses.

An external is addresses outside the cluster. Without `cidr` there is nothing that a policy could let in or out. (Externals by
DNS name are in the language, but not built yet.)

Wrong:

```toml
[externals.warehouse]
ports = [5432]
```

Right:

```toml
[externals.warehouse]
cidr  = [\"10.20.0.0/16\"]
ports = [5432]
```
",
};

/// An external without `cidr`, or with an empty one.
pub fn external(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the external `{name}` has no addresses")).at(place, "expected `cidr = [\"...\"]`")
}
