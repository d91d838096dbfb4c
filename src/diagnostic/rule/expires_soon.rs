//! `expires-soon`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An edge with `until` is looked at before its last day.
pub static RULE: Rule = Rule {
    name: "expires-soon",
    severity: Severity::Warning,
    explanation: "\
An edge with `until` is looked at before its last day.

The first build after that day leaves the edge out, and what still needs it breaks. So npgen warns from 30 days before, and
says where another edge opens the same: there, the day changes nothing.

Wrong, in March 2027:

```toml
[services.reports]
calls = [{ to = \"stripe\", why = \"monthly export\", until = 2027-03-31 }]
```

Right, if it is needed for longer:

```toml
[services.reports]
calls = [{ to = \"stripe\", why = \"monthly export\", until = 2028-03-31 }]
```
",
};

/// An edge that holds for no longer than 30 days; `covered` is where an edge is written that opens the same.
pub fn edge(place: Place, until: &str, days_left: i64, covered: Option<Place>) -> Diagnostic {
    let when = match days_left {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    let found = Diagnostic::new(&RULE, format!("the last day of this edge, {until}, is {when}"))
        .at(place, "left out by the first build after that day");
    match covered {
        Some(other) => {
            found.at(other, "stays, and opens the same").help("leave the edge out, if the other is meant to stay")
        }
        None => found.help("set a later day, or let it go"),
    }
}
