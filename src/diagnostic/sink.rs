//! Where phases put what they find.

use super::{Diagnostic, Levels, Severity};

/// What was found so far, in the order of finding.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    allowed: Vec<Allowed>,
}

/// A finding of a lint that is allowed where it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What would have been said.
    pub diagnostic: Diagnostic,
    /// Why it may be so, in the words of whoever allowed it.
    pub reason: String,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds a finding that is allowed at its place: it is counted and kept for reports, and not shown.
    pub fn allow(&mut self, diagnostic: Diagnostic, reason: impl Into<String>) {
        self.allowed.push(Allowed { diagnostic, reason: reason.into() });
    }

    /// Allows the findings of lints for which there is a reason.
    pub fn allow_where(&mut self, reason: impl Fn(&Diagnostic) -> Option<String>) {
        for diagnostic in std::mem::take(&mut self.found) {
            match reason(&diagnostic).filter(|_| diagnostic.rule.is_lint()) {
                Some(reason) => self.allow(diagnostic, reason),
                None => self.found.push(diagnostic),
            }
        }
    }

    /// Adds all findings of another sink.
    pub fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
        self.allowed.append(&mut other.allowed);
    }

    /// Gives every finding the severity that a project sets for its rule, and drops those that it switches off.
    ///
    /// A phase that is stopped by errors must ask [`Self::has_errors`] after this. Doing it again changes nothing.
    pub fn apply(&mut self, levels: &Levels) {
        self.found.retain_mut(|diagnostic| match levels.severity(diagnostic.rule) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
        self.allowed.retain(|allowed| levels.severity(allowed.diagnostic.rule).is_some());
    }

    /// Whether an error is among them, so that the next phase must not run.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many findings there are that are not allowed.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing was found that is not allowed.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings in the order in which a person reads them: by file and place, those without a place last, without
    /// repeats.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        found.sort_by(Diagnostic::reading_order);
        found.dedup();
        found
    }

    /// Takes out what is allowed, in the same order, without repeats.
    pub fn take_allowed(&mut self) -> Vec<Allowed> {
        let mut allowed = std::mem::take(&mut self.allowed);
        allowed.sort_by(|left, right| left.diagnostic.reading_order(&right.diagnostic));
        allowed.dedup();
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule::{no_intents, range_may_hold_pods};
    use crate::diagnostic::{Level, Place, SourceId};

    fn warning() -> Diagnostic {
        range_may_hold_pods::internet(Place::new(SourceId(0), 0..1), "`pod_cidr`")
    }

    #[test]
    fn levels_drop_and_raise_what_was_found() {
        let mut found = Diagnostics::default();
        found.push(warning());
        assert!(!found.has_errors());
        let mut levels = Levels::default();
        levels.set(&range_may_hold_pods::RULE, Level::Error);
        found.apply(&levels);
        assert!(found.has_errors());
        levels.set(&range_may_hold_pods::RULE, Level::Off);
        found.push(no_intents::none());
        found.allow(warning(), "it is the lab");
        found.apply(&levels);
        assert!(found.take_allowed().is_empty());
        assert_eq!(found.into_sorted(), [no_intents::none()]);
    }

    #[test]
    fn what_is_allowed_is_no_finding_and_kept_with_its_reason() {
        let mut found = Diagnostics::default();
        found.allow(warning(), "it is the lab");
        let mut levels = Levels::default();
        levels.set(&range_may_hold_pods::RULE, Level::Error);
        found.apply(&levels);
        assert!(found.is_empty() && !found.has_errors());
        assert_eq!(found.take_allowed(), [Allowed { diagnostic: warning(), reason: "it is the lab".to_owned() }]);
    }
}
