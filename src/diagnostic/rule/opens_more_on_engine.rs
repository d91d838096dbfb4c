//! `opens-more-on-engine`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The engine of the cluster opens no more than its policies say.
pub static RULE: Rule = Rule {
    name: "opens-more-on-engine",
    severity: Severity::Warning,
    explanation: "\
The engine of the cluster opens no more than its policies say.

Cilium 1.19.0 to 1.19.4 reads a rule for addresses as one for the pods of its own namespace, too, where the cluster has a
name of its own (`cluster.name`): CVE-2026-56743. No policy of Kubernetes can help that.

Wrong:

```toml
[profile]
engine  = \"cilium\"
version = \"1.19.3\"

[services.reports]       # in an intent file
calls = [\"warehouse\"]  # an external
```

Right:

```toml
[profile]
engine  = \"cilium\"
version = \"1.19.5\"
```
",
};

/// A rule for the addresses of `end`, in the words of a message.
pub fn addresses(place: Place, end: &str, version: &str) -> Diagnostic {
    let message = format!("where {end} is let pass, Cilium {version} may let the pods of the same namespace pass, too");
    Diagnostic::new(&RULE, message)
        .at(place, "in a cluster with a name of its own")
        .help("upgrade Cilium to 1.19.5, and say so with all three numbers of `version`")
        .help("for a cluster without a name: `allow = { opens-more-on-engine = \"...\" }`")
}
