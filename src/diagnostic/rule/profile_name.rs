//! `profile-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A name of the profile stands for pods or for addresses.
pub static RULE: Rule = Rule {
    name: "profile-name",
    severity: Severity::Error,
    explanation: "\
A name of the profile stands for pods or for addresses.

`[profile.names]` says what only the operator of a cluster knows: where name resolution, the API server or the ingress are.
Each stands for pods (`namespace`, `pods`), for addresses (`cidr`), or is a preset (`dns = \"kubeadm\"`).

Wrong:

```toml
[profile.names]
kube-apiserver = { ports = [6443] }
```

Right:

```toml
[profile.names]
kube-apiserver = { cidr = [\"172.18.0.2/32\"], ports = [6443] }
```
",
};

/// A name without pods and addresses.
pub fn stands_for_nothing(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` stands for nothing"))
        .at(place, "expected `namespace` and `pods`, or `cidr`")
}

/// A name with pods and addresses.
pub fn stands_for_both(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` can't stand for pods and addresses at once"))
        .at(place, "expected `namespace` and `pods`, or `cidr`")
}

/// Pods without a namespace.
pub fn no_namespace(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the pods of `@{name}` are in no namespace")).at(place, "expected a `namespace`")
}

/// A preset that does not exist.
pub fn unknown_preset(place: Place, name: &str, preset: &str) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("there is no preset `{preset}` for `@{name}`"));
    if name == "dns" {
        found.at(place, "expected `kubeadm`, or a table")
    } else {
        found.at(place, "expected a table: only `dns` has presets")
    }
}
