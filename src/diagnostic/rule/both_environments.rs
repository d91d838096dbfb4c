//! `both-environments`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A selector by label does not reach over into another environment of the cluster.
pub static RULE: Rule = Rule {
    name: "both-environments",
    severity: Severity::Warning,
    explanation: "\
A selector by label does not reach over into another environment of the cluster.

`rename` puts several environments into one cluster by giving their namespaces other names. Labels are not renamed: a group that
is not limited to namespaces by name has pods in each of the environments.

Wrong:

```toml
[groups.agents]                       # in a cluster with `rename`
pods  = { app = \"agent\" }
calls = [\"cart:metrics\"]
```

Right:

```toml
[groups.agents]
namespace = \"shop\"
pods      = { app = \"agent\" }
calls     = [\"cart:metrics\"]
```
",
};

/// A group that is not limited to namespaces by name.
pub fn group(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the group `{name}` has pods in the other environments of this cluster too"))
        .at(place, "labels are not renamed")
        .help("limit it to namespaces by name, with `namespace`")
}
