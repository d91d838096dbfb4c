//! `and-written-as-or`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Two selectors that are meant together stand in one item of the list.
pub static RULE: Rule = Rule {
    name: "and-written-as-or",
    severity: Severity::Warning,
    explanation: "\
Two selectors that are meant together stand in one item of the list.

Two items of a list of peers match whoever matches either of them; only selectors in one item must both match. A dash too
many thus lets in all pods of those namespaces, and those pods of the policy's own. It is said where a selector of
namespaces and one of pods follow each other as two items, and the same policy has them together elsewhere.

Wrong:

```yaml
- from:
  - namespaceSelector:
      matchLabels:
        team: edge
  - podSelector:  # a peer of its own
      matchLabels:
        app: gateway
```

Right:

```yaml
- from:
  - namespaceSelector:
      matchLabels:
        team: edge
    podSelector:
      matchLabels:
        app: gateway
```
",
};

/// A selector of namespaces and one of pods, in two items; `together` is where the policy has both in one.
pub fn two_items(first: Place, second: Place, together: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "these are two peers, of which either is enough")
        .at(second, "matches whatever the other one says")
        .at(first, "the other one")
        .at(together, "here both must match")
        .help("if both must match, take away the dash before the second one")
}
