//! `hidden-rule`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Each rule of a policy does something that no other does already.
pub static RULE: Rule = Rule {
    name: "hidden-rule",
    severity: Severity::Warning,
    explanation: "\
Each rule of a policy does something that no other does already.

What a rule says about its peers and ports another one says already for the same pods, or several do together: among network policies, which
add up, it can go; among the administrator's, of which the first that matches decides, it is never asked. Often the other
rule is wider than it was meant to be.

Wrong:

```yaml
ingress:
- from:
  - podSelector: {}
- from:  # hidden by the rule above
  - podSelector:
      matchLabels:
        app: web
```

Right:

```yaml
ingress:
- from:
  - podSelector:
      matchLabels:
        app: web
```
",
};

/// How many of the rules that hide one are shown.
const SHOWN: usize = 4;

/// A rule of a network policy that adds nothing to another one: `whose` rule that is.
pub fn adds_nothing(place: Place, other: Place, whose: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the rule says nothing that {whose} does not say"))
        .at(place, "this rule")
        .at(other, "that one")
}

/// A rule of a network policy that adds nothing to some others taken together.
pub fn adds_nothing_to_several(place: Place, others: &[Place]) -> Diagnostic {
    let message = format!("the rule says nothing that {} other rules together do not say", others.len());
    those(Diagnostic::new(&RULE, message).at(place, "this rule"), others)
}

/// A rule of the administrator that several others, asked before it, leave nothing to.
pub fn never_asked_after_several(place: Place, others: &[Place]) -> Diagnostic {
    let message = format!("the rule is never asked, since {} rules before it decide together", others.len());
    those(Diagnostic::new(&RULE, message).at(place, "this rule"), others)
}

/// Shows the first of the rules that hide one.
fn those(diagnostic: Diagnostic, others: &[Place]) -> Diagnostic {
    others.iter().take(SHOWN).fold(diagnostic, |diagnostic, other| diagnostic.at(*other, "one of those"))
}

/// A rule of the administrator that another one, asked before it, leaves nothing to: `whose` rule that is.
pub fn never_asked(place: Place, other: Place, whose: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the rule is never asked, since {whose} decides first"))
        .at(place, "this rule")
        .at(other, "that one")
}
