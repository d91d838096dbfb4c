//! Config maps.

use std::sync::Arc;

use crate::diagnostic::Place;

/// A config map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigMap {
    /// The namespace.
    pub namespace: Arc<str>,
    /// The name.
    pub name: Arc<str>,
    /// Its entries that are text, sorted by key.
    pub entries: Vec<ConfigEntry>,
    /// Where its name stands.
    pub place: Place,
}

/// One entry of a config map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigEntry {
    /// Its key.
    pub key: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// Where the text stands.
    pub place: Place,
}

impl ConfigMap {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&ConfigEntry> {
        let at = self.entries.binary_search_by(|entry| (*entry.key).cmp(key)).ok()?;
        self.entries.get(at)
    }
}
