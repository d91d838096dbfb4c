//! Reads the tables and values of one file, and reports those that are not what they should be.

use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

use super::keys::{KINDS, Kind};
use super::tree::{Date, Spanned, Text};
use crate::diagnostic::rule::{control_character, empty_text, unknown_key, wrong_type};
use crate::diagnostic::{Diagnostic, Diagnostics, Nearest, Place, SourceId, is_unreadable, nearest};

/// A value of the document, with its span.
pub(super) type Value<'t> = TomlSpanned<DeValue<'t>>;

/// A key of the document, with its span.
pub(super) type KeyText<'t> = TomlSpanned<DeString<'t>>;

/// One file being read.
pub(super) struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    found: &'a mut Diagnostics,
}

/// A table whose keys were held against the table of keys: only those of its kind can be got at.
pub(super) struct Fields<'d, 't> {
    table: &'d DeTable<'t>,
    kind: &'static Kind,
    /// Whether a key was unknown: one that seems to be missing may be there under another name.
    pub(super) has_unknown: bool,
}

impl<'d, 't> Fields<'d, 't> {
    /// The value of a key, where it is written.
    pub(super) fn get(&self, key: &str) -> Option<&'d Value<'t>> {
        self.with_key(key).map(|(_, value)| value)
    }

    /// The key as written and its value.
    pub(super) fn with_key(&self, key: &str) -> Option<(&'d KeyText<'t>, &'d Value<'t>)> {
        self.kind.key(key)?;
        self.table.get_key_value(key)
    }
}

impl<'a> Reader<'a> {
    /// Starts on a file.
    pub(super) fn new(source: SourceId, text: &'a str, found: &'a mut Diagnostics) -> Self {
        Self { source, text, found }
    }

    /// Reports what is wrong.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Where something was written.
    pub(super) fn place<T>(&self, spanned: &TomlSpanned<T>) -> Place {
        Place::new(self.source, spanned.span())
    }

    /// The very start of the file.
    pub(super) fn start(&self) -> Place {
        Place::new(self.source, 0..0)
    }

    /// Holds the keys of a table against the table of keys, and reports those that the language has not there.
    pub(super) fn fields<'d, 't>(&mut self, table: &'d DeTable<'t>, kind: &'static Kind) -> Fields<'d, 't> {
        let mut has_unknown = false;
        for (key, value) in table {
            if kind.key(key.get_ref()).is_none() {
                has_unknown = true;
                self.unknown_key(key, value, table, kind);
            }
        }
        Fields { table, kind, has_unknown }
    }

    fn unknown_key(&mut self, key: &KeyText<'_>, value: &Value<'_>, table: &DeTable<'_>, kind: &Kind) {
        let Text { value: written, place } = self.key(key);
        if written.chars().any(is_unreadable) {
            return;
        }
        let nearest = nearest(&written, kind.keys.iter().map(|key| key.name));
        // A value that is there already can't be written a second time; a table can be added to.
        let is_free = |name: &str| table.get(name).is_none_or(|there| there.get_ref().is_table());
        let nearest = nearest.map(|one| Nearest { alone: one.alone && is_free(&one.name), ..one });
        let homes: Vec<&str> =
            KINDS.iter().filter(|other| other.key(&written).is_some()).map(|other| other.name).collect();
        let dotted_name =
            kind.dotted_name.filter(|_| nearest.is_none() && homes.is_empty() && value.get_ref().is_table());
        let unknown = unknown_key::unknown(place, &written, kind.name, nearest, &homes);
        self.report(match dotted_name {
            Some(example) => unknown_key::with_dots(unknown, example),
            None => unknown,
        });
    }

    /// A key as text.
    pub(super) fn key(&mut self, key: &KeyText<'_>) -> Text {
        self.checked(key.get_ref(), key.span())
    }

