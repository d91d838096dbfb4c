//! `flavor-cannot-say`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The rule.
pub static RULE: Rule = Rule {
    name: "flavor-cannot-say",
    severity: Severity::Error,
    explanation: "\
What an edge or a selector asks for can be said in the policies of this flavor.

Each flavor can say only so much: Kubernetes NetworkPolicies, for one, know pods by their labels, addresses and ports, and
nothing of requests, DNS names or service accounts. npgen never writes a policy that lets in more than was asked for, so it
refuses, unless `fallback` on the edge or its nodes allows the wider rule: `l4` drops `http`, `pods` drops a
`service_account`, `cidr` takes an external's networks for its DNS names, `internet` takes `@internet` for them. Each build
lists what was given up.

Wrong:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }] }]
```

Right, where every request may pass:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\" }], fallback = [\"l4\"] }]
```
",
};

/// A policy binds pods that the flavor can't select; `lacks` names what it has no words for.
pub fn in_policy(flavor: &str, object: &str, lacks: &str) -> Diagnostic {
    let message = format!("the policy `{object}` needs what flavor `{flavor}` can't say: {lacks}");
    Diagnostic::new(&RULE, message).help("say it in another way, or choose a flavor that can")
}

/// The reasons and owners of a policy are `length` bytes long, more than the `longest` that its annotations may have.
pub fn annotations(flavor: &str, object: &str, length: usize, longest: usize) -> Diagnostic {
    let lacks = format!("reasons and owners of {length} bytes, where {longest} are the most");
    let message = format!("the policy `{object}` needs what flavor `{flavor}` can't say: {lacks}");
    Diagnostic::new(&RULE, message)
        .help("shorten the reasons of its edges, or give the same one to several: each is kept once")
}

/// A rule of a policy needs what the flavor can't say; `edges` are the edges that it is there for.
pub fn in_rule(flavor: &str, object: &str, edges: &[String], lacks: &str) -> Diagnostic {
    let edges: Vec<String> = edges.iter().map(|edge| format!("`{edge}`")).collect();
    let edges = edges.join(", ");
    let message = format!("{edges}, in the policy `{object}`, needs what flavor `{flavor}` can't say: {lacks}");
    Diagnostic::new(&RULE, message).help("say it in another way, or choose a flavor that can")
}

/// An edge with conditions for requests.
pub fn http(place: Place, edge: &str) -> Diagnostic {
    Diagnostic::new(&RULE, "flavor `kubernetes` can't say `http`")
        .at(place, format!("on the edge {edge}"))
        .help("to let every request pass, write `fallback = [\"l4\"]` on the edge or on one of its nodes")
}

/// What to do about an account without labels.
const LABELS_NEEDED: &str =
    "say by `pods` which labels its pods have: with `fallback = [\"pods\"]` they are what is left";

/// An edge with an end that is only the pods of a service account. `has_labels`: whether it says anything else of them.
pub fn account(place: Place, edge: &str, node: &str, has_labels: bool) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("flavor `kubernetes` can't say the `service_account` of {node}"))
        .at(place, format!("on the edge {edge}"));
    if has_labels {
        found.help("to go by its labels alone, write `fallback = [\"pods\"]` on the edge or on one of its nodes")
    } else {
        found.help(LABELS_NEEDED)
    }
}

/// The `key` of a node that is only the pods of a service account. `has_labels`: whether it says anything else of them.
pub fn account_of_node(place: Place, node: &str, key: &str, has_labels: bool) -> Diagnostic {
    let message = format!("flavor `kubernetes` can't say the `service_account` of {node}, which has `{key}`");
    let found = Diagnostic::new(&RULE, message).at(place, "");
    if has_labels {
        found.help("to go by its labels alone, write `fallback = [\"pods\"]` on it")
    } else {
        found.help(LABELS_NEEDED)
    }
}

/// An edge to DNS names.
pub fn dns(place: Place, edge: &str, external: &str, has_cidr: bool) -> Diagnostic {
    let found =
        Diagnostic::new(&RULE, format!("flavor `kubernetes` can't say the DNS names of the external `{external}`"))
            .at(place, format!("on the edge {edge}"));
    if has_cidr {
        found.help("to open its `cidr` instead, write `fallback = [\"cidr\"]` on the edge or on one of its nodes")
    } else {
        found.help("to open all public addresses, write `fallback = [\"internet\"]`, or give it a `cidr` and write `fallback = [\"cidr\"]`")
    }
}

/// A guard that is also to be written as a deny.
pub fn enforce(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "flavor `kubernetes` can't say `enforce`: a NetworkPolicy allows, and never denies")
        .at(place, "")
        .help("leave it out: the guard is proved at every build all the same")
}
