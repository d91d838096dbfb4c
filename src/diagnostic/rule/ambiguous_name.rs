//! `ambiguous-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A bare name means one thing.
pub static RULE: Rule = Rule {
    name: "ambiguous-name",
    severity: Severity::Error,
    explanation: "\
A bare name means one thing.

A bare name can be a service of the namespace in force, a group or an external. Where two of them have it, npgen does not
choose: the edge could open the wrong connection.

Wrong:

```toml
namespace = \"shop\"

[services.redis]

[externals.redis]
cidr = [\"10.20.0.0/16\"]

[services.cart]
calls = [\"redis:6379\"]
```

Right:

```toml
namespace = \"shop\"

[services.redis]

[externals.redis]
cidr = [\"10.20.0.0/16\"]

[services.cart]
calls = [\"shop/redis:6379\"]
```
",
};

/// A bare name with several meanings: what each is, and where it is declared.
pub fn bare(place: Place, name: &str, hits: &[(String, Place)]) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("`{name}` can mean more than one thing")).at(place, "");
    let found = hits.iter().fold(found, |found, (what, place)| found.at(*place, what));
    found.help("write a service as `namespace/name`, or give one of them another name")
}
