//! Typed reading of nodes.
//!
//! A key whose value is null counts as missing, as in the API server.

use std::ops::Range;

use crate::diagnostic::rule::policy_refused;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceId};
use crate::manifest::read::plain;
use crate::manifest::{Entry, Node, Scalar, Value};

use super::scalar::{self, Kubectl};

/// Reads parts of one object and gathers what is wrong with it.
///
/// A part that is wrong reads as if it were not there, so that the rest can be looked at too. What is read must be
/// thrown away when anything was found: [`Fields::unless_refused`] does.
pub(super) struct Fields {
    source: SourceId,
    reader: Reader,
    found: Diagnostics,
}

/// Who else will read the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Anyone: text without quotes must mean the same to every YAML reader. So npgen's own objects are read.
    Anyone,
    /// kubectl and the API server, the kind being one that Kubernetes is built with. A null in a list or in a map of
    /// labels is then an empty text or mapping, as in Go.
    BuiltIn,
    /// kubectl and the API server, the kind being defined by a `CustomResourceDefinition`. A null in a map of labels
    /// counts as missing, in a list it is refused.
    Custom,
}

impl Fields {
    /// A reader for an object of the file `source`.
    pub(super) fn new(source: SourceId, reader: Reader) -> Self {
        Self { source, reader, found: Diagnostics::default() }
    }

    /// Who else will read the object.
    pub(super) fn reader(&self) -> Reader {
        self.reader
    }

    /// Hands over what was read where nothing is an error; what was found goes to `found`.
    pub(super) fn unless_refused<T>(self, read: Option<T>, found: &mut Diagnostics) -> Option<T> {
        let fine = !self.found.has_errors();
        found.append(self.found);
        read.filter(|_| fine)
    }

    /// Adds a finding about the bytes of `span`. An error makes the object one that is refused, a warning does not.
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
        if self.reader == Reader::BuiltIn && is_null(node) {
            return &[];
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

    /// Looks at an object's head. Of what others wrote it is known already what kind it is: an item of a list need not
    /// say it.
    pub(super) fn head(&mut self, node: &Node<'_>, head: [(&str, Option<&Node<'_>>, &str); 2]) {
        if self.reader != Reader::Anyone {
            return;
        }
        for (key, value, expected) in head {
            if let Some(value) = self.required(node, key, value) {
                self.one_of(value, &[(expected, ())]);
            }
        }
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

    /// The items of a list of `shortest` to `longest` items; none where it is missing.
    pub(super) fn items_within<'n, 'a>(
        &mut self,
        node: Option<&'n Node<'a>>,
        shortest: usize,
        longest: usize,
    ) -> &'n [Node<'a>] {
        let items = self.items(node);
        if let Some(Node { value: Value::List(_), span, .. }) = node
            && !(shortest..=longest).contains(&items.len())
        {
            self.refuse(span, |place| policy_refused::wrong_length(place, items.len(), shortest, longest));
        }
        items
    }

    /// The one key of a mapping that must have just one of `known`, with its value.
    pub(super) fn one_key<'n, 'a, const N: usize>(
        &mut self,
        node: &'n Node<'a>,
        known: [&'static str; N],
    ) -> Option<(&'static str, &'n Node<'a>)> {
        let values = self.of(node, known);
        let mut there = known.into_iter().zip(values).filter_map(|(key, value)| value.map(|value| (key, value)));
        let count = values.iter().flatten().count();
        if count != 1 && matches!(node.value, Value::Map(_)) {
            self.refuse(&node.span, |place| policy_refused::not_one_key(place, count, &known));
        }
        there.next().filter(|_| count == 1)
    }

    /// A string.
    pub(super) fn string<'n>(&mut self, node: &'n Node<'_>) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(Scalar::Quoted(text)) => return Some(text),
            Value::Scalar(Scalar::Plain(text)) => return self.plain_string(text, &node.span),
            Value::List(_) | Value::Map(_) => {
                self.refuse(&node.span, |place| policy_refused::wrong_type(place, "a string"));
            }
        }
        None
    }

    /// Text without quotes as a string.
    fn plain_string<'n>(&mut self, text: &'n str, span: &Range<u32>) -> Option<&'n str> {
        if self.reader == Reader::Anyone {
            if plain::is_string(text) {
                return Some(text);
            }
            self.refuse(span, |place| policy_refused::not_surely_a_string(place, text));
            return None;
        }
        let other = match scalar::kubectl(text) {
            Kubectl::Text => return Some(text),
            Kubectl::Null if self.reader == Reader::BuiltIn => return Some(""),
            Kubectl::Null => "null",
            Kubectl::Bool => "a boolean",
            Kubectl::Integer(_) | Kubectl::OtherNumber => "a number",
        };
        self.refuse(span, |place| policy_refused::not_a_string(place, text, other));
        None
    }

    /// A whole number; `None` for anything else, which is not refused.
    pub(super) fn integer(&self, node: &Node<'_>) -> Option<i64> {
        let Value::Scalar(Scalar::Plain(text)) = &node.value else { return None };
        if self.reader == Reader::Anyone {
            return plain::integer(text);
        }
        match scalar::kubectl(text) {
            Kubectl::Integer(number) => Some(number),
            _ => None,
        }
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

/// Whether this is null, which readers agree on.
pub(super) fn is_null(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if plain::is_null(text))
}
