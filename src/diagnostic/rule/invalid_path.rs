//! `invalid-path`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The folders of a project are apart, and given from the project's own.
pub static RULE: Rule = Rule {
    name: "invalid-path",
    severity: Severity::Error,
    explanation: "\
The folders of a project are apart, and given from the project's own.

`[paths]` says where the intents are and where `npgen build` writes. It replaces the folder it writes to as a whole, so that must
not be the project itself nor hold the intents. An absolute path would be another one on the next machine.

Wrong:

```toml
[paths]
out = \".\"
```

Right:

```toml
[paths]
out = \"deploy/network-policies\"
```
",
};

/// A path that is empty or absolute.
pub fn not_relative(place: Place, key: &str, path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` can't be `{path}`")).at(place, "expected a path from the project's folder")
}

/// A folder to write to that is, or holds, what is read.
pub fn holds(place: Place, path: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("what is written can't go to `{path}`, which holds {what}"))
        .at(place, "this folder is replaced as a whole")
        .help("choose a folder of its own, like `out`")
}

/// A folder of intents in which npgen.toml lies too.
pub fn intents(place: Place, path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the intents can't be in `{path}`, which holds npgen.toml"))
        .at(place, "every `*.toml` below this would be an intent file")
        .help("choose a folder of their own, like `intents`")
}
