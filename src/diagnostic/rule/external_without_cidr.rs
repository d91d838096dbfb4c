//! `external-without-cidr`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An external has addresses or DNS names.
pub static RULE: Rule = Rule {
    name: "external-without-cidr",
    severity: Severity::Error,
    explanation: "\
An external has addresses or DNS names.

An external is outside the cluster. Without `cidr` and `dns` there is nothing that a policy could let in or out; where it calls,
only `cidr` says from where.

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

/// An external without `cidr` and `dns`, or with an empty `cidr`.
pub fn external(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the external `{name}` has no addresses")).at(place, "expected `cidr = [\"...\"]`")
}

/// An edge on which an external without addresses calls.
pub fn caller(place: Place, name: &str, external: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the external `{name}` calls, and nothing says from which addresses"))
        .at(place, "")
        .at(external, "it has names and no `cidr`")
        .help("names are looked up by who calls them: add `cidr` for the addresses that its own calls come from")
}
