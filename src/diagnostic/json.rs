//! Diagnostics as JSON, an object a line.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::position::Lines;
use super::selection::{FOR_PEOPLE, Selection};
use super::unreadable::escaped;
use super::{Diagnostics, Place, Sources};

/// All findings in reading order, at most twenty of one rule, an object a line, and a last object with the totals.
///
/// A finding has `rule`, `severity` (`error` or `warning`), `message`, `labels`, `help` (a list of texts) and `patches`,
/// which is empty where nothing is sure to mend it. A label has `path`, `start` and `end` (bytes, the end not included),
/// `line` and `column` (from 1, in characters) and `text`; a patch has the same, its text being what is to be put there.
/// The last object has `summary`: `errors`, `warnings`, `allowed` (what would warn, were it not allowed at its place), and
/// `not_shown`, a number for each rule of which not all are shown.
pub fn render(found: Diagnostics, sources: &Sources) -> String {
    let selection = Selection::of(found, FOR_PEOPLE);
    let mut lines = BTreeMap::new();
    let mut text_at = |place: Place, text: &str| -> Option<Value> {
        let source = sources.get(place.source)?;
        let lines = lines.entry(place.source).or_insert_with(|| Lines::of(&source.text));
        let position = lines.first(place).position;
        Some(json!({
            "path": escaped(&source.path),
            "start": place.start,
            "end": place.end,
            "line": position.line,
            "column": position.column,
            "text": text,
        }))
    };
    let mut text = String::new();
    for diagnostic in &selection.shown {
        let labels: Vec<Value> =
            diagnostic.labels.iter().filter_map(|label| text_at(label.place, &label.text)).collect();
        let patch = diagnostic.fix.as_ref().and_then(|fix| fix.patch(sources));
        let patches: Vec<Value> = patch.iter().filter_map(|patch| text_at(patch.place, patch.text)).collect();
        let finding = json!({
            "rule": diagnostic.rule.name,
            "severity": diagnostic.severity.name(),
            "message": diagnostic.message,
            "labels": labels,
            "help": diagnostic.advice().collect::<Vec<_>>(),
            "patches": patches,
        });
        text.extend([finding.to_string().as_str(), "\n"]);
    }
    let summary = json!({
        "errors": selection.errors,
        "warnings": selection.warnings,
        "allowed": selection.allowed.len(),
        "not_shown": selection.not_shown,
    });
    text.extend([json!({ "summary": summary }).to_string().as_str(), "\n"]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::nearest;
    use crate::diagnostic::rule::{no_intents, unknown_key};

    #[test]
    fn each_line_is_an_object_and_the_last_one_counts() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "# größe\nprots = 1\n");
        let mut found = Diagnostics::default();
        found.push(no_intents::none());
        let place = Place::new(source, 10..15);
        found.push(unknown_key::unknown(place, "prots", "a service", nearest("prots", ["ports"]), &[]));
        let text = render(found, &sources);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["rule"], "unknown-key");
        let place = json!({"path": "a.toml", "start": 10, "end": 15, "line": 2, "column": 1, "text": ""});
        assert_eq!(lines[0]["labels"], json!([place]));
        assert_eq!(lines[0]["help"], json!(["did you mean `ports`?"]));
        let patch = json!({"path": "a.toml", "start": 10, "end": 15, "line": 2, "column": 1, "text": "ports"});
        assert_eq!(lines[0]["patches"], json!([patch]));
        assert_eq!(lines[1]["labels"], json!([]));
        assert_eq!(lines[2], json!({"summary": {"errors": 2, "warnings": 0, "allowed": 0, "not_shown": {}}}));
    }

    #[test]
    fn a_flood_is_counted() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "x".repeat(30));
        let mut found = Diagnostics::default();
        for at in 0..30 {
            found.push(unknown_key::unknown(Place::new(source, at..at + 1), "x", "a service", None, &[]));
        }
        let text = render(found, &sources);
        assert_eq!(text.lines().count(), 21);
        assert!(text.contains("\"unknown-key\":10"), "{text}");
    }
}
