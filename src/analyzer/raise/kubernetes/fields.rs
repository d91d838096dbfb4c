//! Typed reading of nodes.

use std::ops::Range;

use crate::diagnostic::rule::policy_refused;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceId};
use crate::manifest::read::plain;
use crate::manifest::{Entry, Node, Scalar, Value};

/// Reads parts of one object and gathers what is wrong with it.
///
/// A part that is wrong reads as if it were not there, so that the rest can be looked at too. What is read must be
/// thrown away when anything was found: [`Fields::unless_refused`] does.
pub(super) struct Fields {
    source: SourceId,
    found: Diagnostics,
}

impl Fields {
    /// A reader for an object of the file `source`.
    pub(super) fn new(source: SourceId) -> Self {
        Self { source, found: Diagnostics::default() }
    }

    /// Hands over what was read where nothing is wrong; else what is wrong goes to `found`.
    pub(super) fn unless_refused<T>(self, read: Option<T>, found: &mut Diagnostics) -> Option<T> {
        let fine = self.found.is_empty();
        found.append(self.found);
        read.filter(|_| fine)
    }

    /// Adds a finding about the bytes of `span`.
    pub(super) fn refuse(&mut self, span: &Range<u32>, words: impl FnOnce(Place) -> Diagnostic) {
        let place = self.place(span);
        self.found.push(words(place));
    }

    /// The bytes of `span` in the file that is read.
    pub(super) fn place(&self, span: &Range<u32>) -> Place {
        Place { source: self.source, start: span.start, end: span.end }
    }

    /// The entries of a mapping.
    pub(super) fn entries<'n, 'a>(&mut self, node: &'n Node<'a>) -> &'n [Entry<'a>] {
        if let Value::Map(entries) = &node.value {
            return entries;
        }
        self.refuse(&node.span, |place| policy_refused::wrong_type(place, "a mapping"));
        &[]
    }

    /// The values of a mapping's keys, in the order of `keys`; there must be no others.
    pub(super) fn of<'n, 'a, const N: usize>(
        &mut self,
        node: &'n Node<'a>,
        keys: [&str; N],
    ) -> [Option<&'n Node<'a>>; N] {
        for entry in self.entries(node) {
            if !keys.contains(&&*entry.key) {
                self.refuse(&entry.key_span, |place| policy_refused::unknown_key(place, &entry.key, &keys));
            }
        }
        keys.map(|key| node.get(key).filter(|value| !is_null(value)))
    }

    /// The value of `key`, which must be there if `of` is a mapping at all.
    pub(super) fn required<'n, 'a>(
        &mut self,
        of: &Node<'_>,
        key: &str,
        value: Option<&'n Node<'a>>,
    ) -> Option<&'n Node<'a>> {
        if value.is_none() && matches!(of.value, Value::Map(_)) {
            self.refuse(&of.span, |place| policy_refused::missing_key(place, key));
        }
        value
    }

    /// The items of a list; none where it is missing.
    pub(super) fn items<'n, 'a>(&mut self, node: Option<&'n Node<'a>>) -> &'n [Node<'a>] {
        match node {
            None => &[],
            Some(Node { value: Value::List(items), .. }) => items,
            Some(node) => {
                self.refuse(&node.span, |place| policy_refused::wrong_type(place, "a list"));
                &[]
            }
        }
    }

    /// A string.
    pub(super) fn string<'n>(&mut self, node: &'n Node<'_>) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(Scalar::Quoted(text)) => return Some(text),
            Value::Scalar(Scalar::Plain(text)) if plain::is_string(text) => return Some(text),
            Value::Scalar(Scalar::Plain(text)) => {
                self.refuse(&node.span, |place| policy_refused::not_surely_a_string(place, text));
            }
            Value::List(_) | Value::Map(_) => {
                self.refuse(&node.span, |place| policy_refused::wrong_type(place, "a string"));
            }
        }
        None
    }

    /// A string that `is_valid` must hold for; `expected` says what it is, with its article.
    pub(super) fn valid<'n>(
        &mut self,
        node: &'n Node<'_>,
        is_valid: fn(&str) -> bool,
        expected: &str,
    ) -> Option<&'n str> {
        let text = self.string(node)?;
        if !is_valid(text) {
            self.refuse(&node.span, |place| policy_refused::malformed(place, text, expected));
            return None;
        }
        Some(text)
    }

    /// A string that must be one of `known`.
    pub(super) fn one_of<T: Copy>(&mut self, node: &Node<'_>, known: &[(&str, T)]) -> Option<T> {
        let text = self.string(node)?;
        let meaning = known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.refuse(&node.span, |place| policy_refused::not_one_of(place, text, &words));
        }
        meaning
    }
}

fn is_null(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if plain::is_null(text))
}
