//! `empty-text`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A reason or an owner says something.
pub static RULE: Rule = Rule {
    name: "empty-text",
    severity: Severity::Error,
    explanation: "\
A reason or an owner says something.

Both stand above the rule in the manifest, for those who review it. An empty one looks as if somebody had answered, and
nobody has.

Wrong:

```toml
[services.frontend]
calls = [{ to = \"catalog\", why = \"\" }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"catalog\", why = \"shows the prices\" }]
```
",
};

/// A text of nothing or blanks for `key`.
pub fn words(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is empty")).at(place, "").help(format!("leave `{key}` out, or write it"))
}
