//! `toml-syntax`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every file is valid TOML.
pub static RULE: Rule = Rule {
    name: "toml-syntax",
    severity: Severity::Error,
    explanation: "\
Every file is valid TOML 1.1.

A file that cannot be read to its end could mean anything, so nothing of it is used. Later mistakes are often echoes of
the first one: of each unbroken stretch of them only the first is shown, at most three a file.

Wrong:

```toml
[services.frontend]
calls = [\"catalog\"
```

Right:

```toml
[services.frontend]
calls = [\"catalog\"]
```
",
};

/// What the TOML parser says about `place`.
pub fn invalid(place: Place, parser_message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("not valid TOML: {parser_message}")).at(place, "")
}

/// A `[` or `{` at `open` without its other half, noticed at `noticed`.
pub fn not_closed(open: Place, bracket: char, noticed: Place) -> Diagnostic {
    let close = if bracket == '[' { ']' } else { '}' };
    Diagnostic::new(&RULE, format!("not valid TOML: `{bracket}` is not closed"))
        .at(open, "opened here")
        .at(noticed, format!("expected `{close}` before this"))
}

/// Keys or values inside one another beyond any use.
pub fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "not readable: keys or values are nested too deeply").at(place, "")
}