    /// A string.
    pub(super) fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        match value.get_ref() {
            DeValue::String(text) => Some(self.checked(text, value.span())),
            other => {
                self.wrong_type(key, "a string", value, other);
                None
            }
        }
    }

    /// A string that people read, like an owner or a reason: one that says nothing is reported.
    pub(super) fn words(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        let words = self.text(key, value)?;
        if words.value.trim().is_empty() {
            self.report(empty_text::words(words.place, key));
        }
        Some(words)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<bool>> {
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(Spanned { value: *boolean, place: self.place(value) }),
            other => {
                self.wrong_type(key, "`true` or `false`", value, other);
                None
            }
        }
    }

    /// A number.
    pub(super) fn integer(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<i64>> {
        match value.get_ref() {
            DeValue::Integer(integer) => self.number(key, value, integer),
            other => {
                self.wrong_type(key, "a whole number", value, other);
                None
            }
        }
    }

    /// A number that was seen to be one; one beyond 64 bits is reported.
    pub(super) fn number(&mut self, key: &str, value: &Value<'_>, integer: &DeInteger<'_>) -> Option<Spanned<i64>> {
        let place = self.place(value);
        let Ok(value) = i64::from_str_radix(integer.as_str(), integer.radix()) else {
            self.report(wrong_type::too_large(place, key));
            return None;
        };
        Some(Spanned { value, place })
    }

    /// A table.
    pub(super) fn table<'d, 't>(&mut self, key: &str, value: &'d Value<'t>) -> Option<&'d DeTable<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong_type(key, "a table", value, other);
                None
            }
        }
    }

    /// An entry of the list `key` that is a table.
    pub(super) fn table_entry<'d, 't>(&mut self, key: &str, entry: &'d Value<'t>) -> Option<&'d DeTable<'t>> {
        match entry.get_ref() {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong_entry(key, "a table", entry, other);
                None
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<Date>> {
        let written = match value.get_ref() {
            DeValue::Datetime(written) if written.time.is_none() && written.offset.is_none() => written.date,
            _ => None,
        };
        let Some(date) = written else {
            self.wrong_type(key, "a date like `2027-03-31`", value, value.get_ref());
            return None;
        };
        Some(Spanned { value: Date { year: date.year, month: date.month, day: date.day }, place: self.place(value) })
    }

    /// The entries of a list.
    pub(super) fn list<'d, 't>(&mut self, key: &str, of: &str, value: &'d Value<'t>) -> Option<&'d [Value<'t>]> {
        match value.get_ref() {
            DeValue::Array(entries) => Some(entries),
            other => {
                self.report(wrong_type::no_list(self.place(value), key, of, type_name(other)));
                None
            }
        }
    }

    /// A list of strings.
    pub(super) fn texts(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<Vec<Text>>> {
        let entries = self.list(key, "strings", value)?;
        let texts = entries.iter().filter_map(|entry| self.text_entry(key, entry)).collect();
        Some(Spanned { value: texts, place: self.place(value) })
    }

    /// A string, or a list of strings.
    pub(super) fn one_or_more_texts(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<Vec<Text>>> {
        let place = self.place(value);
        let texts = match value.get_ref() {
            DeValue::String(text) => vec![self.checked(text, value.span())],
            DeValue::Array(entries) => entries.iter().filter_map(|entry| self.text_entry(key, entry)).collect(),
            other => {
                self.wrong_type(key, "a string or a list of strings", value, other);
                return None;
            }
        };
        Some(Spanned { value: texts, place })
    }

    /// A string in the list `key`.
    pub(super) fn text_entry(&mut self, key: &str, entry: &Value<'_>) -> Option<Text> {
        match entry.get_ref() {
            DeValue::String(text) => Some(self.checked(text, entry.span())),
            other => {
                self.wrong_entry(key, "a string", entry, other);
                None
            }
        }
    }

    /// Reports a value that is not of the type its key takes.
    pub(super) fn wrong_type(&mut self, key: &str, expected: &str, at: &Value<'_>, written: &DeValue<'_>) {
        self.report(wrong_type::value(self.place(at), key, expected, type_name(written)));
    }

    /// Reports an entry of a list that is not of the type it takes.
    pub(super) fn wrong_entry(&mut self, key: &str, expected: &str, at: &Value<'_>, written: &DeValue<'_>) {
        self.report(wrong_type::entry(self.place(at), key, expected, type_name(written)));
    }

    /// Reports every unreadable character that was not escaped, in comments too. Line ends, tabs and a byte order mark at
    /// the start of the file are fine; the other controls that are ASCII were refused as TOML.
    pub(super) fn check_characters(&mut self) {
        if self.text.is_ascii() {
            return;
        }
        for (at, character) in self.text.char_indices() {
            if !character.is_ascii() && is_unreadable(character) && (at, character) != (0, '\u{feff}') {
                let place = Place::new(self.source, at..at + character.len_utf8());
                self.report(control_character::found(place, character));
            }
        }
    }

    /// A text as the tree holds it. An unreadable character in it is reported, and pointed at where it was not escaped.
    fn checked(&mut self, value: &str, span: std::ops::Range<usize>) -> Text {
        if let Some(character) = value.chars().find(|character| is_unreadable(*character)) {
            let raw = self.text.get(span.clone()).and_then(|raw| raw.find(character)).map(|at| span.start + at);
            let exact = raw.map_or(span.clone(), |at| at..at + character.len_utf8());
            self.report(control_character::found(Place::new(self.source, exact), character));
        }
        Text { value: value.to_owned(), place: Place::new(self.source, span) }
    }
}

/// The type of a value in words, with its article.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
