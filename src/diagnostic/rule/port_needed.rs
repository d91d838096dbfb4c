//! `port-needed`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place, quoted};

/// An edge says which port it calls, unless there is only one.
pub static RULE: Rule = Rule {
    name: "port-needed",
    severity: Severity::Error,
    explanation: "\
An edge says which port it calls, unless there is only one.

Where the callee declares one port, the edge can leave it out. With several it names them, so that a port that is declared
later opens nothing.

Wrong:

```toml
[services.catalog]
ports = { grpc = 3550, metrics = 9090 }

[services.frontend]
calls = [\"catalog\"]
```

Right:

```toml
[services.catalog]
ports = { grpc = 3550, metrics = 9090 }

[services.frontend]
calls = [\"catalog:grpc\"]
```
",
};

/// The callee declares no ports.
pub fn none_declared(place: Place, callee: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the edge does not say which port of {callee} it calls"))
        .at(place, "expected `:port`, as it declares none")
        .help("write a number, or `:any` for every port and protocol")
}

/// The callee declares several ports.
pub fn several_declared(place: Place, callee: &str, declared: &[String]) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the edge does not say which port of {callee} it calls"))
        .at(place, format!("expected one of {} behind a `:`", quoted(declared.iter().map(String::as_str))))
        .help("for several of them: `port = [...]` in a table")
}

/// The profile gives no ports for the name, and neither does the edge.
pub fn of_profile_name(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("neither the edge nor the profile says on which port `@{name}` is called"))
        .at(place, "")
        .help(format!("add `ports` to `{name}` in `[profile.names]`, or write `@{name}:port`"))
}

/// A wildcard is called, and each service may have other ports.
pub fn of_wildcard(place: Place, wildcard: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the edge does not say which port of {wildcard} it calls"))
        .at(place, "expected `:port`")
        .help("a name, like `:metrics`, picks the services that declare it; a number, or `:any`, is opened at each")
}
