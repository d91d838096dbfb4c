//! What rules say about one packet at one end.

use std::{fmt, ptr};

use super::{Action, ObjectId, Policy, Rule};

/// A verdict, with what it is owed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'r> {
    /// A rule decides.
    Rule {
        /// The policy in which it stands.
        policy: &'r Policy,
        /// The rule, which allows or denies.
        rule: &'r Rule,
    },
    /// These policies isolate the pod in this direction, at least one, and none of their rules matches.
    Isolated(Vec<&'r Policy>),
    /// No policy decides: it passes.
    Default,
}

impl Verdict<'_> {
    /// Whether the packet passes.
    pub fn allows(&self) -> bool {
        match self {
            Self::Rule { rule, .. } => rule.action == Action::Allow,
            Self::Isolated(_) => false,
            Self::Default => true,
        }
    }
}

/// For a person: `allowed by rule 2 of NetworkPolicy shop/web`, counting the rules of the direction from 1; rules that
/// have a name go by it.
impl fmt::Display for Verdict<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule { policy, rule } => {
                let what = if self.allows() { "allowed" } else { "denied" };
                let name = if rule.name.is_empty() {
                    number(policy, rule).map_or("a rule".to_owned(), |number| format!("rule {number}"))
                } else {
                    format!("rule `{}`", rule.name)
                };
                write!(out, "{what} by {name} of {}", policy.object)
            }
            Self::Isolated(policies) => {
                let mut objects: Vec<&ObjectId> = policies.iter().map(|policy| &policy.object).collect();
                objects.sort_unstable();
                let names: Vec<String> = objects.into_iter().map(ObjectId::to_string).collect();
                let isolate = if names.len() == 1 { "isolates" } else { "isolate" };
                let their = if names.len() == 1 { "its" } else { "their" };
                write!(out, "denied: {} {isolate} the pod, and none of {their} rules matches", names.join(", "))
            }
            Self::Default => out.write_str("allowed by default"),
        }
    }
}

/// The place of a rule among those of its policy in its direction, from 1.
fn number(policy: &Policy, rule: &Rule) -> Option<usize> {
    let place = |rules: &Option<Vec<Rule>>| rules.iter().flatten().position(|one| ptr::eq(one, rule));
    place(&policy.ingress).or_else(|| place(&policy.egress)).map(|at| at + 1)
}
