//! `policy-selects-nothing`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A policy selects the pods that it is meant for.
pub static RULE: Rule = Rule {
    name: "policy-selects-nothing",
    severity: Severity::Warning,
    explanation: "\
A policy selects the pods that it is meant for.

A policy that selects no pod isolates none and lets nothing through. Most often a label is misspelt, or stands on the
workload and not on its pods. Where manifests hold workloads of the policy's namespace, one of them should match.

Wrong:

```yaml
spec:
  podSelector:
    matchLabels:
      app: crat  # the pods have `app: cart`
```

Right:

```yaml
spec:
  podSelector:
    matchLabels:
      app: cart
```
",
};

/// A selector that contradicts itself.
pub fn contradiction(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "no pod can be as the selector says: the policy does nothing").at(place, "")
}

/// A selector that no workload of the manifests matches; `of` are the workloads that could.
pub fn no_workload(place: Place, of: usize) -> Diagnostic {
    let those = if of == 1 { "the one workload".to_owned() } else { format!("none of the {of} workloads") };
    let not = if of == 1 { "is not selected" } else { "is selected" };
    Diagnostic::new(&RULE, format!("{those} in its namespaces {not}: the policy does nothing"))
        .at(place, "")
        .help("the labels that count are those of the pods: of a Deployment, `spec.template.metadata.labels`")
}
