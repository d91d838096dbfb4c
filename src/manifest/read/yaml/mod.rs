//! YAML → nodes, as kubectl reads it.
//!
//! kubectl cuts a file into documents at the lines that start with `---`, before YAML is read, and so does this: a
//! document that is broken leaves the others readable. Then a parser of YAML 1.2 reads each. kubectl's is one of YAML
//! 1.1; where the two differ the text is refused, or, with plain scalars, left to whoever decodes the node.
//!
//! Pieces that are [`simple`] are not worth a parser, and read at once.
//!
//! Stricter than kubectl: a key that stands twice in its mapping is refused.
//!
//! Sources: `k8s.io/apimachinery/pkg/util/yaml/decoder.go` (documents), `decode.go` and `resolve.go` of
//! `sigs.k8s.io/yaml/goyaml.v2` (merge keys, aliases, tags), and kubectl itself.

mod build;
mod map;
mod pieces;
mod position;
mod simple;

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::manifest::Node;

use super::unread::Unread;
use build::Builder;
use position::Positions;

pub(super) use pieces::pieces;

/// One document of a file.
pub(super) struct Document<'t> {
    /// What it holds.
    pub(super) node: Node<'t>,
    /// Keys without quotes that some reader takes for more than a string: kubectl makes `true` of `on`, and `16` of
    /// `0x10`.
    pub(super) odd_keys: Vec<Range<u32>>,
}

/// The documents of a piece of a file that starts at the byte `start`.
///
/// `take` gets them in order; what it got before an error stands.
pub(super) fn documents<'t>(piece: &'t str, start: usize, take: &mut dyn FnMut(Document<'t>)) -> Result<(), Unread> {
    if let Some(document) = simple::document(piece, start) {
        take(document);
        return Ok(());
    }
    parsed(piece, start, take)
}

/// The same by the parser, whatever the piece holds.
fn parsed<'t>(piece: &'t str, start: usize, take: &mut dyn FnMut(Document<'t>)) -> Result<(), Unread> {
    if let Some((at, odd)) = piece.char_indices().find(|(_, c)| is_disputed(*c)) {
        let reason = "a control character, or a line break that only some YAML readers know";
        return Err(Unread::new(start + at, start + at + odd.len_utf8(), reason));
    }
    let mut positions = Positions::new(piece, start);
    let mut builder = Builder::default();
    for event in Parser::new_from_str(piece) {
        let (event, span) = event.map_err(|error| {
            let at = positions.of(error.marker().index());
            let at = at.min(start + piece.trim_end().len());
            Unread::new(at, at + 1, sentence(error.info()))
        })?;
        let mut span = positions.of(span.start.index())..positions.of(span.end.index());
        // To a closing quote or bracket the parser counts what stands behind it on its line.
        match event {
            Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..) => {
                let text = piece.get(span.start - start..span.end - start).unwrap_or_default();
                span.end = span.start + quoted_length(text);
            }
            Event::SequenceEnd | Event::MappingEnd => span.end = span.end.min(span.start + 1),
            _ => {}
        }
        match event {
            Event::DocumentEnd => builder.finish().into_iter().for_each(&mut *take),
            event => builder.event(event, span)?,
        }
    }
    Ok(())
}

/// How long the string in quotes is at the start of a text.
fn quoted_length(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().peekable();
    let Some((_, quote @ (b'"' | b'\''))) = bytes.next() else { return text.len() };
    while let Some((at, byte)) = bytes.next() {
        let is_doubled = quote == b'\'' && bytes.peek().is_some_and(|(_, next)| *next == quote);
        match byte {
            b'\\' if quote == b'"' => drop(bytes.next()),
            _ if byte == quote && is_doubled => drop(bytes.next()),
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a character makes YAML readers differ: kubectl's takes no control characters, and ends lines at some that
/// YAML 1.2 no longer ends them at.
fn is_disputed(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What the parser says, as the end of a sentence.
fn sentence(info: &str) -> Cow<'static, str> {
    if info == "invalid indentation in quoted scalar" {
        // kubectl's parser takes these lines wherever they start.
        return "a text in quotes goes on in a line that is indented no deeper than its key, which kubectl takes and YAML does \
                not: indent it"
            .into();
    }
    info.trim().trim_end_matches('.').to_owned().into()
}

#[cfg(test)]
mod tests;
