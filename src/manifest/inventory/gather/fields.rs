//! Typed reading of the parts of a manifest that are looked at.
//!
//! A part that is wrong is found and reads as if it were not there. A key whose value is null counts as missing, as in
//! the API server.

use std::net::IpAddr;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::rule::manifest_value;
use crate::diagnostic::{Diagnostics, Place, SourceId};
use crate::manifest::inventory::{LabelMap, PortRef};
use crate::manifest::read::plain;
use crate::manifest::{Entry, Node, Scalar, Value};
use crate::sets::Protocol;

/// Labels, and where they stand; `None` where there are none.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) labels: LabelMap,
    pub(super) place: Option<Place>,
}

/// Reads parts of one object.
pub(super) struct Fields<'f> {
    source: SourceId,
    found: &'f mut Diagnostics,
}

impl<'f> Fields<'f> {
    /// A reader for an object of the file `source`.
    pub(super) fn new(source: SourceId, found: &'f mut Diagnostics) -> Self {
        Self { source, found }
    }

    /// Where a span of the file is.
    pub(super) fn place(&self, span: &Range<u32>) -> Place {
        Place { source: self.source, start: span.start, end: span.end }
    }

    /// The value of a key.
    pub(super) fn get<'n, 'a>(&mut self, node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
        if !matches!(node.value, Value::Map(_)) {
            self.found.push(manifest_value::wrong_type(self.place(&node.span), "a mapping"));
        }
        node.get(key).filter(|value| !is_null(value))
    }

    /// The value at the end of a path of keys.
    pub(super) fn at<'n, 'a>(&mut self, node: &'n Node<'a>, path: &[&str]) -> Option<&'n Node<'a>> {
        path.iter().try_fold(node, |node, key| self.get(node, key))
    }

    /// The value of a key that must be there.
    pub(super) fn needed<'n, 'a>(&mut self, node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
        let value = self.get(node, key);
        if value.is_none() && matches!(node.value, Value::Map(_)) {
            self.found.push(manifest_value::missing_key(self.place(&node.span), key));
        }
        value
    }

    /// The entries of the mapping of a key.
    pub(super) fn entries<'n, 'a>(&mut self, node: &'n Node<'a>, key: &str) -> &'n [Entry<'a>] {
        match self.get(node, key) {
            None => &[],
            Some(Node { value: Value::Map(entries), .. }) => entries,
            Some(other) => {
                self.found.push(manifest_value::wrong_type(self.place(&other.span), "a mapping"));
                &[]
            }
        }
    }

    /// The items of the list of a key.
    pub(super) fn items<'n, 'a>(&mut self, node: &'n Node<'a>, key: &str) -> &'n [Node<'a>] {
        match self.get(node, key) {
            None => &[],
            Some(Node { value: Value::List(items), .. }) => items,
            Some(other) => {
                self.found.push(manifest_value::wrong_type(self.place(&other.span), "a list"));
                &[]
            }
        }
    }

    /// A text.
    pub(super) fn text<'n>(&mut self, node: &'n Node<'_>) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(Scalar::Quoted(text)) => return Some(text),
            Value::Scalar(Scalar::Plain(text)) if plain::is_string(text) => return Some(text),
            Value::Scalar(Scalar::Plain(text)) => {
                self.found.push(manifest_value::not_surely_a_string(self.place(&node.span), text));
            }
            Value::List(_) | Value::Map(_) => {
                self.found.push(manifest_value::wrong_type(self.place(&node.span), "a string"));
            }
        }
        None
    }

    /// The text of a key.
    pub(super) fn text_of<'n>(&mut self, node: &'n Node<'_>, key: &str) -> Option<&'n str> {
        self.get(node, key).and_then(|value| self.text(value))
    }

    /// The text of a key, to be kept.
    pub(super) fn name_of(&mut self, node: &Node<'_>, key: &str) -> Option<Arc<str>> {
        self.text_of(node, key).map(Arc::from)
    }

    /// The labels of a key.
    pub(super) fn labels(&mut self, node: &Node<'_>, key: &str) -> Labels {
        let place = self.get(node, key).map(|labels| self.place(&labels.span));
        let mut labels = LabelMap::new();
        for entry in self.entries(node, key) {
            // In the API server a value that is null is empty text.
            let value = if is_null(&entry.node) { Some("") } else { self.text(&entry.node) };
            if let Some(value) = value {
                labels.insert(Arc::from(&*entry.key), Arc::from(value));
            }
        }
        let place = place.filter(|_| !labels.is_empty());
        Labels { labels, place }
    }

    /// Whether a key is there and true.
    pub(super) fn flag(&mut self, node: &Node<'_>, key: &str) -> bool {
        let Some(value) = self.get(node, key) else { return false };
        match &value.value {
            Value::Scalar(Scalar::Plain(text)) if matches!(&**text, "true" | "false") => text == "true",
            _ => {
                self.found.push(manifest_value::wrong_type(self.place(&value.span), "`true` or `false`"));
                false
            }
        }
    }

    /// Whether a key is there and zero.
    pub(super) fn is_zero(&mut self, node: &Node<'_>, key: &str) -> bool {
        self.get(node, key).is_some_and(|value| says(value, &["0"]))
    }

    /// A port by number.
    pub(super) fn port(&mut self, node: &Node<'_>) -> Option<u16> {
        let number = match &node.value {
            Value::Scalar(Scalar::Plain(text)) => plain::integer(text),
            _ => None,
        };
        let port = number.and_then(|number| u16::try_from(number).ok()).filter(|port| *port > 0);
        if port.is_none() {
            self.found
                .push(manifest_value::wrong_type(self.place(&node.span), "a port: a whole number from 1 to 65535"));
        }
        port
    }

    /// The port of a key by number; none where it is zero, which is written where none is meant.
    pub(super) fn port_of(&mut self, node: &Node<'_>, key: &str) -> Option<u16> {
        if self.is_zero(node, key) {
            return None;
        }
        self.get(node, key).and_then(|port| self.port(port))
    }

    /// A port by number or name.
    pub(super) fn port_ref(&mut self, node: &Node<'_>) -> Option<PortRef> {
        let is_number = matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if !plain::is_string(text));
        if is_number {
            self.port(node).map(PortRef::Number)
        } else {
            self.text(node).map(|name| PortRef::Name(name.into()))
        }
    }

    /// The protocol of a port, TCP where none is given.
    pub(super) fn protocol(&mut self, node: &Node<'_>) -> Protocol {
        self.one_of(node, "protocol", &Protocol::NAMED).unwrap_or(Protocol::Tcp)
    }

    /// The value of a key that is one of `known`.
    pub(super) fn one_of<T: Copy>(&mut self, node: &Node<'_>, key: &str, known: &[(&str, T)]) -> Option<T> {
        let value = self.get(node, key)?;
        let text = self.text(value)?;
        let meaning = known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.found.push(manifest_value::not_one_of(self.place(&value.span), text, &words));
        }
        meaning
    }

    /// An address.
    pub(super) fn address(&mut self, node: &Node<'_>) -> Option<IpAddr> {
        let address = self.text(node)?.parse().ok();
        if address.is_none() {
            self.found.push(manifest_value::wrong_type(self.place(&node.span), "an address"));
        }
        address
    }
}

/// Whether a node is one of these words, in quotes or not.
pub(super) fn says(node: &Node<'_>, words: &[&str]) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text)) if words.contains(&&**text))
}

/// Whether a node is null.
pub(super) fn is_null(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if plain::is_null(text))
}
