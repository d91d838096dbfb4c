//! Diagnostics as text for a terminal, in the look of rustc.
//!
//! Whatever a file holds, the output stays short and harmless: long lines are cut around the caret, characters that
//! steer a terminal are shown as marks.

use std::collections::BTreeMap;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};

use super::position::Lines;
use super::selection::{FOR_PEOPLE, Selection};
use super::unreadable::{escaped, masked};
use super::{Diagnostic, Diagnostics, Fix, Label, Severity, SourceId, Sources};

/// The longest line, in bytes, that is handed to the renderer whole; of a longer one only what is around the caret.
const LONGEST_LINE: usize = 2000;

/// The longest line, in bytes, that is shown as it is and as it should be: two of a screen's width tell nobody what differs.
const LONGEST_CHANGE: usize = 110;

/// How many bytes are kept on each side of the start of a place in a line that is too long.
const AROUND: usize = 300;

/// What the text is printed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether it can be in colour.
    pub color: bool,
    /// How many characters a line can have; as many as usual where that is not known.
    pub width: Option<usize>,
}

/// The narrowest screen that lines are cut for.
const NARROWEST: usize = 60;

impl Look {
    fn renderer(self) -> Renderer {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        match self.width {
            Some(width) => renderer.term_width(width.max(NARROWEST)),
            None => renderer,
        }
    }
}

/// One error that belongs to no rule, like a file that can't be read: a line.
pub fn error(message: &str, look: Look) -> String {
    let title = Level::ERROR.primary_title(escaped(message));
    look.renderer().render(&[Group::with_title(title)]) + "\n"
}

/// All findings in reading order, at most twenty of one rule, and a last line that counts them. Empty for none.
pub fn render(found: Diagnostics, sources: &Sources) -> String {
    render_as(found, sources, Look::default())
}

/// The same for what it is printed on.
pub fn render_as(found: Diagnostics, sources: &Sources, look: Look) -> String {
    let selection = Selection::of(found, FOR_PEOPLE);
    let mut lines = BTreeMap::new();
    let renderer = look.renderer();
    let mut text = String::new();
    for diagnostic in &selection.shown {
        for label in &diagnostic.labels {
            if let Some(source) = sources.get(label.place.source) {
                lines.entry(label.place.source).or_insert_with(|| Lines::of(&source.text));
            }
        }
        let fix = diagnostic.fix.as_ref().and_then(|fix| change(fix, sources, &lines));
        let main = group(diagnostic, fix.is_some(), sources, &lines);
        let groups: Vec<Group<'_>> = std::iter::once(main).chain(fix).collect();
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    for (rule, count) in &selection.not_shown {
        text.extend(["... and ", &count.to_string(), " more of `", rule, "`\n\n"]);
    }
    text.push_str(&totals(&selection));
    text
}

/// The message with its places and the advice, save that of a fix where that is shown as a change.
fn group<'t>(
    diagnostic: &'t Diagnostic,
    without_fix: bool,
    sources: &'t Sources,
    lines: &BTreeMap<SourceId, Lines<'t>>,
) -> Group<'t> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(escaped(&diagnostic.message)).id(diagnostic.rule.name));
    for (index, label) in diagnostic.labels.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let Some(source) = sources.get(label.place.source) else { continue };
        let Some(lines) = lines.get(&label.place.source) else { continue };
        group = group.elements(excerpt(escaped(&source.path).into_owned(), lines, label, kind));
    }
    let hidden = usize::from(without_fix);
    group.elements(diagnostic.advice().skip(hidden).map(|advice| Level::HELP.message(escaped(advice))))
}

/// The advice of a fix with the line as it is and as it should be; `None` where there is no patch, or the line is too long
/// to be shown twice.
fn change<'t>(fix: &'t Fix, sources: &'t Sources, lines: &BTreeMap<SourceId, Lines<'t>>) -> Option<Group<'t>> {
    let patch = fix.patch(sources)?;
    let line = lines.get(&patch.place.source)?.first(patch.place);
    if line.text.len() > LONGEST_CHANGE {
        return None;
    }
    let snippet = Snippet::source(masked(line.text)).line_start(line.position.line);
    let snippet = snippet.patch(Patch::new(line.start..line.end, patch.text));
    Some(Level::HELP.secondary_title(escaped(&fix.advice)).element(snippet))
}

