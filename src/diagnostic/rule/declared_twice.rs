//! `declared-twice`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Everything is declared once.
pub static RULE: Rule = Rule {
    name: "declared-twice",
    severity: Severity::Error,
    explanation: "\
Everything is declared once.

Two declarations of one node could contradict each other, and which one counts would hang on the order of the files. A
`[namespaces.NAME]` may stand in several files, but each of its fields in one.

Wrong:

```toml
[groups.prometheus]           # in one file
namespace = \"monitoring\"

[groups.prometheus]           # in another
namespace = \"observability\"
```

Right:

```toml
[groups.prometheus]
namespace = [\"monitoring\", \"observability\"]
```
",
};

/// A node that another file declares too; `what` is its kind and name.
pub fn node(place: Place, first: Place, what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{what} is declared twice")).at(place, "again here").at(first, "first here")
}

/// A field of a namespace that another file gives too.
pub fn field(place: Place, first: Place, namespace: &str, field: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{field}` of the namespace `{namespace}` is given twice"))
        .at(place, "again here")
        .at(first, "first here")
        .help("`[namespaces.NAME]` may stand in several files, but each field in one")
}
