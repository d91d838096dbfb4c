//! Text → TOML document.
//!
//! A document with a syntax error is never handed on: what the parser recovers of it can be nonsense.

use toml::de::{DeTable, Error};

use crate::diagnostic::rule::toml_syntax;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceId};

/// How many syntax errors of one file are shown.
const SHOWN: usize = 3;

/// The document of a file; `None` where its syntax is broken.
pub(super) fn document<'t>(source: SourceId, text: &'t str, found: &mut Diagnostics) -> Option<DeTable<'t>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Some(document.into_inner());
    }
    for error in first_of_each_stretch(text, errors) {
        found.push(worded(source, text, &error));
    }
    None
}

/// The errors that are no echo of another: the parser is back on its feet only when it has read a line that starts a
/// table without finding fault with it. A line that gives a key its value shows the same, unless a bracket stays open
/// to the end of the file: inside it such a line can look right.
fn first_of_each_stretch(text: &str, mut errors: Vec<Error>) -> Vec<Error> {
    errors.sort_by_key(|error| start(text, error));
    let stays_open = errors.iter().any(|error| error.message().starts_with("unclosed"));
    let mut faults = errors.iter().map(|error| start(text, error)).collect::<Vec<_>>().into_iter().peekable();
    let mut broken_off = false;
    let mut heads = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let line_end = line_start + line.len();
        // An error at the end of the text stands behind the last line.
        let last_line = line_end == text.len();
        let mut clean = true;
        while let Some(at) = faults.next_if(|at| *at < line_end || last_line) {
            clean = false;
            if !broken_off {
                heads.push(at);
            }
            broken_off = true;
        }
        if clean && (starts_table(line) || (!stays_open && gives_value(line))) {
            broken_off = false;
        }
        if heads.len() == SHOWN {
            break;
        }
        line_start = line_end;
    }
    let mut heads = heads.into_iter().peekable();
    errors.retain(|error| heads.next_if_eq(&start(text, error)).is_some());
    errors
}

fn starts_table(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

fn gives_value(line: &str) -> bool {
    let in_key =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '"' | ' ');
    line.trim_start_matches(in_key).starts_with('=')
}

/// Where an error is seen; one without a place (too many dots in a key) at the start of the file.
fn start(text: &str, error: &Error) -> usize {
    error.span().map_or(0, |span| span.start.min(text.len()))
}

fn worded(source: SourceId, text: &str, error: &Error) -> Diagnostic {
    let place = Place::new(source, error.span().unwrap_or(0..0));
    // The parser's two words for more than 80 levels, in values and in dotted keys.
    if error.message().starts_with("cannot recurse further") || error.message() == "recursion limit" {
        return toml_syntax::too_deep(place);
    }
    // Its two words for a value that starts like none: a bare word, which it may take for a boolean, or nothing at all.
    if error.message().starts_with("string values must be quoted") || error.message().starts_with("invalid boolean") {
        let rest = error.span().and_then(|span| text.get(span.end..)).unwrap_or_default();
        return if place.start == place.end {
            toml_syntax::no_value(place)
        } else if rest.trim_start_matches(' ').starts_with('=') {
            // `80 why = "x"`: what was taken for a word is a value and the next key.
            toml_syntax::no_comma(place)
        } else {
            toml_syntax::bare_word(place)
        };
    }
    toml_syntax::invalid(place, error.message())
}
