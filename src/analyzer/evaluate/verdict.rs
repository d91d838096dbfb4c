//! What rules say about one packet at one end.

use super::{Action, Policy, Rule};

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
    /// These policies isolate the pod in this direction, at least one, and no rule of theirs matches.
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
