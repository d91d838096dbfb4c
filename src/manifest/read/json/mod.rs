//! JSON → nodes.
//!
//! A file holds one value or several, one behind the other. What `kubectl get -o json` lists can be large, so the items
//! of a list are read one by one: a first look finds where each stands, and only one of them is a tree at a time.
//!
//! Stricter than kubectl: a key that stands twice in its mapping is refused, and so is half of a surrogate pair.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use crate::manifest::{Entry, Node, Scalar, Value};

use super::DEEPEST;
use super::repeated::repeated;
use super::unread::{Unread, span};

/// How many entries a mapping has at most, in most of them.
const MOST_HAVE: usize = 4;

/// One value of a file.
pub(super) enum Document<'t> {
    /// A value that is no list of objects.
    Whole(Node<'t>),
    /// A list of objects: all of it but its `items`, and where each of these stands.
    List(Node<'t>, Vec<Range<usize>>),
}

/// A list but its items, and where each of these stands.
type Outline<'t> = (Node<'t>, Vec<Range<usize>>);

/// A reader of one file.
pub(super) struct Reader<'t> {
    text: &'t str,
    /// The byte that is read next.
    at: usize,
}

impl<'t> Reader<'t> {
    /// A reader of `text` from the byte `at` on.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// The item of a list that takes up these bytes of `text`.
    pub(super) fn item(text: &'t str, item: &Range<usize>) -> Result<Node<'t>, Unread> {
        let mut reader = Self::new(text, item.start);
        let node = reader.value(2)?;
        reader.blanks();
        if reader.at == item.end { Ok(node) } else { Err(reader.wrong("expected `,` or `]`")) }
    }

    /// The one value of the file, whatever it is.
    pub(super) fn only(&mut self) -> Result<Node<'t>, Unread> {
        let node = self.value(0)?;
        self.blanks();
        if self.at == self.text.len() { Ok(node) } else { Err(self.wrong("expected the end of the file")) }
    }

