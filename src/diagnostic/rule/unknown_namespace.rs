//! `unknown-namespace`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// Every namespace that is named is declared.
pub static RULE: Rule = Rule {
    name: "unknown-namespace",
    severity: Severity::Error,
    explanation: "\
Every namespace that is named is declared.

A namespace is declared by a file's or a service's `namespace`, by `[namespaces.NAME]` (an empty table will do) or by a
name of the profile. A slip in its name would make a rule that matches nothing.

Wrong:

```toml
[groups.prometheus]
namespace = \"monitorin\"

[namespaces.monitoring]
```

Right:

```toml
[groups.prometheus]
namespace = \"monitoring\"

[namespaces.monitoring]
```
",
};

/// A namespace that nothing declares.
pub fn undeclared(place: Place, name: &str, near: Option<Nearest>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("the namespace `{name}` is not declared")).at(place, "");
    match near {
        Some(near) => found.did_you_mean(place, name, Some(near)),
        None => found.help(format!("if it is meant, declare it with an empty `[namespaces.{name}]`")),
    }
}