/// The line of a label with its caret.
fn excerpt<'t>(path: String, lines: &Lines<'t>, label: &'t Label, kind: AnnotationKind) -> Vec<Element<'t>> {
    let line = lines.first(label.place);
    let caret = |start: usize, end: usize| -> Annotation<'t> {
        let annotation = kind.span(start..end);
        if label.text.is_empty() { annotation } else { annotation.label(escaped(&label.text)) }
    };
    if line.text.len() <= LONGEST_LINE {
        let snippet = Snippet::source(masked(line.text)).line_start(line.position.line).path(path);
        return vec![snippet.annotation(caret(line.start, line.end)).into()];
    }
    let from = line.text.floor_char_boundary(line.start.saturating_sub(AROUND));
    let to = line.text.floor_char_boundary(line.start + AROUND);
    let window = line.text.get(from..to).unwrap_or_default();
    let origin = Origin::path(path).line(line.position.line).char_column(line.position.column);
    let snippet = Snippet::source(masked(window)).line_start(line.position.line);
    vec![origin.into(), snippet.annotation(caret(line.start - from, line.end.min(to) - from)).into()]
}

/// The last line: how many errors and warnings there are, and how many are allowed.
fn totals(selection: &Selection) -> String {
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    };
    let allowed = (!selection.allowed.is_empty()).then(|| format!("{} allowed", selection.allowed.len()));
    let parts = [counted(selection.errors, "error"), counted(selection.warnings, "warning"), allowed];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule::{no_intents, unknown_key};
    use crate::diagnostic::{Place, nearest};

    #[test]
    fn a_flood_of_one_rule_is_cut_off_and_counted() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "x = 1\n".repeat(50));
        let mut found = Diagnostics::default();
        for line in 0..50 {
            let place = Place::new(source, line * 6..line * 6 + 1);
            found.push(unknown_key::unknown(place, "x", "a service", None, &[]));
        }
        found.push(no_intents::none());
        let text = render(found, &sources);
        assert_eq!(text.matches("error[unknown-key]").count(), 20);
        assert!(text.contains("error[no-intents]"));
        assert!(text.ends_with("... and 30 more of `unknown-key`\n\n51 errors\n"), "{text}");
    }

    #[test]
    fn lines_are_cut_to_the_width_of_the_screen() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", format!("calls = [{}]\n", "\"catalog\", ".repeat(9)));
        let widest = |width: Option<usize>| {
            let mut found = Diagnostics::default();
            found.push(unknown_key::unknown(Place::new(source, 53..62), "x", "a service", None, &[]));
            let text = render_as(found, &sources, Look { color: false, width });
            text.lines().map(|line| line.chars().count()).max()
        };
        assert!(widest(None) > Some(100));
        assert!(widest(Some(80)) <= Some(80), "{:?}", widest(Some(80)));
        // Narrower than anything can be read on, as a terminal of no width would be.
        assert_eq!(widest(Some(1)), widest(Some(60)));
    }

    #[test]
    fn nothing_found_is_no_text() {
        assert_eq!(render(Diagnostics::default(), &Sources::default()), "");
    }

    #[test]
    fn a_line_of_ten_megabytes_is_cut_around_the_caret() {
        let mut sources = Sources::default();
        let before = "\"catalog\", ".repeat(1_000_000);
        let source = sources.add("a.toml", format!("{before}\"größe\"{before}"));
        let mut found = Diagnostics::default();
        for _ in 0..20 {
            let place = Place::new(source, before.len()..before.len() * 2);
            found.push(unknown_key::unknown(place, "größe", "a service", None, &[]));
        }
        let text = render(found, &sources);
        assert!(text.len() < 1000, "{}", text.len());
        assert!(text.contains("a.toml:1:11000001") && text.contains("größe"), "{text}");
    }

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        let mut sources = Sources::default();
        let source = sources.add("a\u{1b}[31m\n.toml", "x\u{1b}\u{9b}\u{202e}\u{feff}\u{2028}\t= 1\r\n");
        let mut found = Diagnostics::default();
        found.push(unknown_key::unknown(Place::new(source, 0..20), "x\u{7}", "a service", None, &[]));
        let place = Place::new(source, 0..1);
        found.push(unknown_key::unknown(place, "x", "a service", nearest("x", ["y"]), &[]));
        let text = render(found, &sources);
        let steering = |character: char| character != '\n' && crate::diagnostic::is_unreadable(character);
        assert!(!text.contains(steering), "{text:?}");
        assert!(text.contains("a\\u{1b}[31m\\n.toml:1:1"), "{text}");
        assert!(text.contains("\n1 + y"), "{text}");
    }

    #[test]
    fn a_place_that_no_file_has_is_left_out() {
        let mut found = Diagnostics::default();
        found.push(unknown_key::unknown(Place::new(SourceId(7), 0..20), "x", "a service", None, &[]));
        assert_eq!(render(found, &Sources::default()), "error[unknown-key]: unknown key `x` in a service\n\n1 error\n");
    }
}
