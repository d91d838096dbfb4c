//! The simple part of YAML, in which nearly all manifests are written, read line by line: some ten times as fast as a
//! parser of all of YAML.
//!
//! It takes one mapping of mappings and lists, in block style over many lines or in flow style on one, of words and of
//! strings in quotes with no rare escapes. Whatever else a piece holds, a text over several lines, an anchor, a tag, a value
//! that is missing, a character outside ASCII, and all that is wrong, it leaves whole to the parser. What it takes it
//! must read just as the parser does, places included; the tests hold it to that.
//!
//! This is not the strict reader of npgen's own form, whose short list of what it takes is part of the proof.

mod line;

use memchr::memchr;

use crate::manifest::read::repeated::repeated;
use crate::manifest::read::unread::span;
use crate::manifest::{Entry, Node, Value};

use super::Document;
use line::Line;

/// How deep lists and mappings may be nested here.
const DEEPEST: usize = 64;

/// The document of a piece of a file that starts at the byte `start`; `None` where it takes the parser to tell.
pub(super) fn document(piece: &str, start: usize) -> Option<Document<'_>> {
    // All are counted, whatever the first one is: that a processor does for many at a time.
    if piece.bytes().filter(|byte| !matches!(byte, b'\n' | b' '..=b'~')).count() > 0 {
        return None;
    }
    let mut reader = Reader { rest: piece, at: start, line: None };
    reader.advance();
    if reader.line.is_some_and(|line| line.indent == 0 && line.text == "---") {
        reader.advance();
    }
    let first = reader.line.filter(|line| line.indent == 0)?;
    let node = reader.map(first, 0)?;
    reader.line.is_none().then_some(Document { node, odd_keys: Vec::new() })
}

/// The state of reading: a line that is looked at, and the text behind it.
struct Reader<'t> {
    /// The text behind `line`.
    rest: &'t str,
    /// Where `rest` starts in the file.
    at: usize,
    /// The line to be read next; `None` at the end.
    line: Option<Line<'t>>,
}

impl<'t> Reader<'t> {
    /// Goes on to the next line that has more than blanks and a comment.
    fn advance(&mut self) {
        self.line = None;
        while self.line.is_none() && !self.rest.is_empty() {
            let end = memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
            let (line, rest) = self.rest.split_at(end);
            let text = line.trim_start_matches(' ');
            let indent = line.len() - text.len();
            if !text.is_empty() && !text.starts_with('#') {
                self.line = Some(Line { start: self.at + indent, indent, text: text.trim_end_matches(' ') });
            }
            self.at += line.len() + 1;
            self.rest = rest.get(1..).unwrap_or_default();
        }
    }

    /// The mapping in block style of which `first` is the first line, or what is left of it behind a dash.
    fn map(&mut self, first: Line<'t>, depth: usize) -> Option<Node<'t>> {
        let mut entries = vec![self.entry(first, depth)?];
        while let Some(line) = self.line.filter(|line| line.indent == first.indent && !line.is_item()) {
            entries.push(self.entry(line, depth)?);
        }
        self.ends(first.indent)?;
        let end = entries.last()?.node.span.end;
        repeated(&entries).is_none().then(|| block(Value::Map(entries), first, end))
    }

    /// The entry that starts with `line`.
    fn entry(&mut self, line: Line<'t>, depth: usize) -> Option<Entry<'t>> {
        let (key, mut behind) = line.key()?;
        let key_span = span(line.start, line.start + line.text.len() - behind.text.len());
        behind.pass(':')?;
        behind.pass_blanks();
        self.advance();
        let node = if behind.is_over() { self.below(line, depth)? } else { behind.value(depth)? };
        Some(Entry { key, key_span, node })
    }

    /// The list or mapping below a key without a value on its own line.
    fn below(&mut self, key: Line<'t>, depth: usize) -> Option<Node<'t>> {
        let line =
            self.line.filter(|line| line.indent > key.indent || (line.indent == key.indent && line.is_item()))?;
        if depth >= DEEPEST {
            return None;
        }
        if line.is_item() { self.list(line, key.indent, depth + 1) } else { self.map(line, depth + 1) }
    }

    /// The list in block style of which `first` is the first line, below a key at an indentation.
    fn list(&mut self, first: Line<'t>, indent_of_key: usize, depth: usize) -> Option<Node<'t>> {
        let mut items = vec![self.item(first, depth)?];
        while let Some(line) = self.line.filter(|line| line.indent == first.indent && line.is_item()) {
            items.push(self.item(line, depth)?);
        }
        self.ends(first.indent)?;
        let (start, end) = (items.first()?.span.start, items.last()?.span.end);
        let mut list = block(Value::List(items), first, end);
        if first.indent == indent_of_key {
            // So the parser has it.
            list.span.start = start;
        }
        Some(list)
    }

    /// The list item that starts with `line`.
    fn item(&mut self, mut line: Line<'t>, depth: usize) -> Option<Node<'t>> {
        line.pass('-')?;
        line.pass_blanks();
        if line.key().is_some() {
            return if depth < DEEPEST { self.map(line, depth + 1) } else { None };
        }
        self.advance();
        line.value(depth)
    }

    /// Ends a list or mapping; `None` where a line follows that stands deeper, perhaps the rest of a text of several lines.
    fn ends(&self, indent: usize) -> Option<()> {
        self.line.is_none_or(|line| line.indent <= indent).then_some(())
    }
}

/// A list or mapping in block style, whose last value ends at `end`.
fn block<'t>(value: Value<'t>, first: Line<'_>, end: u32) -> Node<'t> {
    let start = span(first.start, first.start).start;
    Node { value, span: start..end, comment: Vec::new() }
}

#[cfg(test)]
mod tests;
