//! Keys and values of TOML.

use toml_writer::{TomlKeyBuilder, TomlStringBuilder, TomlWrite as _};

/// A table's entries, with their `=` in one column.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<(&'static str, String)>);

impl Table {
    /// Adds an entry, whose value is TOML already.
    pub(super) fn put(&mut self, key: &'static str, value: String) {
        self.0.push((key, value));
    }

    /// All entries, a line each; more where a value has more.
    pub(super) fn text(&self) -> String {
        let width = self.0.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
        let lines: Vec<String> = self.0.iter().map(|(key, value)| format!("{key:width$} = {value}")).collect();
        if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
    }
}

/// A string.
pub(super) fn string(text: &str) -> String {
    let mut written = String::new();
    // Writing into a string can't fail.
    let _ = written.value(TomlStringBuilder::new(text).as_basic());
    written
}

/// A key, bare where that will do.
pub(super) fn key(text: &str) -> String {
    let key = TomlKeyBuilder::new(text);
    let mut written = String::new();
    // As above.
    let _ = written.key(key.as_unquoted().unwrap_or_else(|| key.as_basic()));
    written
}

/// An inline table, of values that are TOML already.
pub(super) fn inline<'k>(entries: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|(name, value)| format!("{} = {value}", key(name))).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// An array on one line, of values that are TOML already.
pub(super) fn array(entries: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", entries.into_iter().collect::<Vec<_>>().join(", "))
}
