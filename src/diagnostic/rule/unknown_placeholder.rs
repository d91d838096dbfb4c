//! `unknown-placeholder`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The default selector has only placeholders that are filled in.
pub static RULE: Rule = Rule {
    name: "unknown-placeholder",
    severity: Severity::Error,
    explanation: "\
The default selector has only placeholders that are filled in.

`[defaults] pods` is the selector of each service without `pods` of its own. `{service}` and `{namespace}` in its values
stand for the service's name and namespace, `{cluster}` for the name of the cluster where the project has `[clusters]`.

Wrong:

```toml
[defaults]
pods = { app = \"{name}\" }
```

Right:

```toml
[defaults]
pods = { app = \"{service}\" }
```
",
};

/// A placeholder without a meaning.
pub fn unknown(place: Place, placeholder: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is filled in for `{placeholder}`"))
        .at(place, "expected `{service}`, `{namespace}` or `{cluster}`")
}

/// `{cluster}` in a project without clusters.
pub fn no_clusters(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "nothing is filled in for `{cluster}`: the project has no `[clusters]`")
        .at(place, "expected `{service}` or `{namespace}`")
}
