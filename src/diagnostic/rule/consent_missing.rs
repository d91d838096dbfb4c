//! `consent-missing`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Where `consent = "both"`, what opens a namespace is written by its owner.
pub static RULE: Rule = Rule {
    name: "consent-missing",
    severity: Severity::Error,
    explanation: "\
Where `consent = \"both\"`, what opens a namespace is written by its owner.

An edge makes a half at each end. With `consent = \"both\"` a half in a namespace of another owner needs an edge in a file of
that owner that opens the same, or more. So nobody opens what is not theirs, and each namespace has one owner.

Wrong:

```toml
# intents/shop.toml, owner = \"team-shop\"
[services.frontend]
calls = [\"payments/gateway:https\"]

# intents/payments.toml, owner = \"team-pay\"
[services.gateway]
ports = { https = 8443 }
```

Right:

```toml
# intents/payments.toml, owner = \"team-pay\"
[services.gateway]
ports   = { https = 8443 }
callers = [\"shop/frontend:https\"]
```
",
};

/// A half that its owner does not answer for; `list` is the key under which the answer stands, `there` where the node is
/// declared.
pub fn unanswered(place: Place, node: &str, owner: &str, list: &str, there: Option<Place>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("this edge opens {node}, and its owner `{owner}` does not write it"))
        .at(place, "written by another owner");
    let found = match there {
        Some(there) => found.at(there, format!("the answer is missing here: an entry of `{list}`")),
        None => found,
    };
    found.help(format!("write the edge in a file of `{owner}` too, in `{list}` of {node}"))
}

/// A namespace in which files of two owners declare services.
pub fn two_owners(place: Place, first: Place, namespace: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nobody is the one owner of the namespace `{namespace}`"))
        .at(place, "declared in a file of one owner")
        .at(first, "declared in a file of another")
        .help(format!("say who it is: `owner` in `[namespaces.{namespace}]`"))
}

/// A service in a namespace of another owner.
pub fn service_of_another(place: Place, namespace: &str, owner: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the namespace `{namespace}` is of `{owner}`, whose files alone declare its services"),
    )
    .at(place, "in a file of another owner")
}

/// A `[namespaces.NAME]` of another owner.
pub fn namespace_of_another(place: Place, namespace: &str, owner: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the namespace `{namespace}` is of `{owner}`, and another owner's file speaks for it"),
    )
    .at(place, format!("expected in a file of `{owner}`, or in npgen.toml"))
}

/// A group with halves in a namespace of another owner.
pub fn group(place: Place, group: &str, namespace: &str, owner: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the group `{group}` has pods in `{namespace}`, which is of `{owner}`"))
        .at(place, "in a file of another owner")
        .help(format!("declare a group for these pods in a file of `{owner}`, or name its namespaces"))
}
