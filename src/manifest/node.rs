//! One document as a tree of nodes with places.

use std::borrow::Cow;
use std::ops::Range;

/// A node: its value, where it stands in its file, and the comment above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<'a> {
    /// What it is.
    pub value: Value<'a>,
    /// The bytes of the file that it takes up; empty for a node that was made, not read.
    pub span: Range<u32>,
    /// The comment lines above it, each without its `#` and the blank behind it. Only for writing: a reader drops
    /// comments.
    pub comment: Vec<Cow<'a, str>>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// A single value.
    Scalar(Scalar<'a>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A mapping, in the order of the file, no key twice.
    Map(Vec<Entry<'a>>),
}

/// A single value, before it is known what type belongs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// Text that can only be a string: it stood in quotes.
    Quoted(Cow<'a, str>),
    /// Text that stood bare: a number, a boolean, null, or a string.
    Plain(Cow<'a, str>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// The bytes of the file that the key takes up.
    pub key_span: Range<u32>,
    /// The value.
    pub node: Node<'a>,
}

impl<'a> Node<'a> {
    /// A node that was made, not read.
    pub fn new(value: Value<'a>) -> Self {
        Self { value, span: 0..0, comment: Vec::new() }
    }

    /// A made node that is a string.
    pub fn string(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Value::Scalar(Scalar::Quoted(text.into())))
    }

    /// A made node that is a whole number.
    pub fn number(number: impl Into<i64>) -> Self {
        Self::new(Value::Scalar(Scalar::Plain(Cow::Owned(number.into().to_string()))))
    }

    /// A made node that is a list.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Value::List(items.into_iter().collect()))
    }

    /// A made node that is a mapping.
    pub fn map<K: Into<Cow<'a, str>>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let entry = |(key, node): (K, Self)| Entry { key: key.into(), key_span: 0..0, node };
        Self::new(Value::Map(entries.into_iter().map(entry).collect()))
    }

    /// The value of a key; `None` where this is no mapping or lacks the key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node),
            _ => None,
        }
    }
}
