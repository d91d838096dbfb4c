//! `emptied-range`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The exceptions of a range leave something of it.
pub static RULE: Rule = Rule {
    name: "emptied-range",
    severity: Severity::Warning,
    explanation: "\
The exceptions of a range leave something of it.

A range of which its exceptions leave nothing matches no address: the rule lets nobody through by it.

Wrong:

```yaml
ipBlock:
  cidr: 10.0.0.0/8
  except:
  - 10.0.0.0/9
  - 10.128.0.0/9
```

Right:

```yaml
ipBlock:
  cidr: 10.0.0.0/8
  except:
  - 10.0.0.0/9
```
",
};

/// A range and exceptions that leave nothing of it.
pub fn nothing_left(place: Place, cidr: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the exceptions leave nothing of `{cidr}`")).at(place, "")
}
