//! `reserved-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// No node has a name that npgen needs for itself.
pub static RULE: Rule = Rule {
    name: "reserved-name",
    severity: Severity::Error,
    explanation: "\
No node has a name that npgen needs for itself.

The files of a namespace lie in one folder, a file per service, beside those that npgen adds: `default-deny.yaml`,
`namespace.yaml`, `kustomization.yaml` and `group-NAME.yaml`. A service of such a name would overwrite one of them. In the
same way the profile can't give a second meaning to an `@NAME` that is always there. And where a name is too long for an
object, which has 253 characters with npgen's prefix, it is shortened with a hash, and no other node has the short name.

Wrong:

```toml
[services.namespace]
```

Right:

```toml
[services.namespace-controller]
```
",
};

/// A service whose file would have the name of one of npgen's own.
pub fn service(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("a service can't be called `{name}`"))
        .at(place, format!("`{name}.yaml` is a file of npgen's own"))
        .help("`default-deny`, `namespace`, `kustomization` and names that begin with `group-` are taken")
}

/// Two nodes whose objects would have one name, as the longer name is shortened.
pub fn shortened(place: Place, other: Place, object: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("two objects would be called `{object}`"))
        .at(place, "of this one")
        .at(other, "and of this one")
        .help("a name too long for an object is shortened with a hash: shorten it yourself")
}

/// A name of the profile that is built in.
pub fn profile_name(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the profile can't say what `@{name}` is"))
        .at(place, "this name is always there, with a meaning of its own")
}
