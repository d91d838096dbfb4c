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
in it could take nothing away.

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
pub fn node(place: Place, what: &str, namespace: Option<Place>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("`resolve = false` takes nothing away from {what}")).at(place, "");
    namespace
        .into_iter()
        .fold(found, |found, namespace| found.at(namespace, "lets every pod of the namespace ask for names"))
}
