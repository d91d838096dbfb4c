//! `proof-hash`

use super::{BUG, Rule, Severity};
use crate::diagnostic::Diagnostic;

/// The first line of a file has the hash of the rest.
pub static RULE: Rule = Rule {
    name: "proof-hash",
    severity: Severity::Error,
    explanation: "\
The first line of every file that a build writes has the hash of all that follows.

By that line npgen knows a file as its own, and knows whether somebody edited it since. With a wrong hash every file
would look edited, or an edit would go unseen.

A project can't break this rule: a build that does has found a bug in npgen, and writes nothing.

Wrong:

```yaml
# made by npgen, do not edit; sha256 0000000000000000
```

Right:

```yaml
# made by npgen, do not edit; sha256 ba7816bf8f01cfea
```
",
};

/// The first line is missing or wrong.
pub fn wrong(path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the first line of `{path}` does not have the hash of the rest")).help(BUG)
}
