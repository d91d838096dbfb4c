//! `dns-cut-off`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Pods that may call others by name may also look names up.
pub static RULE: Rule = Rule {
    name: "dns-cut-off",
    severity: Severity::Warning,
    explanation: "\
Pods that may call others by name may also look names up.

A pod that is isolated for egress reaches the name service only where a policy says so, on port 53 over UDP. Without it
each call by name fails before it is made, often after some seconds. A policy that lets its pods call nobody, or only
addresses, is not meant.

Wrong:

```yaml
egress:
- to:
  - podSelector:
      matchLabels:
        app: cart
```

Right:

```yaml
egress:
- to:
  - podSelector:
      matchLabels:
        app: cart
- to:
  - namespaceSelector:
      matchLabels:
        kubernetes.io/metadata.name: kube-system
    podSelector:
      matchLabels:
        k8s-app: kube-dns
  ports:
  - port: 53
    protocol: UDP
  - port: 53
    protocol: TCP
```
",
};

/// Rules for egress of pods that no policy lets look up a name.
pub fn no_lookup(place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the pods may call others, and no policy lets them look names up: nothing opens port 53 over UDP",
    )
    .at(place, "")
}
