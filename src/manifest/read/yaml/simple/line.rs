//! One line, or what is left of it, and the values that stand on it.

use std::borrow::Cow;

use crate::manifest::read::plain;
use crate::manifest::read::quoted::quoted;
use crate::manifest::read::repeated::repeated;
use crate::manifest::read::unread::span;
use crate::manifest::{Entry, Node, Scalar, Value};

use super::DEEPEST;

/// The most bytes of a key: YAML readers look no further than 1,024 characters for its colon.
const LONGEST_KEY: usize = 1000;

/// One line, or what is left of it. What is read is passed.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// Where `text` starts in the file.
    pub(super) start: usize,
    /// How many bytes stand before `text` on its line.
    pub(super) indent: usize,
    /// The rest of the line, without blanks at its end.
    pub(super) text: &'t str,
}

impl<'t> Line<'t> {
    /// Whether it starts with the dash of a list item.
    pub(super) fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }

    /// Whether no more than a comment is left.
    pub(super) fn is_over(&self) -> bool {
        self.text.is_empty() || self.text.starts_with('#')
    }

    /// Passes a character; `None` where another one stands there.
    pub(super) fn pass(&mut self, expected: char) -> Option<()> {
        self.text.starts_with(expected).then(|| self.skip(expected.len_utf8()))
    }

    pub(super) fn pass_blanks(&mut self) {
        self.skip(self.text.bytes().take_while(|byte| *byte == b' ').count());
    }

    /// The key at the start of the line, and the line from its colon on; `None` where there is none.
    pub(super) fn key(&self) -> Option<(Cow<'t, str>, Self)> {
        let mut behind = *self;
        let key = match self.text.as_bytes().first()? {
            b'"' | b'\'' => behind.quoted()?,
            _ => {
                let key = self.text.get(..colon(self.text)?)?;
                behind.skip(key.len());
                Cow::Borrowed(word(key).filter(|key| !key.ends_with(' ') && is_undisputed_key(key))?)
            }
        };
        let ends = behind.text == ":" || behind.text.starts_with(": ");
        (ends && self.text.len() - behind.text.len() <= LONGEST_KEY).then_some((key, behind))
    }

    /// The value that takes up the whole line but for a comment.
    pub(super) fn value(mut self, depth: usize) -> Option<Node<'t>> {
        match self.text.as_bytes().first()? {
            b'{' | b'[' | b'"' | b'\'' => {
                let node = self.flow(depth)?;
                let has_blank = self.text.starts_with(' ');
                self.pass_blanks();
                (self.text.is_empty() || has_blank && self.is_over()).then_some(node)
            }
            _ => {
                let comment = self.text.as_bytes().windows(2).position(|pair| pair == b" #");
                let text = self.text.get(..comment.unwrap_or(self.text.len()))?;
                let text = word(text.trim_end_matches(' '))?;
                if colon(text).is_some() {
                    return None;
                }
                Some(scalar(Scalar::Plain(Cow::Borrowed(text)), self.start, text.len()))
            }
        }
    }

    /// The value in flow style that starts here.
    fn flow(&mut self, depth: usize) -> Option<Node<'t>> {
        let start = self.start;
        let value = match self.text.as_bytes().first()? {
            _ if depth >= DEEPEST => return None,
            b'{' => Value::Map(self.flow_map(depth + 1)?),
            b'[' => Value::List(self.flow_list(depth + 1)?),
            b'"' | b'\'' => Value::Scalar(Scalar::Quoted(self.quoted()?)),
            _ => Value::Scalar(Scalar::Plain(Cow::Borrowed(self.flow_word()?))),
        };
        Some(Node { value, span: span(start, self.start), comment: Vec::new() })
    }

    fn flow_map(&mut self, depth: usize) -> Option<Vec<Entry<'t>>> {
        let mut entries = Vec::new();
        self.pass('{')?;
        self.pass_blanks();
        if self.pass('}').is_some() {
            return Some(entries);
        }
        loop {
            let start = self.start;
            let key = match self.text.as_bytes().first()? {
                b'"' | b'\'' => self.quoted()?,
                _ => Cow::Borrowed(self.flow_word().filter(|key| is_undisputed_key(key))?),
            };
            let key_span = span(start, self.start);
            let is_short = self.start - start <= LONGEST_KEY;
            self.pass(':').filter(|()| is_short)?;
            self.pass(' ')?;
            self.pass_blanks();
            let node = self.flow(depth)?;
            entries.push(Entry { key, key_span, node });
            if self.closes('}')? {
                return repeated(&entries).is_none().then_some(entries);
            }
        }
    }

    fn flow_list(&mut self, depth: usize) -> Option<Vec<Node<'t>>> {
        let mut items = Vec::new();
        self.pass('[')?;
        self.pass_blanks();
        if self.pass(']').is_some() {
            return Some(items);
        }
        loop {
            items.push(self.flow(depth)?);
            if self.closes(']')? {
                return Some(items);
            }
        }
    }

    /// Passes what stands between two values in flow style; whether it is the end of their list.
    fn closes(&mut self, close: char) -> Option<bool> {
        self.pass_blanks();
        if self.pass(close).is_some() {
            return Some(true);
        }
        self.pass(',')?;
        self.pass_blanks();
        Some(false)
    }

    /// A word in flow style, where commas and brackets end one.
    fn flow_word(&mut self) -> Option<&'t str> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-');
        let length = self.text.bytes().take_while(|byte| is_plain(*byte)).count();
        let found = word(self.text.get(..length)?)?;
        self.skip(length);
        Some(found)
    }

    /// The string in quotes that starts here; `None` where it has no end on this line, or a rarer escape.
    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let (string, length) = match self.text.strip_prefix('\'') {
            Some(rest) => {
                let (string, behind) = rest.split_once('\'').filter(|(_, behind)| !behind.starts_with('\''))?;
                (Cow::Borrowed(string), self.text.len() - behind.len())
            }
            None => quoted(self.text).ok()?,
        };
        self.skip(length);
        Some(string)
    }

    fn skip(&mut self, bytes: usize) {
        self.text = self.text.get(bytes..).unwrap_or_default();
        self.start += bytes;
        self.indent += bytes;
    }
}

/// The text where it starts as a plain scalar does that nothing else does.
fn word(text: &str) -> Option<&str> {
    let mut bytes = text.bytes();
    let starts_well = match bytes.next()? {
        b'-' => bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric()),
        first => first.is_ascii_alphanumeric() || matches!(first, b'_' | b'/' | b'.'),
    };
    starts_well.then_some(text)
}

/// Where the colon stands that ends a key; `None` where none does, or a comment comes before it.
fn colon(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (byte, bytes.peek()) {
            (b':', None | Some((_, b' '))) => return Some(at),
            (b' ', Some((_, b'#'))) => return None,
            _ => {}
        }
    }
    None
}

/// Whether readers agree what key this plain text is.
fn is_undisputed_key(text: &str) -> bool {
    plain::is_string(text) || plain::integer(text).is_some()
}

/// A scalar that takes up the `length` bytes from `start`.
fn scalar(value: Scalar<'_>, start: usize, length: usize) -> Node<'_> {
    Node { value: Value::Scalar(value), span: span(start, start + length), comment: Vec::new() }
}
