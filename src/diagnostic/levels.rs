//! How loud each lint is.

use std::collections::BTreeMap;

use super::{Rule, Severity};

/// How loud a lint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It says nothing.
    Off,
    /// It warns; this is where every lint starts.
    Warn,
    /// What it finds is an error: nothing is written.
    Error,
}

impl Level {
    /// Every level with the word for it.
    pub const WORDS: [(&str, Self); 3] = [("off", Self::Off), ("warn", Self::Warn), ("error", Self::Error)];
}

/// The levels that a project sets; a lint that it does not mention warns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Sets the level of a lint. A rule that is no lint is an error at all times, and stays one.
    pub fn set(&mut self, lint: &'static Rule, level: Level) {
        if lint.is_lint() {
            self.0.insert(lint.name, level);
        }
    }

    /// How bad it is to break a rule; `None` where that is to be passed over.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.0.get(rule.name) {
            Some(Level::Off) => None,
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Error) => Some(Severity::Error),
            None => Some(rule.severity),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule::{range_may_hold_pods, unknown_key};

    #[test]
    fn a_lint_has_a_level_and_any_other_rule_is_an_error() {
        let mut levels = Levels::default();
        assert_eq!(levels.severity(&range_may_hold_pods::RULE), Some(Severity::Warning));
        for ((_, level), severity) in
            Level::WORDS.into_iter().zip([None, Some(Severity::Warning), Some(Severity::Error)])
        {
            levels.set(&range_may_hold_pods::RULE, level);
            levels.set(&unknown_key::RULE, level);
            assert_eq!(levels.severity(&range_may_hold_pods::RULE), severity);
            assert_eq!(levels.severity(&unknown_key::RULE), Some(Severity::Error));
        }
    }
}
