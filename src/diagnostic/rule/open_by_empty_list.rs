//! `open-by-empty-list`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What is meant to be open to everyone leaves the list out.
pub static RULE: Rule = Rule {
    name: "open-by-empty-list",
    severity: Severity::Warning,
    explanation: "\
What is meant to be open to everyone leaves the list out.

An empty list of peers or ports means all of them, not none. It is what is left when a template has nothing to put in, or
when the last entry was deleted. To let nobody through, leave the rule out; to let everyone through, leave the key out.

Wrong:

```yaml
ingress:
- from: []  # everyone
```

Right:

```yaml
ingress:
- from:
  - podSelector: {}
```
",
};

/// An empty list under this key.
pub fn empty(place: Place, key: &str) -> Diagnostic {
    let whom = if key == "ports" { "every port" } else { "everyone" };
    Diagnostic::new(&RULE, format!("an empty list opens the rule to {whom}"))
        .at(place, "")
        .help(format!("leave `{key}` out if {whom} is meant, and the rule if not"))
}

/// An item of a list of rules with nothing in it.
pub fn nothing(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "a rule without a word in it opens the pods to everyone")
        .at(place, "")
        .help("write `{}` if everyone is meant, and take the dash away if not")
}
