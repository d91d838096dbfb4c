//! Keys that stand twice in a mapping.

use std::collections::BTreeSet;

use crate::manifest::Entry;

/// Up to how many keys a mapping is searched for repeats key by key.
const FEW_KEYS: usize = 16;

/// The first entry whose key stands in an earlier one.
pub(super) fn repeated<'n, 'a>(entries: &'n [Entry<'a>]) -> Option<&'n Entry<'a>> {
    if entries.len() <= FEW_KEYS {
        let earlier = |at: usize, key: &str| entries.iter().take(at).any(|other| other.key == key);
        return entries.iter().enumerate().find(|(at, entry)| earlier(*at, &entry.key)).map(|(_, entry)| entry);
    }
    let mut seen = BTreeSet::new();
    entries.iter().find(|entry| !seen.insert(&*entry.key))
}
