//! `policy-not-judged`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Every policy among the manifests is of a kind that npgen judges.
pub static RULE: Rule = Rule {
    name: "policy-not-judged",
    severity: Severity::Warning,
    explanation: "\
Every policy among the manifests is of a kind that npgen judges.

npgen judges the policies of Kubernetes and of its network policy API. What it says about connections takes no notice of
those of a network plugin or a mesh, which may stop more, or let through more.

Wrong:

```yaml
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
```

Right:

```yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
```
",
};

/// An object of a kind that is not judged.
pub fn other_flavor(place: Place, api_version: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("policies of `{api_version}` are not judged")).at(place, "")
}
