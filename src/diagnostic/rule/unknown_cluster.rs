//! `unknown-cluster`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Nearest, Place};

/// A cluster that is named is one of the project, and has what is said of it.
pub static RULE: Rule = Rule {
    name: "unknown-cluster",
    severity: Severity::Error,
    explanation: "\
A cluster that is named is one of the project, and has what is said of it.

`[clusters.NAME]` in npgen.toml declares a cluster. An edge that holds only in a cluster whose name has a typo would
hold nowhere, and a field that differs there would never count.

Wrong:

```toml
[clusters.staging]      # in npgen.toml

[services.mock]         # in an intent file
clusters = [\"stagign\"]
```

Right:

```toml
[services.mock]
clusters = [\"staging\"]
```
",
};

/// A name that no cluster has. `are_any`: whether the project has clusters at all.
pub fn unknown(place: Place, name: &str, near: Option<Nearest>, are_any: bool) -> Diagnostic {
    if !are_any {
        return Diagnostic::new(&RULE, format!("there is no cluster `{name}`: the project has no `[clusters]`"))
            .at(place, "")
            .help(format!("declare it in npgen.toml: `[clusters.{name}]`"));
    }
    Diagnostic::new(&RULE, format!("there is no cluster `{name}`"))
        .at(place, "not in `[clusters]` of npgen.toml")
        .did_you_mean(place, name, near)
}

/// `clusters = []`: a node or an edge that is nowhere.
pub fn none(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`clusters` is empty: this would be in no cluster")
        .at(place, "expected the name of a cluster")
        .help("leave `clusters` out for every cluster")
}

/// What is different in a cluster in which the node is not.
pub fn node_is_elsewhere(place: Place, node: &str, cluster: &str, clusters: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{node}` is not in the cluster `{cluster}`, so nothing of it can differ there"))
        .at(place, "")
        .at(clusters, "the clusters that it is in")
        .help(format!("add `{cluster}` to its `clusters`, or leave this out"))
}
