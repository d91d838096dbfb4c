//! Which findings are shown: a flood of one kind is cut off and counted.

use std::collections::BTreeMap;

use super::{Allowed, Diagnostic, Diagnostics, Severity};

/// How many findings of one rule people read, here or in a list of messages.
pub(super) const FOR_PEOPLE: usize = 20;

/// What is shown, and how much there is.
pub(super) struct Selection {
    /// The findings that are shown, in reading order.
    pub(super) shown: Vec<Diagnostic>,
    /// How many findings of a rule are not shown, by the rule's name; no entry where all are.
    pub(super) not_shown: BTreeMap<&'static str, usize>,
    /// How many errors there are, shown or not.
    pub(super) errors: usize,
    /// How many warnings there are, shown or not.
    pub(super) warnings: usize,
    /// What would be a finding if it were not allowed.
    pub(super) allowed: Vec<Allowed>,
}

impl Selection {
    /// Sorts, and selects at most so many findings of one rule.
    pub(super) fn of(mut found: Diagnostics, of_one_rule: usize) -> Self {
        let allowed = found.take_allowed();
        let mut shown = found.into_sorted();
        let errors = shown.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        let warnings = shown.len() - errors;
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        shown.retain(|diagnostic| {
            let count = seen.entry(diagnostic.rule.name).or_default();
            *count += 1;
            *count <= of_one_rule
        });
        let not_shown = seen.into_iter().filter_map(|(rule, count)| Some((rule, count.checked_sub(of_one_rule)?)));
        let not_shown = not_shown.filter(|(_, count)| *count > 0).collect();
        Self { shown, not_shown, errors, warnings, allowed }
    }
}
