//! `not-proved`

use super::{Rule, Severity};
use crate::diagnostic::Diagnostic;

/// A build is proved within a bounded effort.
pub static RULE: Rule = Rule {
    name: "not-proved",
    severity: Severity::Error,
    explanation: "\
The proof of a build ends within a million splits.

Policies can be equal to what is meant without saying it in the same words: then the selectors are split, label by
label, until it shows. Where very many selectors with several labels each overlap, that can take longer than anyone would wait.
npgen then says that it could not prove the build, and writes nothing: it never takes a build for proved that is not.

A project can hardly break this rule, as npgen writes policies in the words of the graph. It takes wrong policies as
well.

Wrong:

```toml
[services.web]
pods = { app = \"web\", tier = \"front\", zone = \"a\", line = \"x\" }  # and hundreds more that overlap with it
```

Right:

```toml
[services.web]
pods = { app = \"web\" }  # one label that no other service has
```
",
};

/// The budget of splits ran out.
pub fn out_of_budget(namespace: &str, budget: u32) -> Diagnostic {
    let message = format!("what the policies of `{namespace}` allow could not be told within {budget} splits");
    Diagnostic::new(&RULE, message)
        .help("nothing was written; services told apart by a single label are the easiest to prove")
}
