//! `review-first`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// What a reviewer of a change must not miss.
pub static RULE: Rule = Rule {
    name: "review-first",
    severity: Severity::Warning,
    explanation: "\
What a reviewer of a change must not miss.

`npgen diff` heads its report with these:

- a namespace becomes open: no policy isolates all of its pods any more;
- the last policy of some pods is gone;
- a guard fails that held;
- large parts of the internet may newly call, or be called;
- an edge opens more than was meant, as its `fallback` allows;
- an edge opens a way between what different owners answer for;
- an edge is over since its last day, and connections close with it.

Wrong, where every request to `api` is more than was meant:

```toml
[services.web]
calls = [{ to = \"api\", http = [{ method = \"GET\", path = \"/v1/\" }], fallback = [\"l4\"] }]
```

Right, with a flavor that can say it:

```toml
[services.web]
calls = [{ to = \"api\", http = [{ method = \"GET\", path = \"/v1/\" }] }]
```
",
};

/// What must not be missed, as a sentence.
pub fn headline(place: Option<Place>, sentence: &str) -> Diagnostic {
    place.into_iter().fold(Diagnostic::new(&RULE, sentence), |told, place| told.at(place, ""))
}
