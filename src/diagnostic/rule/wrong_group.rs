//! `wrong-group`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A group names its namespaces or selects them by label.
pub static RULE: Rule = Rule {
    name: "wrong-group",
    severity: Severity::Error,
    explanation: "\
A group names its namespaces or selects them by label.

`namespace` lists namespaces by name, `namespaces` selects them by their labels. Written together, nobody could tell whether
a namespace must fit one of them or both.

Wrong:

```toml
[groups.agents]
namespace  = \"monitoring\"
namespaces = { team = \"observability\" }
```

Right:

```toml
[groups.agents]
namespaces = { team = \"observability\" }
```
",
};

/// `namespace` and `namespaces` on one group.
pub fn both(place: Place, listed: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the group `{name}` has namespaces by name and by label"))
        .at(place, "by label")
        .at(listed, "by name")
        .help("keep one of them, or make two groups of it")
}
