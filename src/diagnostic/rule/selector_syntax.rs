//! `selector-syntax`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A selector in a string is written as for kubectl.
pub static RULE: Rule = Rule {
    name: "selector-syntax",
    severity: Severity::Error,
    explanation: "\
A selector in a string is written as for kubectl.

Its parts are joined by commas, and all must hold: `key=value` (or `==`), `key!=value`, `key in (a,b)`, `key notin (a,b)`,
`key` (the label is there), `!key` (it is not). A string of one bare word is refused: kubectl would read \"has this label\"
where a value was meant.

Wrong:

```toml
[services.frontend]
pods = \"frontend\"
```

Right:

```toml
[services.frontend]
pods = \"app=frontend,tier in (web,edge),!legacy\"
```
",
};

/// One word alone: a value where kubectl reads a label key.
pub fn bare_word(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{word}` alone would mean every pod that has a label `{word}`"))
        .at(place, "expected `key=value`")
        .help(format!(
            "for pods with a certain value: `app={word}`; for those that have the label: `{{ {word} = true }}`"
        ))
}

/// Something else stands where `expected` belongs.
pub fn expected(place: Place, expected: &str) -> Diagnostic {
    Diagnostic::new(&RULE, "this is no selector in kubectl's syntax").at(place, format!("expected {expected}"))
}

/// `<` or `>`, which kubectl knows and policies don't.
pub fn comparison(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "a policy can't compare labels as numbers")
        .at(place, "expected `=`, `!=`, `in` or `notin`")
        .help("list the values: `key in (1,2,3)`")
}
