//! Where phases put what they find.

use super::{Diagnostic, Severity};

/// What was found so far, in the order of finding.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another sink.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether an error is among them, so that the next phase must not run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.rule.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings in the order in which a person reads them: by file and place, those without a place last, without
    /// repeats.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.0;
        found.sort_by(|left, right| {
            let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.place);
            let key = |diagnostic: &Diagnostic| (place(diagnostic).is_none(), place(diagnostic), diagnostic.rule.name);
            key(left).cmp(&key(right)).then_with(|| left.message.cmp(&right.message))
        });
        found.dedup();
        found
    }
}
