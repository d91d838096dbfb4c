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

/// What to look for where the parser's message starts like this.
const ADVICE: &[(&str, &str)] = &[
    ("duplicate key", "put what belongs to it in one place"),
    ("invalid unquoted key", "a key with other characters needs quotes: `\"app.kubernetes.io/name\"`"),
    ("invalid inline table element", "look for a brace or bracket before this that is not closed"),
    ("missing comma", "look for a brace or bracket before this that is not closed"),
    ("missing key for inline table element", "look for a brace or bracket before this that is not closed"),
    ("unclosed", "look for a brace or bracket before this that is not closed"),
];

/// What the TOML parser says about `place`.
pub fn invalid(place: Place, parser_message: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, format!("not valid TOML: {parser_message}")).at(place, "");
    match ADVICE.iter().find(|(start, _)| parser_message.starts_with(start)) {
        Some((_, advice)) => diagnostic.help(*advice),
        None => diagnostic,
    }
}

/// A bare word where a value belongs.
pub fn bare_word(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "not valid TOML: text without quotes").at(place, "").help("put it in quotes")
}

/// A value and the next key of an inline table without a comma between them.
pub fn no_comma(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "not valid TOML: no comma between a value and the next key").at(place, "")
}

/// Nothing where a value belongs.
pub fn no_value(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "not valid TOML: a value is missing").at(place, "")
}

/// Keys or values inside one another beyond any use.
pub fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "not readable: keys or values are nested too deeply").at(place, "")
}
