//! Selectors in kubectl's syntax, as `k8s.io/apimachinery/pkg/labels` reads them.
//!
//! Stricter in three ways: one bare word is refused, an empty entry between commas too, and `<` and `>`, which no policy
//! can say.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::{empty_selector, selector_syntax};
use crate::frontend::parse::tree::Text;

use super::{Term, Test, part};

/// The parts of a selector in a string; keys and values are not checked yet.
pub(super) fn terms(text: &Text) -> Result<Vec<Term>, Diagnostic> {
    if text.value.trim().is_empty() {
        return Err(empty_selector::pods(text.place));
    }
    let mut parser = Parser { text, at: 0 };
    let mut terms = vec![parser.term()?];
    while parser.take(",") {
        terms.push(parser.term()?);
    }
    if !parser.rest().is_empty() {
        return Err(parser.expected("`,` or the end"));
    }
    match terms.as_slice() {
        [Term { key, test: Test::Present }] => Err(selector_syntax::bare_word(text.place, &key.value)),
        _ => Ok(terms),
    }
}

/// A reader of the text, from `at` on.
struct Parser<'t> {
    text: &'t Text,
    at: usize,
}

impl Parser<'_> {
    fn term(&mut self) -> Result<Term, Diagnostic> {
        if self.take("!") {
            return Ok(Term { key: self.word("a label key")?, test: Test::Absent });
        }
        let key = self.word("a label key")?;
        let test = if self.take("==") || self.take("=") {
            Test::OneOf(vec![self.value()])
        } else if self.take("!=") {
            Test::NoneOf(vec![self.value()])
        } else if self.rest().starts_with(['<', '>']) {
            return Err(selector_syntax::comparison(part(self.text, self.at, self.at + 1)));
        } else if self.take_word("in") {
            Test::OneOf(self.list()?)
        } else if self.take_word("notin") {
            Test::NoneOf(self.list()?)
        } else if self.rest().is_empty() || self.rest().starts_with(',') {
            Test::Present
        } else {
            return Err(self.expected("`=`, `!=`, `in`, `notin` or `,`"));
        };
        Ok(Term { key, test })
    }

    /// `(a,b)`
    fn list(&mut self) -> Result<Vec<Text>, Diagnostic> {
        if !self.take("(") {
            return Err(self.expected("`(`"));
        }
        let mut values = vec![self.word("a label value")?];
        while self.take(",") {
            values.push(self.word("a label value")?);
        }
        if self.take(")") { Ok(values) } else { Err(self.expected("`,` or `)`")) }
    }

    /// The value behind `=`, which may be empty as that of a label may.
    fn value(&mut self) -> Text {
        let at = self.at;
        self.word("").unwrap_or(Text { value: String::new(), place: part(self.text, at, at) })
    }

    fn word(&mut self, expected: &str) -> Result<Text, Diagnostic> {
        let value = self.next_word().to_owned();
        if value.is_empty() {
            return Err(self.expected(expected));
        }
        let start = self.at;
        self.at += value.len();
        Ok(Text { place: part(self.text, start, self.at), value })
    }

    /// The word that comes next, left where it is.
    fn next_word(&mut self) -> &str {
        let rest = self.rest();
        let is_end = |c: char| c.is_whitespace() || matches!(c, '=' | '!' | '(' | ')' | ',' | '<' | '>');
        rest.find(is_end).and_then(|end| rest.get(..end)).unwrap_or(rest)
    }

    fn take_word(&mut self, word: &str) -> bool {
        self.next_word() == word && self.take(word)
    }

    /// Whether `token` came next, which is then behind.
    fn take(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        if there {
            self.at += token.len();
        }
        there
    }

    /// What is left, without the blanks before it.
    fn rest(&mut self) -> &str {
        let rest = self.text.value.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn expected(&mut self, expected: &str) -> Diagnostic {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        let place = part(self.text, self.at, self.at + width);
        let expected = if width == 0 { format!("{expected} at the end") } else { expected.to_owned() };
        selector_syntax::expected(place, &expected)
    }
}
