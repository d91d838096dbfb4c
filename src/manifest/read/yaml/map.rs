//! A mapping that is being read, with merge keys.
//!
//! kubectl goes through a mapping from top to bottom, and at a `<<` puts in the entries of its value as if they stood
//! there: they replace what stands above, and what stands below replaces them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::manifest::read::unread::Unread;
use crate::manifest::{Entry, Node, Scalar, Value};

/// A mapping that is not closed yet.
#[derive(Default)]
pub(super) struct Map<'t> {
    entries: Vec<Entry<'t>>,
    /// Which of the entries came by `<<`.
    merged: Option<Range<usize>>,
    /// The key whose value has not come yet.
    pub(super) key: Option<Key<'t>>,
    /// Where the last value ends.
    pub(super) end: Option<u32>,
}

/// A key.
pub(super) enum Key<'t> {
    /// The key and where it stands.
    Text(Cow<'t, str>, Range<u32>),
    /// `<<`, and where it stands.
    Merge(Range<u32>),
}

impl<'t> Map<'t> {
    /// Takes the next node, a key or a value.
    pub(super) fn put(&mut self, node: Node<'t>) -> Result<(), Unread> {
        match self.key.take() {
            Some(Key::Text(key, key_span)) => {
                self.end = Some(node.span.end.max(key_span.end));
                self.entries.push(Entry { key, key_span, node });
                Ok(())
            }
            Some(Key::Merge(span)) => {
                self.end = Some(span.end);
                if self.merged.is_some() {
                    return Err(Unread { span, reason: "the key stands twice in its mapping".into() });
                }
                let merged = maps(node).ok_or_else(|| {
                    let reason = "`<<` takes a mapping, or a list of mappings".into();
                    Unread { span, reason }
                })?;
                self.merge(merged);
                Ok(())
            }
            None => match node.value {
                Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text)) => {
                    self.key = Some(Key::Text(text, node.span));
                    Ok(())
                }
                Value::List(_) | Value::Map(_) => {
                    Err(Unread { span: node.span, reason: "a mapping or list where a key was expected".into() })
                }
            },
        }
    }

    /// The entries. A key may still stand twice, where it was written twice.
    pub(super) fn close(self) -> Vec<Entry<'t>> {
        let mut entries = self.entries;
        if let Some(merged) = self.merged {
            let below = entries.split_off(merged.end.min(entries.len()));
            let merged = entries.split_off(merged.start.min(entries.len()));
            let replaced: BTreeSet<&str> = below.iter().map(|entry| &*entry.key).collect();
            let kept: Vec<_> = merged.into_iter().filter(|entry| !replaced.contains(&*entry.key)).collect();
            entries.extend(kept);
            entries.extend(below);
        }
        entries
    }

    /// Puts in the entries of a `<<`.
    fn merge(&mut self, merged: Vec<Entry<'t>>) {
        let start = self.entries.len();
        let mut position: BTreeMap<Cow<'t, str>, usize> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        for entry in merged {
            let at = *position.entry(entry.key.clone()).or_insert(self.entries.len());
            match self.entries.get_mut(at) {
                Some(above) => *above = entry,
                None => self.entries.push(entry),
            }
        }
        self.merged = Some(start..self.entries.len());
    }
}

/// The entries of all mappings that a `<<` brings in, in the order in which they are put in: of a list the first
/// mapping last, so that it wins.
fn maps(node: Node<'_>) -> Option<Vec<Entry<'_>>> {
    match node.value {
        Value::Map(entries) => Some(entries),
        Value::List(items) => {
            let mut all = Vec::new();
            for item in items.into_iter().rev() {
                match item.value {
                    Value::Map(entries) => all.extend(entries),
                    Value::Scalar(_) | Value::List(_) => return None,
                }
            }
            Some(all)
        }
        Value::Scalar(_) => None,
    }
}
