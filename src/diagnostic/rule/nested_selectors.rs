//! `nested-selectors`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// No service selects all pods of another.
pub static RULE: Rule = Rule {
    name: "nested-selectors",
    severity: Severity::Warning,
    explanation: "\
No service selects all pods of another.

The rules of services that share pods add up. Where one selector holds the other, the pods of the inner service get all that
the outer one is allowed, which is rarely meant.

Wrong:

```toml
[services.shop]
pods = { app = \"shop\" }

[services.shop-api]
pods = { app = \"shop\", tier = \"api\" }
```

Right:

```toml
[services.shop]
pods = { app = \"shop\", tier = \"web\" }

[services.shop-api]
pods = { app = \"shop\", tier = \"api\" }
```
",
};

/// Two services of a namespace, the pods of the inner one all among those of the outer.
pub fn services(place: Place, inner: &str, outer_place: Place, outer: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("every pod of `{inner}` is a pod of `{outer}` too"))
        .at(place, "gets the rules of both")
        .at(outer_place, "selects them all")
        .help("narrow the wider selector, or say that it is meant: `allow = { nested-selectors = \"...\" }`")
}
