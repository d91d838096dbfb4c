//! `source-not-kept`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A call from outside the cluster keeps its source.
pub static RULE: Rule = Rule {
    name: "source-not-kept",
    severity: Severity::Warning,
    explanation: "\
A call from outside the cluster keeps its source.

A Service of type `LoadBalancer` or `NodePort` hands calls from outside on to a pod of any node, and such a call then
seems to come from the node at which it arrived. An edge from an external or `@internet` does not let it in, unless the
Service says `externalTrafficPolicy: Local`.

Wrong:

```yaml
kind: Service                 # and callers = [\"@internet:http\"]
spec:
  type: LoadBalancer
```

Right:

```yaml
kind: Service
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
```
",
};

/// The calls of an edge from outside arrive through a Service that does not keep their source.
pub fn lost(place: Place, in_manifest: Place, service: &str) -> Diagnostic {
    let message =
        format!("calls through the Service `{service}` seem to come from a node, so this edge does not let them in");
    Diagnostic::new(&RULE, message)
        .at(place, "")
        .at(in_manifest, "its `externalTrafficPolicy` is `Cluster`")
        .help("set `externalTrafficPolicy: Local`, or let `@nodes` in")
}
