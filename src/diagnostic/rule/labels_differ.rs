//! `labels-differ`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Labels are as the manifests have them.
pub static RULE: Rule = Rule {
    name: "labels-differ",
    severity: Severity::Warning,
    explanation: "\
Labels are as the manifests have them.

A service selects pods by the labels that it is told, and a namespace has those that are declared for it: npgen believes
both. Where a manifest says something else, policies select other pods than was meant, or none.

Wrong:

```toml
[services.cart]
pods = { app = \"cart\" }       # the Deployment gives its pods app=shopping-cart
```

Right:

```toml
[services.cart]
pods = { app = \"shopping-cart\" }
```
",
};

/// A workload that goes by the service's name has other labels than it asks for.
pub fn workload(place: Place, service: &str, in_manifest: Place, workload: &str, differences: &str) -> Diagnostic {
    let message = format!("the service `{service}` does not select the pods of {workload}, nor any others");
    Diagnostic::new(&RULE, message).at(place, "").at(in_manifest, differences)
}

/// A namespace has other labels than are declared for it, where it is `declared`.
pub fn namespace(declared: Place, namespace: &str, in_manifest: Place, differences: &str) -> Diagnostic {
    let message = format!("the namespace `{namespace}` has other labels than the intents declare");
    Diagnostic::new(&RULE, message).at(declared, "").at(in_manifest, differences)
}
