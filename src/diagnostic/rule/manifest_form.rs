//! `manifest-form`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Files about to be written are in npgen's plain form of YAML.
pub static RULE: Rule = Rule {
    name: "manifest-form",
    severity: Severity::Error,
    explanation: "\
Every file that a build is about to write is in one plain form of YAML.

npgen reads each file back before it writes it, with a reader that takes just the form that it writes: block style, two
blanks a level, whatever is not a plain word or a whole number in double quotes. YAML readers differ in what they make
of richer text; of this form all make the same, so what npgen proves is what kubectl applies.

A project can't break this rule: a build that does has found a bug in npgen, and writes nothing.

Wrong:

```yaml
metadata: {labels: {on: yes}}
```

Right:

```yaml
metadata:
  labels:
    \"on\": \"yes\"
```
",
};

/// A file is outside the form; `reason` says how, as the end of a sentence.
pub fn outside(place: Place, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the file is not in npgen's plain form of YAML: {reason}")).at(place, "")
}
