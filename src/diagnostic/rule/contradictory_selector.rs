//! `contradictory-selector`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A selector can be met.
pub static RULE: Rule = Rule {
    name: "contradictory-selector",
    severity: Severity::Error,
    explanation: "\
A selector can be met.

All that a selector says must hold of the same pod. Where that can't be, it matches nothing, now and ever.

Wrong:

```toml
[services.frontend]
pods = \"app=frontend,app!=frontend\"
```

Right:

```toml
[services.frontend]
pods = \"app=frontend,tier!=canary\"
```
",
};

/// A selector that no pod can match.
pub fn selector(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "no pod can match this selector").at(place, "its parts contradict each other")
}
