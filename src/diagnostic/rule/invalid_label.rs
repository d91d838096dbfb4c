//! `invalid-label`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Label keys and values are ones that Kubernetes takes.
pub static RULE: Rule = Rule {
    name: "invalid-label",
    severity: Severity::Error,
    explanation: "\
Label keys and values are ones that Kubernetes takes.

No pod can carry a label that the API server refuses, so such a selector would match nothing, and the policy itself would be
refused. A value has at most 63 letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit; a key is the
same, not empty, and may have a DNS subdomain and `/` before it.

Wrong:

```toml
[services.frontend]
pods = { app = \"front end\" }
```

Right:

```toml
[services.frontend]
pods = { app = \"frontend\" }
```
",
};

/// A key that can't be a label's.
pub fn key(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` can't be a label's key"))
        .at(place, "expected `name` or `domain/name`")
        .help("the name: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends")
}

/// A value that can't be a label's.
pub fn value(place: Place, value: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{value}` can't be a label's value"))
        .at(place, "expected at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends")
}

/// The label by which Kubernetes says a namespace's name, among those that a namespace declares.
pub fn name_of_namespace(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`kubernetes.io/metadata.name` is always the namespace's name")
        .at(place, "Kubernetes sets it itself")
        .help("leave it out")
}

/// What the project's default selector becomes for one service.
pub fn by_default(place: Place, default: Option<Place>, service: &str, value: &str) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("`{value}` can't be a label's value"))
        .at(place, format!("the default selector asks for it, as the service `{service}` has no `pods`"));
    let found = default.into_iter().fold(found, |found, default| found.at(default, "the default selector"));
    found.help(format!("say which pods the service `{service}` has: `pods = {{ app = \"...\" }}`"))
}
