//! `namespace-not-there`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// The namespaces of the graph are there.
pub static RULE: Rule = Rule {
    name: "namespace-not-there",
    severity: Severity::Warning,
    explanation: "\
The namespaces of the graph are there.

A namespace is there when the manifests hold it, or anything that lives in it. Where they do not, its name is mistyped,
or the manifests are not all that the graph speaks of: add their folder.

Wrong:

```toml
namespace = \"shopp\"           # the manifests have `shop`
```

Right:

```toml
namespace = \"shop\"
```
",
};

/// Nothing of the manifests is in a namespace; the place is that of a node that lives in it.
pub fn missing(place: Place, namespace: &str, nearest: Option<Nearest>) -> Diagnostic {
    let message = format!("the manifests have no namespace `{namespace}`, and nothing that lives in it");
    let found = Diagnostic::new(&RULE, message).at(place, "lives there");
    match nearest {
        Some(nearest) => found.help(format!("did you mean `{}`?", nearest.name)),
        None => found,
    }
}
