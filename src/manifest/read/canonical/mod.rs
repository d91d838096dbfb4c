//! The strict reader of npgen's own plain form of YAML.
//!
//! npgen writes YAML in one narrow form, so plain that no two readers can take it for different things, and this
//! reader takes that form and nothing else: a file that it reads is known to mean the same to kubectl. It is not for
//! files that others wrote.
//!
//! The form: UTF-8 with LF line ends. A first line that marks the file as npgen's (its hash is checked by whoever reads
//! the file). Then one mapping in block style, two blanks a level; the items of a list stand at the indentation of
//! their key, a mapping in a list starts behind the `- `; `{}` and `[]` for what is empty. Words, whole numbers, and
//! all else in double quotes, which are never wrong. Comments only on lines of their own, above a list item, at its
//! indentation.
//!
//! The nodes borrow from the file wherever a string has no escapes.

mod line;

use crate::manifest::read::repeated::repeated;
use crate::manifest::read::unread::{Unread, span};
use crate::manifest::{Entry, Node, Scalar, Value};

use line::{Line, node, unread};

/// What the first line starts with; sixteen hexadecimal digits follow.
const MARK: &str = "# made by npgen, do not edit; sha256 ";

/// How many hexadecimal digits of the hash stand in the first line.
const HASH_DIGITS: usize = 16;

/// How deep lists and mappings may be nested. A policy needs nine levels.
const DEEPEST: usize = 64;

/// The most bytes of a key: YAML readers look no further than 1,024 characters for its colon.
const LONGEST_KEY: usize = 1000;

/// Reads a whole file, its first line included.
///
/// # Errors
///
/// The first thing that is outside the form.
pub fn read(file: &[u8]) -> Result<Node<'_>, Unread> {
    if u32::try_from(file.len()).is_err() {
        return Err(unread(0, 0, "the file is longer than 4 GiB"));
    }
    let text = match std::str::from_utf8(file) {
        Ok(text) => text,
        Err(error) => return Err(unread(error.valid_up_to(), 1, "this is not UTF-8")),
    };
    let mut reader = Reader { rest: text, at: 0, line: None };
    reader.advance()?;
    reader.mark()?;
    let Some(first) = reader.line else {
        return Err(unread(text.len(), 0, "the file ends where a mapping was expected"));
    };
    if first.indent != 0 {
        return Err(first.wrong("the first key is indented"));
    }
    let node = reader.map(first, 0)?;
    match reader.line {
        Some(line) => Err(line.wrong("the line belongs to nothing above it")),
        None => Ok(node),
    }
}

/// The state of reading: a line that is looked at, and the text behind it.
struct Reader<'a> {
    /// The text behind `line`.
    rest: &'a str,
    /// Where `rest` starts in the file.
    at: usize,
    /// The line to be read next; `None` at the end.
    line: Option<Line<'a>>,
}

impl<'a> Reader<'a> {
    /// Goes on to the next line, which must be as a line of this form can be.
    fn advance(&mut self) -> Result<(), Unread> {
        if self.rest.is_empty() {
            self.line = None;
            return Ok(());
        }
        let Some((line, rest)) = self.rest.split_once('\n') else {
            return Err(unread(self.at + self.rest.len(), 0, "the last line does not end in a newline"));
        };
        if let Some(at) = line.bytes().position(|byte| byte < b' ' || byte == 0x7f) {
            return Err(unread(self.at + at, 1, "a tab, carriage return or other control character"));
        }
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        let text = line.get(indent..).unwrap_or_default();
        let found = Line { start: self.at + indent, indent, text };
        if text.is_empty() {
            return Err(unread(self.at, indent, "an empty line"));
        }
        if text.ends_with(' ') {
            return Err(unread(found.start + text.len() - 1, 1, "a blank at the end of the line"));
        }
        if !text.is_ascii()
            && let Some((at, odd)) = text.char_indices().find(|(_, c)| !is_printable(*c))
        {
            return Err(unread(
                found.start + at,
                odd.len_utf8(),
                "a character that readers do not agree on: it needs an escape",
            ));
        }
        self.at += line.len() + 1;
        self.rest = rest;
        self.line = Some(found);
        Ok(())
    }

    /// The line that marks the file as npgen's.
    fn mark(&mut self) -> Result<(), Unread> {
        let hash = self.line.filter(|line| line.indent == 0).and_then(|line| line.text.strip_prefix(MARK));
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if hash.is_none_or(|hash| hash.len() != HASH_DIGITS || !hash.bytes().all(is_digit)) {
            let length = self.line.map_or(0, |line| line.text.len());
            return Err(unread(0, length, "the first line does not mark the file as made by npgen"));
        }
        self.advance()
    }