    /// The next value of the file; `None` at its end.
    pub(super) fn document(&mut self) -> Result<Option<Document<'t>>, Unread> {
        self.blanks();
        if self.at == self.text.len() {
            return Ok(None);
        }
        let start = self.at;
        if let Some((outline, items)) = self.list()? {
            return Ok(Some(Document::List(outline, items)));
        }
        self.at = start;
        self.value(0).map(|node| Some(Document::Whole(node)))
    }

    /// The value that starts here.
    fn value(&mut self, depth: usize) -> Result<Node<'t>, Unread> {
        if depth > DEEPEST {
            return Err(self.wrong("nested too deeply"));
        }
        self.blanks();
        let start = self.at;
        let value = match self.byte() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::Scalar(Scalar::Quoted(self.string()?)),
            Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Value::Scalar(Scalar::Plain(Cow::Borrowed(self.word()?))),
            _ => return Err(self.wrong("expected a value")),
        };
        Ok(Node { value, span: span(start, self.at), comment: Vec::new() })
    }

    /// A mapping with a list as its `items` and a `kind` that ends in `List`, the items passed over; `None` for
    /// anything else.
    fn list(&mut self) -> Result<Option<Outline<'t>>, Unread> {
        if self.byte() != Some(b'{') {
            return Ok(None);
        }
        let start = self.at;
        let (mut entries, mut items) = (Vec::new(), None);
        let mut more = self.opens(b'}');
        while more {
            let (key, key_span) = self.key()?;
            self.blanks();
            if key == "items" && self.byte() == Some(b'[') {
                items = Some(self.items()?);
            } else {
                entries.push(Entry { key, key_span, node: self.value(1)? });
            }
            more = self.continues(b'}')?;
        }
        let outline = Node { value: Value::Map(entries), span: span(start, self.at), comment: Vec::new() };
        let kind = outline.get("kind").map(|kind| &kind.value);
        let is_list = matches!(kind, Some(Value::Scalar(Scalar::Quoted(kind))) if kind.ends_with("List"));
        Ok(items.filter(|_| is_list).map(|items| (outline, items)))
    }

    /// Where the items of the list that starts here stand.
    fn items(&mut self) -> Result<Vec<Range<usize>>, Unread> {
        let mut items = Vec::new();
        let mut more = self.opens(b']');
        while more {
            self.blanks();
            let start = self.at;
            self.pass_over()?;
            items.push(start..self.at);
            more = self.continues(b']')?;
        }
        Ok(items)
    }

    /// Goes behind the value that starts here without a look at what it is: whoever reads it finds what is wrong.
    fn pass_over(&mut self) -> Result<(), Unread> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    self.pass_string()?;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        if self.at == start { Err(self.wrong("expected a value")) } else { Ok(()) }
    }

    /// Goes behind the string that starts here.
    fn pass_string(&mut self) -> Result<(), Unread> {
        let start = self.at;
        self.at += 1;
        while let Some(length) = self.text.as_bytes().get(self.at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            self.at += length;
            if self.byte() == Some(b'"') {
                self.at += 1;
                return Ok(());
            }
            self.at += 2;
        }
        Err(Unread::new(start, self.text.len(), "the closing quote is missing"))
    }

    fn map(&mut self, depth: usize) -> Result<Value<'t>, Unread> {
        let mut entries = Vec::with_capacity(MOST_HAVE);
        let mut more = self.opens(b'}');
        while more {
            let (key, key_span) = self.key()?;
            entries.push(Entry { key, key_span, node: self.value(depth + 1)? });
            more = self.continues(b'}')?;
        }
        match repeated(&entries) {
            Some(twice) => {
                Err(Unread { span: twice.key_span.clone(), reason: "the key stands twice in its mapping".into() })
            }
            None => Ok(Value::Map(entries)),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'t>, Unread> {
        let mut items = Vec::new();
        let mut more = self.opens(b']');
        while more {
            items.push(self.value(depth + 1)?);
            more = self.continues(b']')?;
        }
        Ok(Value::List(items))
    }

    /// Goes into a mapping or list; whether something is in it.
    fn opens(&mut self, close: u8) -> bool {
        self.at += 1;
        self.blanks();
        let empty = self.byte() == Some(close);
        if empty {
            self.at += 1;
        }
        !empty
    }

    /// Goes behind a comma, or out of a mapping or list; whether there is more in it.
    fn continues(&mut self, close: u8) -> Result<bool, Unread> {
        self.blanks();
        match self.byte() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.wrong(if close == b'}' { "expected `,` or `}`" } else { "expected `,` or `]`" })),
        }
    }

    /// A key and the colon behind it.
    fn key(&mut self) -> Result<(Cow<'t, str>, Range<u32>), Unread> {
        self.blanks();
        let start = self.at;
        if self.byte() != Some(b'"') {
            return Err(self.wrong("expected a key in double quotes"));
        }
        let key = self.string()?;
        let key_span = span(start, self.at);
        self.blanks();
        if self.byte() != Some(b':') {
            return Err(self.wrong("expected a colon behind the key"));
        }
        self.at += 1;
        Ok((key, key_span))
    }

    /// The string in double quotes that starts here.
    fn string(&mut self) -> Result<Cow<'t, str>, Unread> {
        let start = self.at;
        self.at += 1;
        let mut string = Cow::Borrowed(self.plain(start)?);
        while self.byte() == Some(b'\\') {
            let character = self.escape()?;
            let string = string.to_mut();
            string.push(character);
            string.push_str(self.plain(start)?);
        }
        self.at += 1;
        Ok(string)
    }

    /// What stands for itself in the string that starts at the byte `start`, up to its end or the next escape.
    fn plain(&mut self, start: usize) -> Result<&'t str, Unread> {
        let rest = self.rest();
        let special = memchr2(b'"', b'\\', rest.as_bytes());
        let plain = rest.get(..special.unwrap_or(rest.len())).unwrap_or_default();
        if plain.bytes().min().is_some_and(|least| least < b' ') {
            self.at += plain.bytes().take_while(|byte| *byte >= b' ').count();
            return Err(self.wrong("a line break or control character inside a string needs an escape"));
        }
        if special.is_none() {
            return Err(Unread::new(start, self.text.len(), "the closing quote is missing"));
        }
        self.at += plain.len();
        Ok(plain)
    }

    /// The character of the escape that starts here.
    fn escape(&mut self) -> Result<char, Unread> {
        let start = self.at;
        let wrong =
            || Unread::new(start, start + 2, "expected one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        let character = match self.rest().as_bytes().get(1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.unit().ok_or_else(wrong)?;
                if let Some(character) = char::from_u32(u32::from(high)) {
                    return Ok(character);
                }
                let low = self.rest().starts_with("\\u").then(|| self.unit()).flatten();
                let mut joined = char::decode_utf16([high, low.unwrap_or_default()]);
                return match joined.next() {
                    Some(Ok(character)) => Ok(character),
                    _ => Err(Unread::new(start, self.at, "half of a surrogate pair")),
                };
            }
            _ => return Err(wrong()),
        };
        self.at += 2;
        Ok(character)
    }

    /// The sixteen bits of the escape `\uXXXX` that starts here.
    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest().get(2..6)?;
        let unit = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16));
        let unit = unit?.ok()?;
        self.at += 6;
        Some(unit)
    }

    /// The number, boolean or null that starts here.
    fn word(&mut self) -> Result<&'t str, Unread> {
        let rest = self.rest();
        let ends =
            |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b':' | b'"' | b'[' | b']' | b'{' | b'}');
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        if !matches!(word, "true" | "false" | "null") && !is_number(word) {
            return Err(Unread::new(self.at, self.at + length, "expected a number, `true`, `false` or `null`"));
        }
        self.at += length;
        Ok(word)
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What is wrong with the character that would be read next.
    fn wrong(&self, reason: &'static str) -> Unread {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Unread::new(self.at, self.at + length, reason)
    }
}

/// Whether this is a number of JSON: no plus, no zero before other digits, digits around the dot.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests;
