//! `not-in-cluster`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What a node is called by, where it lives and whom it calls is the same in every cluster.
pub static RULE: Rule = Rule {
    name: "not-in-cluster",
    severity: Severity::Error,
    explanation: "\
What a node is called by, where it lives and whom it calls is the same in every cluster.

`in` says which fields of a node differ in one cluster: its selector, its ports, its addresses. Edges that hold only in
some clusters say so themselves, with `clusters`.

Wrong:

```toml
[services.cart.in.staging]
calls = [\"mock\"]
```

Right:

```toml
[services.cart]
calls = [{ to = \"mock\", clusters = [\"staging\"] }]
```
",
};

/// A key below `in` that can't differ.
pub fn key(place: Place, key: &str) -> Diagnostic {
    let advice = match key {
        "calls" | "callers" => format!("write the edge in `{key}` of the node, with `clusters = [...]`"),
        "clusters" => "write `clusters` on the node itself".to_owned(),
        _ => format!("`{key}` is the same in every cluster: write it on the node itself"),
    };
    Diagnostic::new(&RULE, format!("`{key}` cannot differ in one cluster")).at(place, "").help(advice)
}
