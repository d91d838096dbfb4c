//! `manifest-value`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place, quoted};

/// What npgen reads in a manifest is such as the API server takes.
pub static RULE: Rule = Rule {
    name: "manifest-value",
    severity: Severity::Error,
    explanation: "\
What npgen reads in a manifest is such as the API server takes.

A label that is a boolean, a port that is too high: the API server would refuse the object, so what the manifest says
would never be there. npgen looks at names, labels, owners, containers with their ports and environment variables,
selectors and ports of services, and at nothing else of a manifest.

A label or an environment variable is text. Text without quotes that looks like a number, a boolean or null is none to
kubectl, so it needs quotes.

Wrong:

```yaml
metadata:
  name: cart
  labels:
    canary: yes
```

Right:

```yaml
metadata:
  name: cart
  labels:
    canary: \"yes\"
```
",
};

/// A value is not what belongs there; `expected` says what does, with its article.
pub fn wrong_type(place: Place, expected: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("expected {expected}")).at(place, "")
}

/// Text without quotes that kubectl or another reader takes for more than a string.
pub fn not_surely_a_string(place: Place, text: &str) -> Diagnostic {
    let message = format!("`{text}` needs quotes to be a string");
    Diagnostic::new(&RULE, message).at(place, "").help(format!("write `\"{text}\"`"))
}

/// A key that must be there is missing.
pub fn missing_key(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the key `{key}` is missing")).at(place, "")
}

/// A text is not one of those that can stand there.
pub fn not_one_of(place: Place, text: &str, known: &[&str]) -> Diagnostic {
    let message = format!("expected one of {}, not `{text}`", quoted(known.iter().copied()));
    Diagnostic::new(&RULE, message).at(place, "")
}
