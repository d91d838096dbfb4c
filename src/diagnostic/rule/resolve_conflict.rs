//! `resolve-conflict`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Name resolution is not taken away where the namespace gives it.
pub static RULE: Rule = Rule {
    name: "resolve-conflict",
    severity: Severity::Error,
    explanation: "\
Name resolution is not taken away where the namespace gives it.

`resolve = true` on a namespace lets every pod of it ask `@dns`. As rules only add up, `resolve = false` on a service or group
in it could take nothing away. The same holds where the namespace itself calls anyone. And whoever calls an external by its
DNS names must be able to ask for them.

Wrong:

```toml
[namespaces.shop]
resolve = true

[services.frontend]
resolve = false
```

Right:

```toml
[services.cart]
resolve = true

[services.frontend]
resolve = false
```
",
};

/// `resolve = false` on a node in a namespace that resolves; `what` is its kind and name.
pub fn node(place: Place, what: &str, namespace: &str, because: Option<Place>) -> Diagnostic {
    let message = format!("`resolve = false` takes nothing away from {what} in the namespace `{namespace}`");
    let found = Diagnostic::new(&RULE, message).at(place, "");
    because.into_iter().fold(found, |found, because| found.at(because, "lets every pod of the namespace ask for names"))
}

/// `resolve = false` on a node that calls an external by its DNS names.
pub fn calls_by_name(place: Place, what: &str, external: &str, edge: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{what} must ask for the names of the external `{external}`"))
        .at(place, "")
        .at(edge, "called by name here")
        .help("leave `resolve = false` out, or give the external addresses instead of names")
}
