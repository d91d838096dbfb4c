//! `undeclared-label`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A governed namespace says what it has of each label by which namespaces are selected.
pub static RULE: Rule = Rule {
    name: "undeclared-label",
    severity: Severity::Error,
    explanation: "\
A governed namespace says what it has of each label by which namespaces are selected.

Whether the pods of a namespace are meant by a selector of namespaces hangs on its labels, which only the cluster knows.
npgen makes rules for governed namespaces, so there it must know: each says in `labels` what it has, or that the label is
not there. The label `kubernetes.io/metadata.name` is always there, and needs no word.

Wrong:

```toml
namespace = \"shop\"

[groups.agents]
namespaces = { env = \"prod\" }
```

Right:

```toml
namespace = \"shop\"

[namespaces.shop]
labels = { env = \"prod\" }       # or `env = false`: not there

[groups.agents]
namespaces = { env = \"prod\" }
```
",
};

/// A label that a governed namespace neither has nor lacks, as far as anyone says.
pub fn key(place: Place, key: &str, namespace: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing says which `{key}` the namespace `{namespace}` has"))
        .at(place, "namespaces are selected by it here")
        .help(format!(
            "write `labels = {{ \"{key}\" = \"...\" }}` in `[namespaces.{namespace}]`, or `\"{key}\" = false` for a label \
             that is not there"
        ))
}
