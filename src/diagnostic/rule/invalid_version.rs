//! `invalid-version`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The version of an engine is two or three numbers.
pub static RULE: Rule = Rule {
    name: "invalid-version",
    severity: Severity::Error,
    explanation: "\
The version of an engine is two or three numbers.

What an engine can do hangs on its version, so npgen must be able to compare it.

Wrong:

```toml
[profile]
engine  = \"cilium\"
version = \"v1.18-rc1\"
```

Right:

```toml
[profile]
engine  = \"cilium\"
version = \"1.18\"
```
",
};

/// A text that is no version.
pub fn form(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no version")).at(place, "expected one like `1.18` or `1.18.2`")
}

/// A version of nothing.
pub fn without_engine(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`version` is the engine's, and no `engine` is given")
        .at(place, "")
        .help("say what enforces the policies: `engine = \"calico\"`")
}
