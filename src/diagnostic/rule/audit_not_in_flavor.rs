//! `audit-not-in-flavor`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A namespace is audited only where the flavor can do so.
pub static RULE: Rule = Rule {
    name: "audit-not-in-flavor",
    severity: Severity::Error,
    explanation: "\
A namespace is audited only where the flavor can do so.

`stage = \"audit\"` reports what would be denied and denies nothing. Kubernetes' own policies have no such stage: what is
selected by one is isolated at once. There the way into a namespace that is in use goes service by service.

Wrong, with the flavor `kubernetes`:

```toml
[namespaces.shop]
stage = \"audit\"
```

Right:

```toml
[namespaces.shop]
isolate = []

[services.cart]
isolate = [\"ingress\"]
```
",
};

/// `stage = \"audit\"` where there is no such stage.
pub fn namespace(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "the flavor `kubernetes` has no policies that only report")
        .at(place, "expected `off` or `enforce`")
        .help("go service by service: `isolate = []` on the namespace, then `isolate = [\"ingress\"]` on one service")
}
