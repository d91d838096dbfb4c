//! `peer-matches-nothing`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A peer of a policy matches somebody.
pub static RULE: Rule = Rule {
    name: "peer-matches-nothing",
    severity: Severity::Warning,
    explanation: "\
A peer of a policy matches somebody.

A peer that matches nobody lets nobody through. Most often a label is misspelt, or the selector of pods looks for them
in the policy's own namespace, since it stands without a selector of namespaces. Peers in namespaces of which the
manifests hold no workload are not looked at.

Wrong:

```yaml
- from:
  - podSelector:  # looks in the policy's own namespace
      matchLabels:
        app: prometheus
```

Right:

```yaml
- from:
  - namespaceSelector:
      matchLabels:
        kubernetes.io/metadata.name: monitoring
    podSelector:
      matchLabels:
        app: prometheus
```
",
};

/// A peer whose selectors contradict themselves.
pub fn contradiction(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "no pod can be as the peer says: it matches nobody").at(place, "")
}

/// A peer that no workload matches; `of` are the workloads in the namespaces that it looks at.
pub fn no_workload(place: Place, of: usize) -> Diagnostic {
    let found = if of == 1 {
        "the one workload in the namespaces of this peer is not matched".to_owned()
    } else {
        format!("none of the {of} workloads in the namespaces of this peer is matched")
    };
    Diagnostic::new(&RULE, found).at(place, "")
}
