//! `invalid-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A node's name is one that Kubernetes would take.
pub static RULE: Rule = Rule {
    name: "invalid-name",
    severity: Severity::Error,
    explanation: "\
A node's name is one that Kubernetes would take.

Names become parts of object names, labels and file names. Services, groups and externals are DNS subdomains (lower-case
letters, digits, `-` and `.`, at most 253), namespaces DNS labels (the same without `.`, at most 63), port names at most 15
lower-case letters, digits and `-`, a letter among them.

Wrong:

```toml
[services.Frontend]
```

Right:

```toml
[services.frontend]
```
",
};

/// The name of a service, group, external or profile name that is no DNS subdomain; `kind` says of what.
pub fn node(place: Place, kind: &str, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of {kind}"))
        .at(place, "expected lower-case letters, digits, `-` and `.`, with a letter or digit at both ends of each part")
        .help("at most 253 characters, as Kubernetes asks of a DNS subdomain")
}

/// The name of a namespace that is no DNS label.
pub fn namespace(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of a namespace"))
        .at(place, "expected lower-case letters, digits and `-`, with a letter or digit at both ends")
        .help("at most 63 characters, as Kubernetes asks of a DNS label")
}

/// The name of a service account that is no DNS subdomain.
pub fn service_account(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of a service account"))
        .at(place, "expected lower-case letters, digits, `-` and `.`, with a letter or digit at both ends of each part")
        .help("the name alone, as in the pod's `serviceAccountName`: its namespace is that of the pods")
}

/// A `prefix` that no object's name can start with.
pub fn prefix(place: Place, prefix: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no object's name can start with `{prefix}`"))
        .at(place, "expected lower-case letters, digits, `-` and `.`, a letter or digit first, at most 126 characters")
        .help("`npgen-` unless written")
}

/// The name of a port that Kubernetes would not take.
pub fn port(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of a port"))
        .at(place, "expected lower-case letters, digits and single `-`, a letter among them, at most 15 characters")
}

/// The name of a port that means something else already.
pub fn taken_port(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of a port, it means more than one port already"))
        .at(place, "taken by the language")
        .help("`any`, `icmp` and `icmpv6` are taken")
}

/// An end of an edge that is no name of anything.
pub fn end(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no end of an edge"))
        .at(place, "expected `name`, `namespace/name` or `@name`, and `:port` behind it where one is needed")
}
