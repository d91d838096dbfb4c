//! `unknown-port`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place, quoted};

/// An edge names ports that the callee declares.
pub static RULE: Rule = Rule {
    name: "unknown-port",
    severity: Severity::Error,
    explanation: "\
An edge names ports that the callee declares.

A port by name is looked up at the callee, whichever end the edge is written at. A number must be among the callee's ports
too, where it declares any: a number that differs is a slip at one of the two places.

Wrong:

```toml
[services.catalog]
ports = { grpc = 3550 }

[services.frontend]
calls = [\"catalog:gprc\", \"catalog:3551\"]
```

Right:

```toml
[services.catalog]
ports = { grpc = 3550 }

[services.frontend]
calls = [\"catalog:grpc\"]
```
",
};

/// A port name that the callee does not declare; `declared` are those that it does.
pub fn name(place: Place, name: &str, callee: &str, declared: &[&str], near: Option<Nearest>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("{callee} has no port `{name}`"));
    let found = if declared.is_empty() {
        found.at(place, "it gives names to none of its ports")
    } else {
        found.at(place, format!("it declares {}", quoted(declared.iter().copied())))
    };
    found.did_you_mean(place, name, near)
}

/// A port that is not among those on which the profile says that the name is called.
pub fn of_profile_name(place: Place, port: &str, name: &str, brought: &[String]) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` is not called on `{port}`"))
        .at(place, format!("the profile says {}", quoted(brought.iter().map(String::as_str))))
        .help("leave the port out to call it on all of these")
}

/// A number, or a range, that is not among the ports that the callee declares.
pub fn number(place: Place, port: &str, callee: &str, declared: &[String]) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{callee} does not declare the port `{port}`"))
        .at(place, format!("it declares {}", quoted(declared.iter().map(String::as_str))))
        .help("ports are those of the container, not of a Service in front of it")
}
