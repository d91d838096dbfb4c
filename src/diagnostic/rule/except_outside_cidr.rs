//! `except-outside-cidr`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What is left out lies inside what is let in.
pub static RULE: Rule = Rule {
    name: "except-outside-cidr",
    severity: Severity::Error,
    explanation: "\
What is left out lies inside what is let in.

An entry of `except` is cut out of an entry of `cidr`. One that lies beside them or is as large does nothing, or leaves
nothing; the API server refuses both.

Wrong:

```toml
[externals.warehouse]
cidr   = [\"10.20.0.0/16\"]
except = [\"10.21.9.0/24\"]
```

Right:

```toml
[externals.warehouse]
cidr   = [\"10.20.0.0/16\"]
except = [\"10.20.9.0/24\"]
```
",
};

/// An exception that is not strictly inside any network of `cidr`.
pub fn outside(place: Place, except: &str, cidr: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{except}` is not strictly inside a network of `cidr`"))
        .at(place, "expected a smaller network inside one of them")
        .at(cidr, "")
}
