//! `governed-profile-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The pods of a profile's name live outside the graph.
pub static RULE: Rule = Rule {
    name: "governed-profile-name",
    severity: Severity::Error,
    explanation: "\
The pods of a profile's name live outside the graph.

npgen denies by default in every namespace where a service lives. Pods of `@dns` there would answer nobody, as nothing would
let calls in. What lives in a governed namespace is a service of the graph.

Wrong:

```toml
# intents/system.toml, while @dns is in kube-system
namespace = \"kube-system\"

[services.metrics-server]
```

Right:

```toml
[profile.names]               # in npgen.toml
dns = { cidr = [\"10.96.0.10/32\"], ports = [\"53/udp\", 53] }
```
",
};

/// A name whose pods live in a governed namespace; `definition` is where the profile gives it.
pub fn name(definition: Option<Place>, name: &str, namespace: &str, governed: Place) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("the pods of `@{name}` live in the governed namespace `{namespace}`"));
    let found = match definition {
        Some(definition) => found.at(definition, "").at(governed, "governed because of this"),
        None => found.at(governed, format!("governed because of this; `@{name}` is there by default")),
    };
    found.help(format!("nothing would let calls to `@{name}` in: give it as addresses, or keep the namespace out"))
}
