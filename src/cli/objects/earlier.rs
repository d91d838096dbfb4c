//! Policies that need not be read again.

use std::collections::BTreeMap;

use super::{Kept, Objects};
use crate::analyzer::evaluate::Policy;
use crate::diagnostic::Place;

/// What was read earlier, by the text in which it stands: most of what a change touches stays as it was.
#[derive(Debug)]
pub(in crate::cli) struct Earlier<'e, K>(BTreeMap<&'e str, Known<'e, K>>);

/// A policy that stands alone in a text.
#[derive(Debug)]
struct Known<'e, K> {
    /// Where that text is.
    text: Place,
    policy: &'e Policy,
    kept: &'e K,
}

impl<'e, K: Clone> Earlier<'e, K> {
    /// The policies of these files, with what was kept of them.
    pub(in crate::cli) fn of(objects: &'e Objects, kept: &'e Kept<K>) -> Self {
        let known = kept.alone.iter().filter_map(|(text, policy)| {
            let known =
                Known { text: *text, policy: objects.rules.policies.get(*policy)?, kept: kept.of_each.get(*policy)? };
            Some((objects.sources.text_of(*text)?, known))
        });
        Self(known.collect())
    }

    /// The policy that stands alone in a text, as if it were read at this place, with what was kept of it.
    pub(super) fn policy(&self, text: &str, place: Place) -> Option<(Policy, K)> {
        let known = self.0.get(text)?;
        Some((known.policy.moved(known.text, place), known.kept.clone()))
    }
}

/// Nothing was read earlier.
impl<K> Default for Earlier<'_, K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}
