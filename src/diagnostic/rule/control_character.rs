//! `control-character`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Text holds no control character and none that changes the direction of reading.
pub static RULE: Rule = Rule {
    name: "control-character",
    severity: Severity::Error,
    explanation: "\
Text holds no control character and none that changes the direction of reading.

Names, owners and reasons are read by people in reviews, comments and terminals. A character that cannot be seen, starts
a new line or turns the text around can make a reviewer read something else than npgen does.

Wrong:

```toml
[services.frontend]
calls = [{ to = \"catalog\", why = \"prices\\nand stock\" }]
```

Right:

```toml
[services.frontend]
calls = [{ to = \"catalog\", why = \"prices and stock\" }]
```
",
};

/// A character that has no place in text.
pub fn found(place: Place, character: char) -> Diagnostic {
    let code = u32::from(character);
    let (message, advice) = match character {
        '\n' | '\r' => ("line break in a text".to_owned(), "write it on one line"),
        '\t' => ("tab in a text".to_owned(), "use a blank"),
        _ if character.is_control() => (format!("control character U+{code:04X}"), "take it out"),
        _ => (format!("invisible character U+{code:04X}, which can make text read differently"), "take it out"),
    };
    Diagnostic::new(&RULE, message).at(place, "").help(advice)
}
