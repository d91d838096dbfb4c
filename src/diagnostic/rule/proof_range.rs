//! `proof-range`

use std::net::IpAddr;

use super::{BUG, Rule, Severity};
use crate::diagnostic::Diagnostic;

/// Ranges hold no pods and nodes.
pub static RULE: Rule = Rule {
    name: "proof-range",
    severity: Severity::Error,
    explanation: "\
No range in a policy holds an address of the cluster's own pods and nodes.

An external, `@world` and `@internet` mean what is outside the cluster. Most network plug-ins match pods and nodes by
address too, so a range that held some of theirs would let in pods that nobody named. Only `@anywhere`, which means
everyone, and the names of the profile, which mean the addresses that they list, may hold them.

A project can't break this rule: a build that does has found a bug in npgen, and writes nothing.

Wrong:

```yaml
- ipBlock:
    cidr: \"10.0.0.0/8\"  # pod_cidr is 10.244.0.0/16
```

Right:

```yaml
- ipBlock:
    cidr: \"10.0.0.0/8\"
    except:
    - \"10.244.0.0/16\"
```
",
};

/// A rule's range holds an address of a pod or node.
pub fn holds_inside(path: &str, line: usize, object: &str, address: IpAddr) -> Diagnostic {
    let message = format!(
        "a range of the rule in line {line} of `{path}` ({object}) holds `{address}`, which the profile says is a \
         pod's or a node's"
    );
    Diagnostic::new(&RULE, message).help(BUG)
}
