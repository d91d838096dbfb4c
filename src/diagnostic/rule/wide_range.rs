//! `wide-range`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A network of an external is one place, not a large part of the internet.
pub static RULE: Rule = Rule {
    name: "wide-range",
    severity: Severity::Warning,
    explanation: "\
A network of an external is one place, not a large part of the internet.

A prefix shorter than 8 bits holds more than sixteen million addresses of IPv4. Where all of the outside world is meant there
are words for it, `@world` and `@internet`, which leave out what they should.

Wrong:

```toml
[externals.updates]
cidr  = [\"0.0.0.0/0\"]
ports = [443]
```

Right:

```toml
[services.updater]
calls = [\"@internet:443\"]
```
",
};

/// A network that is wider than a /8.
pub fn network(place: Place, external: &str, network: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{network}` of the external `{external}` is wider than a /8"))
        .at(place, "")
        .help("all public addresses are `@internet`, everything outside the cluster is `@world`")
}
