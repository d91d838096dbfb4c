//! `unknown-key`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// Every key is one that the language knows at this place.
pub static RULE: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Error,
    explanation: "\
Every key is one that the language knows at this place.

A misspelt key that is passed over in silence would leave out a rule, or isolate nothing, and nobody would notice.

Wrong:

```toml
[services.frontend]
port = { http = 8080 }
```

Right:

```toml
[services.frontend]
ports = { http = 8080 }
```
",
};

/// Adds what helps where the unknown key may be the end of a name with dots, with an example of such a name.
pub fn with_dots(unknown: Diagnostic, example: &str) -> Diagnostic {
    unknown.help(format!("a name with dots needs quotes: `{example}`"))
}

/// A key that does not belong in a table of this kind. `kind` is the table in words ("a service"), `nearest` the known
/// key that was probably meant; where there is none, `homes` are the kinds of table, in words, that have the key.
pub fn unknown(place: Place, key: &str, kind: &str, nearest: Option<Nearest>, homes: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, format!("unknown key `{key}` in {kind}")).at(place, "");
    match nearest {
        Some(nearest) => diagnostic.did_you_mean(place, key, Some(nearest)),
        None if homes.is_empty() => diagnostic,
        None => diagnostic.help(format!("`{key}` is a key of {}", homes.join(", of "))),
    }
}
