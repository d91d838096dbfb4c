//! Nodes and comments → canonical YAML: the one form that npgen writes and its strict reader reads.
//!
//! - Block style, two blanks a level; the items of a list stand at the indentation of their key; `{}` and `[]` only
//!   where there is nothing inside. Line feeds only, no blank lines, no blanks at line ends, nothing folded.
//! - A string is plain only where no reader, of YAML 1.1 or 1.2, could take it for something else: it starts with a
//!   letter, `_` or `/`, goes on with those, digits, `.` and `-`, and is none of `WORDS`. Any other stands in double
//!   quotes with the escapes of JSON.
//! - A comment stands on lines of its own above its node, at its indentation; where the node is the first thing behind
//!   a `- `, above that.
//!
//! It writes any tree, sensible as a manifest or not, and knows nothing of what the keys mean. Keys of more than 1024
//! characters are beyond what YAML readers take.

pub mod json;

use super::{Entry, Node, Scalar, Value};

/// What YAML readers of some version take for a boolean, null or a number, in lower case.
const WORDS: [&str; 11] = ["false", "inf", "n", "nan", "no", "null", "off", "on", "true", "y", "yes"];

/// The bytes of the longest of [`WORDS`].
const LONGEST_WORD: usize = "false".len();

/// What lines are indented with.
const BLANKS: &str = "                                ";

/// Writes a document behind what `out` already holds, which must end with a line end or be empty.
pub fn emit(root: &Node<'_>, out: &mut String) {
    comment(root, 0, out);
    match &root.value {
        Value::Map(entries) if !entries.is_empty() => map(entries, 0, Start::OwnLine, out),
        Value::List(items) if !items.is_empty() => list(items, 0, Start::OwnLine, out),
        _ => {
            inline(&root.value, out);
            out.push('\n');
        }
    }
}

/// Where the first line of a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// On a line of its own, like all others.
    OwnLine,
    /// Behind a `- `; its comment is already written.
    BehindDash,
}

fn map(entries: &[Entry<'_>], indent: usize, start: Start, out: &mut String) {
    let mut start = start;
    for entry in entries {
        if start == Start::OwnLine {
            comment(&entry.node, indent, out);
            blanks(indent, out);
        }
        start = Start::OwnLine;
        string(&entry.key, out);
        out.push(':');
        match &entry.node.value {
            Value::Map(inner) if !inner.is_empty() => {
                out.push('\n');
                map(inner, indent + 2, Start::OwnLine, out);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                list(items, indent, Start::OwnLine, out);
            }
            value => {
                out.push(' ');
                inline(value, out);
                out.push('\n');
            }
        }
    }
}

fn list(items: &[Node<'_>], indent: usize, start: Start, out: &mut String) {
    let mut start = start;
    for item in items {
        if start == Start::OwnLine {
            comment_of_item(item, indent, out);
            blanks(indent, out);
        }
        start = Start::OwnLine;
        out.push_str("- ");
        match &item.value {
            Value::Map(entries) if !entries.is_empty() => map(entries, indent + 2, Start::BehindDash, out),
            Value::List(inner) if !inner.is_empty() => list(inner, indent + 2, Start::BehindDash, out),
            value => {
                inline(value, out);
                out.push('\n');
            }
        }
    }
}

/// The comments of an item and of all that starts on its line.
fn comment_of_item(item: &Node<'_>, indent: usize, out: &mut String) {
    comment(item, indent, out);
    match &item.value {
        Value::List(items) => items.first().into_iter().for_each(|first| comment_of_item(first, indent, out)),
        Value::Map(entries) => entries.first().into_iter().for_each(|first| comment(&first.node, indent, out)),
        Value::Scalar(_) => {}
    }
}

fn comment(node: &Node<'_>, indent: usize, out: &mut String) {
    for line in &node.comment {
        blanks(indent, out);
        out.push('#');
        let line = line.trim_end_matches(|c: char| c == ' ' || must_be_escaped(c));
        if !line.is_empty() {
            out.push(' ');
        }
        // A comment has no escapes, and a line end would end it.
        for (at, part) in line.split(must_be_escaped).enumerate() {
            if at > 0 {
                out.push(' ');
            }
            out.push_str(part);
        }
        out.push('\n');
    }
}

/// What fits on one line: a scalar, or a list or mapping without anything in it.
fn inline(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Scalar(Scalar::Quoted(text)) => string(text, out),
        Value::Scalar(Scalar::Plain(text)) if stands_bare(text) => out.push_str(text),
        Value::Scalar(Scalar::Plain(text)) => quoted(text, out),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
}

/// A key, or a value that must stay a string.
fn string(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

/// Whether every reader takes the bare text for a string.
fn is_plain(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-');
    let is_word = || text.len() <= LONGEST_WORD && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    starts && text.bytes().all(goes_on) && !is_word()
}

/// Whether a text that stood bare can stand so again: a number, a boolean, null or a word, without any character that
/// YAML reads as structure.
fn stands_bare(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b'+');
    text == "~" || (text.bytes().all(allowed) && text.bytes().any(|byte| byte.is_ascii_alphanumeric()))
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if must_be_escaped(c) => escape(c, out),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Line ends and what YAML does not count as printable (YAML 1.2.2, production 1). All of them are below U+10000.
fn must_be_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn escape(c: char, out: &mut String) {
    out.push_str("\\u");
    let digits = [12, 8, 4, 0].map(|shift| u32::from(c) >> shift & 0xf);
    out.extend(digits.into_iter().filter_map(|digit| char::from_digit(digit, 16)));
}

fn blanks(count: usize, out: &mut String) {
    for _ in 0..count / BLANKS.len() {
        out.push_str(BLANKS);
    }
    out.push_str(BLANKS.get(..count % BLANKS.len()).unwrap_or_default());
}

#[cfg(test)]
mod tests;
