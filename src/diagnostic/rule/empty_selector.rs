//! `empty-selector`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A selector of pods says something about them.
pub static RULE: Rule = Rule {
    name: "empty-selector",
    severity: Severity::Error,
    explanation: "\
A selector of pods says something about them.

An empty selector is every pod in Kubernetes, and too easily written by mistake. Whoever means every pod says so: the pods
of a namespace are `@namespace`, or a group with a `namespace` and no `pods`; all pods of the cluster are `@cluster`.

Wrong:

```toml
[services.frontend]
pods = {}
```

Right:

```toml
[services.frontend]
pods = { app = \"frontend\" }
```
",
};

/// `pods = {}` or an empty string.
pub fn pods(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`pods` says nothing about the pods").at(place, "would be every pod").help(
        "every pod of a namespace is `@namespace` or a group with only a `namespace`, every pod of all is `@cluster`",
    )
}

/// `namespaces = {}` or an empty string.
pub fn namespaces(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`namespaces` says nothing about the namespaces")
        .at(place, "would be every namespace")
        .help("leave `namespaces` out for every namespace")
}

/// A list of values, or of namespaces, without an entry.
pub fn list(place: Place, what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{what} lists nothing")).at(place, "no pod could be one of none")
}
