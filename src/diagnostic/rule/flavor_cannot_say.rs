//! `flavor-cannot-say`

use super::{Rule, Severity};
use crate::diagnostic::Diagnostic;

/// The rule.
pub static RULE: Rule = Rule {
    name: "flavor-cannot-say",
    severity: Severity::Error,
    explanation: "\
What an edge or a selector asks for can be said in the policies of this flavor.

Each flavor can say only so much: Kubernetes NetworkPolicies, for one, know pods by their labels and nothing else of
them. npgen never writes a policy that lets in more than was asked for, so it refuses.

Of what the language can say today only one thing breaks this rule: so many long reasons and owners at one service or
group that they do not fit the 256 KiB that Kubernetes leaves an object for its annotations.

Wrong, as no selector of Kubernetes means absent or one of some values:

```text
pods without the label `tier`, or with `tier=web`
```

Right:

```toml
[services.shop]
pods = { tier = \"web\" }
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
