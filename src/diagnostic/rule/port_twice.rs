//! `port-twice`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge says its port in one place.
pub static RULE: Rule = Rule {
    name: "port-twice",
    severity: Severity::Error,
    explanation: "\
An edge says its port in one place.

The port stands behind the name, `catalog:grpc`, or in `port`. With both, a change of one of them could be taken for a
change of the edge.

Wrong:

```toml
[services.frontend]
calls = [{ to = \"catalog:grpc\", port = \"grpc\" }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"catalog:grpc\" }]
```
",
};

/// `:port` and `port =` on one edge.
pub fn both(place: Place, key: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "the edge says its port twice")
        .at(place, "here")
        .at(key, "and here")
        .help("keep one of the two")
}
