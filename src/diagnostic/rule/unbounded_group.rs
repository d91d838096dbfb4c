//! `unbounded-group`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A group says where its pods are, or which they are.
pub static RULE: Rule = Rule {
    name: "unbounded-group",
    severity: Severity::Error,
    explanation: "\
A group says where its pods are, or which they are.

A group without `pods` is every pod of its namespaces; one without `namespace` is in every namespace. Without both it would
be every pod of the cluster, which is written `@cluster`.

Wrong:

```toml
[groups.everyone]
calls = [\"catalog:metrics\"]
```

Right:

```toml
[services.catalog]
callers = [\"@cluster:metrics\"]
```
",
};

/// A group without `pods` and `namespace`.
pub fn group(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the group `{name}` has neither `pods` nor `namespace`"))
        .at(place, "would be every pod of the cluster")
        .help("every pod of the cluster is `@cluster`")
}
