//! `no-single-namespace`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `@namespace` stands where there is one namespace.
pub static RULE: Rule = Rule {
    name: "no-single-namespace",
    severity: Severity::Error,
    explanation: "\
`@namespace` stands where there is one namespace.

`@namespace` is every pod of the namespace of the node that writes it. An external has none, and a group can be in several.

Wrong:

```toml
[groups.agents]
namespace = [\"monitoring\", \"logging\"]
calls     = [\"@namespace:9100\"]
```

Right:

```toml
[groups.agents]
namespace = \"monitoring\"
calls     = [\"@namespace:9100\"]
```
",
};

/// `@namespace` on an external.
pub fn external(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the external `{name}` is in no namespace"))
        .at(place, "expected the name of a node, or another `@NAME`")
}

/// `@namespace` on a group that is in several namespaces or in all.
pub fn group(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the group `{name}` is not in exactly one namespace"))
        .at(place, "expected the namespace that is meant")
        .help("name it: `@namespace/NAME`")
}

/// `@namespace` in a guard, which no node writes.
pub fn guard(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "a guard is in no namespace")
        .at(place, "expected the namespace that is meant")
        .help("name it: `@namespace/NAME`")
}
