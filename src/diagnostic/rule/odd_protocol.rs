//! `odd-protocol`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A port is opened for the protocol that is used on it.
pub static RULE: Rule = Rule {
    name: "odd-protocol",
    severity: Severity::Warning,
    explanation: "\
A port is opened for the protocol that is used on it.

A port without a protocol is a port of TCP. Names are looked up over UDP first, so a rule that opens port 53 for TCP alone
lets nobody resolve; and a well-known port of TCP that is opened for UDP alone lets no call through.

Wrong:

```yaml
ports:
- port: 53
```

Right:

```yaml
ports:
- port: 53
  protocol: UDP
- port: 53
  protocol: TCP
```
",
};

/// Port 53 for TCP alone.
pub fn dns_over_tcp(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "port 53 is opened for TCP alone, names are looked up over UDP first")
        .at(place, "")
        .help("add the same port with `protocol: UDP`")
}

/// A port of TCP, used for what `what` says, that is opened for UDP alone.
pub fn only_udp(place: Place, port: u16, what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("port {port} is opened for UDP alone, {what} uses TCP")).at(place, "")
}
