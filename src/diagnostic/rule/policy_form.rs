//! `policy-form`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Policies that others wrote are in a form that every API server takes.
pub static RULE: Rule = Rule {
    name: "policy-form",
    severity: Severity::Warning,
    explanation: "\
A policy is in a form that every API server takes.

Older API servers take what newer ones refuse, a cluster keeps what it once took, and the definitions of the
administrator's kinds differ from release to release. What the policy says is clear all the same, so npgen judges it;
but whoever applies it again may be refused.

Wrong:

```yaml
ipBlock:
  cidr: 10.0.0.5/8  # taken as 10.0.0.0/8, refused since Kubernetes 1.36
```

Right:

```yaml
ipBlock:
  cidr: 10.0.0.0/8
```
",
};

/// A range that Kubernetes takes up to 1.35: `why` says what is wrong with it, `taken` is what it stands for.
pub fn range(place: Place, text: &str, why: &str, taken: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the range `{text}` {why}: it counts as `{taken}`"))
        .at(place, "")
        .help("Kubernetes refuses such ranges since 1.36")
}

/// A name that no object can have.
pub fn name(place: Place, text: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no object can have the name `{text}`: expected a DNS-1123 subdomain")).at(place, "")
}

/// A selector that the definition of the kind asks for, and that is not there.
pub fn no_selector(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the key `{key}` is missing: it counts as `{key}: {{}}`, which selects all"))
        .at(place, format!("expected `{key}` in here"))
        .help("the definition of the kind refuses it: write down what is meant")
}

/// A port by name beside a peer that has no names for its ports.
pub fn name_without_pods(place: Place, peer: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no port of `{peer}` has a name: only pods have names for their ports"))
        .at(place, "")
        .help("the experimental definition of the kind refuses it: make two rules of it")
}
