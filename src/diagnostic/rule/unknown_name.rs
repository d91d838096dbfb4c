//! `unknown-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place, quoted};

/// Every name that an edge uses is declared.
pub static RULE: Rule = Rule {
    name: "unknown-name",
    severity: Severity::Error,
    explanation: "\
Every name that an edge uses is declared.

A name that nothing declares is a slip or a node that is missing. An edge to it would make a rule that matches nothing, so
the connection would be denied without a word.

Wrong:

```toml
[services.frontend]
calls = [\"catalgo\"]   # there is only a `catalog`
```

Right:

```toml
[services.frontend]
calls = [\"catalog\"]
```
",
};

/// A bare name that is no service of the namespace in force, no group and no external. `elsewhere` are the services of
/// that name in other namespaces, as `namespace/name`.
pub fn bare(
    place: Place,
    name: &str,
    namespace: Option<&str>,
    near: Option<Nearest>,
    elsewhere: &[String],
) -> Diagnostic {
    let expected = match namespace {
        Some(namespace) => format!("no service of the namespace `{namespace}`, no group and no external"),
        None => "no group and no external, and no namespace is in force here".to_owned(),
    };
    let found = Diagnostic::new(&RULE, format!("nothing is called `{name}`")).at(place, expected);
    if !elsewhere.is_empty() {
        return found.help(format!("of another namespace: {}", quoted(elsewhere.iter().map(String::as_str))));
    }
    found.did_you_mean(place, name, near)
}

/// A `namespace/name` that is no service, in a namespace that is declared.
pub fn service(place: Place, namespace: &str, name: &str, near: Option<Nearest>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("there is no service `{name}` in the namespace `{namespace}`"))
        .at(place, "not declared");
    let with_namespace = |name: &str| format!("{namespace}/{name}");
    found.did_you_mean(place, &with_namespace(name), near.map(|near| near.written(with_namespace)))
}

/// An `@NAME` that is neither built in nor in the profile.
pub fn at_name(place: Place, name: &str, near: Option<Nearest>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("nothing is called `@{name}`"))
        .at(place, "neither built in nor in `[profile.names]`");
    match near {
        Some(near) => found.did_you_mean(place, &format!("@{name}"), Some(near.written(|near| format!("@{near}")))),
        None => found.help("a name of the profile stands for pods or addresses: `NAME = { cidr = [\"...\"] }`"),
    }
}

/// An `@NAME` that every cluster has, of which the profile does not say what it is.
pub fn not_in_profile(place: Place, name: &str, example: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the profile does not say what `@{name}` is"))
        .at(place, format!("expected `{name}` in `[profile.names]` of npgen.toml"))
        .help(format!("for example: `{name} = {example}`"))
}
