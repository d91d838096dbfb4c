//! `icmp-not-in-flavor`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge on ICMP needs a flavor that has it.
pub static RULE: Rule = Rule {
    name: "icmp-not-in-flavor",
    severity: Severity::Error,
    explanation: "\
An edge on ICMP needs a flavor that has it.

The ports of a NetworkPolicy are of TCP, UDP or SCTP. It can't name ICMP, and a rule without ports would open everything.

Wrong:

```toml
[services.monitor]
calls = [\"@cluster:icmp/8\"]
```

Right:

```toml
[services.monitor]
calls = [\"@cluster:9100\"]
```
",
};

/// An edge on ICMP, for the flavor `kubernetes`.
pub fn edge(place: Place, port: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the flavor `kubernetes` can't open `{port}`"))
        .at(place, "a NetworkPolicy names ports of TCP, UDP and SCTP only")
        .help("many network plug-ins let ICMP pass where `:any` is open, but the API does not promise it")
}
