//! `no-intents`

use super::{Rule, Severity};
use crate::diagnostic::Diagnostic;

/// A project has at least one intent file.
pub static RULE: Rule = Rule {
    name: "no-intents",
    severity: Severity::Error,
    explanation: "\
A project has at least one intent file.

A build without any would remove every policy from `out/`; more likely it was started in the wrong folder.

Wrong:

```text
npgen.toml
```

Right:

```text
npgen.toml
intents/shop.toml
```
",
};

/// No file at all.
pub fn none() -> Diagnostic {
    Diagnostic::new(&RULE, "no intent file found").help("write one: `intents/NAME.toml`")
}
