//! `not-built-yet`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What is written is something that this npgen can already compile.
pub static RULE: Rule = Rule {
    name: "not-built-yet",
    severity: Severity::Error,
    explanation: "\
What is written is something that this npgen can already compile.

The language is fixed ahead of the compiler. What belongs to it and is not built yet is refused and never passed over:
a condition or a guard that is ignored would be a hole.

Wrong, for now:

```toml
[services.frontend]
host_network = true
```

Right, for now:

```toml
[services.frontend]
ports = { http = 8080 }
```
",
};

/// A key of the language that the compiler does not read yet, in a table of this `kind` ("a service").
pub fn key(place: Place, key: &str, kind: &str, doc: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` in {kind} is not built yet"))
        .at(place, doc)
        .help("it is in the language, but this npgen cannot compile it: leave it out for now")
}

/// A value of the language that the compiler does not know yet; `instead` is what it does know.
pub fn value(place: Place, key: &str, value: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key} = \"{value}\"` is not built yet"))
        .at(place, "")
        .help(format!("use {instead} for now"))
}

/// A name of the profile that stands for a service of the graph.
pub fn service_as_name(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` as a service of the graph is not built yet"))
        .at(place, "")
        .help(format!("say which pods or addresses it is: `{name} = {{ namespace = \"...\", pods = {{ ... }} }}`"))
}

/// A form of the language, described with its user text in backticks, that the compiler does not know yet.
pub fn form(place: Place, form: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{form} is not built yet"))
        .at(place, "")
        .help("it is in the language, but this npgen cannot compile it: write out what is meant for now")
}
