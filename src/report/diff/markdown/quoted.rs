//! Text of the user's in Markdown: as code, which is neither Markdown nor HTML, and in which GitHub looks for no names.
//!
//! Code spans and fenced blocks are those of `CommonMark` 0.31, sections 6.1 and 4.5.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, Output, State};

use crate::diagnostic::escaped;

/// The shortest fence of a code block.
const FENCE: usize = 3;

/// Writes a value of a template: a text as a code span unless it is marked as safe, and a number as it is.
pub(super) fn write(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => Ok(out.write_str(&span(text))?),
        _ if value.kind() == ValueKind::None => Ok(()),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The texts of a list as code spans, with a text of the template's between them.
#[expect(clippy::needless_pass_by_value, reason = "a filter is handed what it takes")]
pub(super) fn joined(list: Vec<String>, between: &str) -> Value {
    let spans: Vec<String> = list.iter().map(|text| span(text)).collect();
    Value::from_safe_string(spans.join(between))
}

/// A text of several lines as a code block in a language.
pub(super) fn fenced(text: &str, language: &str) -> Value {
    let fence = "`".repeat(FENCE.max(longest_run(text) + 1));
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Value::from_safe_string(format!("{fence}{language}\n{text}{end}{fence}"))
}

/// A text as a code span: between more backticks than any run of them in it.
fn span(text: &str) -> String {
    let text = escaped(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    // A reader takes one blank off each end, where there are two; backticks at an end would lengthen the fence.
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty();
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
