//! `rename`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// `rename` gives each governed namespace a name of its own that Kubernetes takes.
pub static RULE: Rule = Rule {
    name: "rename",
    severity: Severity::Error,
    explanation: "\
`rename` gives each governed namespace a name of its own that Kubernetes takes.

Several environments can live in one cluster, each with namespaces of its own. `rename` says what the governed namespaces
are called in one of them: `{namespace}` stands for the name that the intents have, `{cluster}` for the name of the cluster.
Two namespaces of one name would share their policies.

Wrong:

```toml
[clusters.staging]
rename = \"staging\"
```

Right:

```toml
[clusters.staging]
rename = \"{namespace}-staging\"
```
",
};

/// A pattern that would give every namespace the same name.
pub fn without_namespace(place: Place, pattern: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`rename` would call every namespace `{pattern}`"))
        .at(place, "expected `{namespace}` in it")
        .help(format!("`rename = \"{{namespace}}-{pattern}\"` puts it behind each name"))
}

/// A placeholder without a meaning.
pub fn unknown_placeholder(place: Place, placeholder: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing is filled in for `{placeholder}`"))
        .at(place, "expected `{namespace}`, or `{cluster}`")
}

/// A namespace whose new name Kubernetes would refuse.
pub fn no_name(place: Place, namespace: &str, renamed: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{namespace}` can't be called `{renamed}`")).at(place, "renamed by this").help(
        "a namespace's name has at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends",
    )
}

/// A new name that another namespace of the cluster has.
pub fn taken(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("two namespaces would be called `{name}`"))
        .at(place, "renamed by this")
        .help("choose another pattern: only governed namespaces are renamed, the others keep their names")
}
