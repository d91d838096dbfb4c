//! One line of the form, and the scalars that stand on it.

use std::borrow::Cow;

use crate::manifest::read::plain;
use crate::manifest::read::quoted::{Unquoted, quoted};
use crate::manifest::read::unread::{Unread, span};
use crate::manifest::{Node, Scalar, Value};

/// One line, or what is left of it behind a `- `.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where `text` starts in the file.
    pub(super) start: usize,
    /// How many blanks stand before `text`, a `- ` counting as two.
    pub(super) indent: usize,
    /// The line without indentation and line end, never empty.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn wrong(&self, reason: &'static str) -> Unread {
        unread(self.start, self.text.len(), reason)
    }

    pub(super) fn is_comment(&self) -> bool {
        self.text.starts_with('#')
    }

    pub(super) fn is_item(&self) -> bool {
        self.text.starts_with('-')
    }

    /// What follows the first `length` bytes.
    pub(super) fn behind(&self, length: usize) -> Self {
        let text = self.text.get(length..).unwrap_or_default();
        Self { start: self.start + length, indent: self.indent + length, text }
    }

    /// The scalar at the start of the line, and its length in bytes.
    pub(super) fn scalar(&self) -> Result<(Scalar<'a>, usize), Unread> {
        if self.text.starts_with('"') {
            let (string, length) = self.quoted()?;
            return Ok((Scalar::Quoted(string), length));
        }
        let length = self.text.bytes().take_while(|byte| is_plain(*byte)).count();
        let (word, _) = self.text.split_at_checked(length).unwrap_or_default();
        let starts_well = word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '/');
        if starts_well && plain::is_word(word) {
            return Err(unread(
                self.start,
                length,
                "some readers take this word for more than a string: it needs quotes",
            ));
        }
        if starts_well || plain::integer(word).is_some() {
            return Ok((Scalar::Plain(Cow::Borrowed(word)), length));
        }
        Err(self.wrong("expected a word, a whole number or a string in double quotes"))
    }

    /// The string in double quotes at the start of the line, and its length in bytes, quotes included.
    fn quoted(&self) -> Result<(Cow<'a, str>, usize), Unread> {
        quoted(self.text).map_err(|unquoted| match unquoted {
            Unquoted::Open => self.wrong("the closing quote is missing"),
            Unquoted::Escape(at) => unread(self.start + at, 1, "expected one of the escapes \\\" \\\\ \\n \\t \\uXXXX"),
        })
    }

    /// An empty list, an empty mapping or a scalar that takes up the whole line.
    pub(super) fn value(&self) -> Result<Node<'a>, Unread> {
        let value = match self.text {
            "{}" => Value::Map(Vec::new()),
            "[]" => Value::List(Vec::new()),
            _ => {
                let (scalar, length) = self.scalar()?;
                if length != self.text.len() {
                    return Err(self.behind(length).wrong("expected the end of the line behind the value"));
                }
                Value::Scalar(scalar)
            }
        };
        Ok(node(value, self.start, self.start + self.text.len()))
    }
}

/// Whether a byte can stand in a plain scalar of this form.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-')
}

/// A node that takes up the bytes from `start` to `end`.
pub(super) fn node(value: Value<'_>, start: usize, end: usize) -> Node<'_> {
    Node { value, span: span(start, end), comment: Vec::new() }
}

/// What is wrong with the `length` bytes at `start`.
pub(super) fn unread(start: usize, length: usize, reason: &'static str) -> Unread {
    Unread::new(start, start + length, reason)
}