    /// The mapping of which `first` is the first line.
    fn map(&mut self, first: Line<'a>, depth: usize) -> Result<Node<'a>, Unread> {
        if depth > DEEPEST {
            return Err(first.wrong("nested too deeply"));
        }
        let mut entries = Vec::new();
        entries.push(self.entry(first, depth)?);
        while let Some(line) = self.line.filter(|line| line.indent >= first.indent) {
            if line.indent > first.indent {
                return Err(line.wrong("indented deeper than what it belongs to"));
            }
            entries.push(self.entry(line, depth)?);
        }
        if let Some(repeated) = repeated(&entries) {
            return Err(Unread {
                span: repeated.key_span.clone(),
                reason: "the key stands twice in its mapping".into(),
            });
        }
        let end = entries.last().map_or(first.start, |entry| position(entry.node.span.end));
        Ok(node(Value::Map(entries), first.start, end))
    }

    /// The entry that starts on `line`, which is the line looked at or the end of it.
    fn entry(&mut self, line: Line<'a>, depth: usize) -> Result<Entry<'a>, Unread> {
        if line.is_comment() {
            return Err(line.wrong("a comment stands only above a list item, at its indentation"));
        }
        if line.is_item() {
            return Err(line.wrong("a list item where a key was expected"));
        }
        let (scalar, length) = line.scalar()?;
        let key = match scalar {
            Scalar::Quoted(key) => key,
            Scalar::Plain(key) if !key.starts_with(|c: char| c.is_ascii_digit() || c == '-') => key,
            Scalar::Plain(_) => return Err(unread(line.start, length, "a number as a key needs quotes")),
        };
        if length > LONGEST_KEY {
            return Err(unread(line.start, length, "the key is too long for some readers"));
        }
        let behind = line.behind(length);
        let node = if behind.text == ":" {
            self.advance()?;
            self.below(line, depth)?
        } else if behind.text.starts_with(": ") {
            let value = behind.behind(2).value()?;
            self.advance()?;
            value
        } else {
            return Err(behind.wrong("expected a colon behind the key, and a blank behind that"));
        };
        Ok(Entry { key, key_span: span(line.start, line.start + length), node })
    }

    /// The list or mapping below a key without a value on its own line.
    fn below(&mut self, key: Line<'a>, depth: usize) -> Result<Node<'a>, Unread> {
        match self.line {
            Some(line) if line.indent == key.indent && (line.is_item() || line.is_comment()) => {
                self.list(line, depth + 1)
            }
            Some(line) if line.indent == key.indent + 2 => self.map(line, depth + 1),
            _ => Err(key.wrong("expected a list at the key's indentation, or a mapping two blanks deeper")),
        }
    }

    /// The list of which `first` is the first line, perhaps a comment.
    fn list(&mut self, first: Line<'a>, depth: usize) -> Result<Node<'a>, Unread> {
        let mut items = Vec::new();
        while let Some(line) = self.line.filter(|line| line.indent == first.indent) {
            if line.is_comment() {
                self.comment(line)?;
            } else if let Some(text) = line.text.strip_prefix("- ") {
                let behind = Line { start: line.start + 2, indent: line.indent + 2, text };
                items.push(self.item(behind, depth)?);
            } else if line.is_item() {
                return Err(line.wrong("expected a value behind the dash"));
            } else {
                break;
            }
        }
        let start = items.first().map_or(first.start, |item: &Node<'_>| position(item.span.start));
        let end = items.last().map_or(first.start, |item| position(item.span.end));
        Ok(node(Value::List(items), start, end))
    }

    /// A comment line: another one or a list item must follow, at the same indentation.
    fn comment(&mut self, comment: Line<'a>) -> Result<(), Unread> {
        if comment.text != "#" && !comment.text.starts_with("# ") {
            return Err(comment.wrong("expected a blank behind the `#`"));
        }
        self.advance()?;
        match self.line {
            Some(next) if next.indent == comment.indent && (next.is_item() || next.is_comment()) => Ok(()),
            _ => Err(comment.wrong("a comment stands only above a list item, at its indentation")),
        }
    }

    /// The list item whose text behind the dash is `line`.
    fn item(&mut self, line: Line<'a>, depth: usize) -> Result<Node<'a>, Unread> {
        let is_map = !matches!(line.text, "{}" | "[]") && {
            let (_, length) = line.scalar()?;
            line.behind(length).text.starts_with(':')
        };
        if is_map {
            return self.map(line, depth + 1);
        }
        let value = line.value()?;
        self.advance()?;
        Ok(value)
    }
}

/// Whether a character can stand as it is: not what YAML calls unprintable, a line break of YAML 1.1, or a byte order
/// mark.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn position(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
