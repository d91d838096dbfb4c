//! Diagnostics as workflow commands of GitHub Actions, a line each, which show them beside the code of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>, with the escapes of
//! `actions/toolkit`, `packages/core/src/command.ts`.

use super::position::Lines;
use super::selection::{FOR_PEOPLE, Selection};
use super::unreadable::escaped;
use super::{Diagnostic, Diagnostics, Severity, Sources};

/// How loud a command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loudness {
    /// `::error`
    Error,
    /// `::warning`
    Warning,
    /// `::notice`
    Notice,
}

impl Loudness {
    fn command(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// All findings in reading order, at most twenty of one rule, and a notice for each rule of which there are more.
///
/// `root` is the way from the root of the repository to the project, empty or with `/` at its end.
pub fn render(found: Diagnostics, sources: &Sources, root: &str) -> String {
    let selection = Selection::of(found, FOR_PEOPLE);
    let mut text = String::new();
    for diagnostic in &selection.shown {
        text.push_str(&finding(diagnostic, sources, root));
    }
    for (rule, count) in &selection.not_shown {
        text.push_str(&message(Loudness::Notice, &format!("... and {count} more of `{rule}`")));
    }
    text
}

/// What belongs to no rule and no place, as a line.
pub fn message(loudness: Loudness, message: &str) -> String {
    line(loudness, &[], &escaped(message))
}

fn finding(diagnostic: &Diagnostic, sources: &Sources, root: &str) -> String {
    let loudness = match diagnostic.severity {
        Severity::Error => Loudness::Error,
        Severity::Warning => Loudness::Warning,
    };
    let mut labels = diagnostic.labels.iter().filter_map(|label| {
        let source = sources.get(label.place.source)?;
        Some((format!("{root}{}", source.path), Lines::of(&source.text).range(label.place), label.text.as_str()))
    });
    let mut properties = Vec::new();
    let mut words = escaped(&diagnostic.message).into_owned();
    if let Some((path, (start, end), label)) = labels.next() {
        properties.push(("file", path));
        properties.push(("line", start.line.to_string()));
        properties.push(("col", start.column.to_string()));
        properties.push(("endLine", end.line.to_string()));
        // Columns of another line would be taken for columns of the first.
        if start.line == end.line {
            properties.push(("endColumn", end.column.to_string()));
        }
        if !label.is_empty() {
            words.extend([": ", &escaped(label)]);
        }
    }
    for (path, (start, _), label) in labels {
        words.extend(["\n", &escaped(&path), ":", &start.line.to_string(), ":", &start.column.to_string()]);
        if !label.is_empty() {
            words.extend([": ", &escaped(label)]);
        }
    }
    for advice in diagnostic.advice() {
        words.extend(["\nhelp: ", &escaped(advice)]);
    }
    properties.push(("title", diagnostic.rule.name.to_owned()));
    line(loudness, &properties, &words)
}

/// `::COMMAND KEY=VALUE,KEY=VALUE::MESSAGE`
fn line(loudness: Loudness, properties: &[(&str, String)], message: &str) -> String {
    let written: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let blank = if written.is_empty() { "" } else { " " };
    format!("::{}{blank}{}::{}\n", loudness.command(), written.join(","), data(message))
}

/// The message of a command, with its escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, with its escapes.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule::{declared_twice, no_intents, unknown_key};
    use crate::diagnostic::{Place, nearest};

    #[test]
    fn a_finding_is_a_line_with_its_place_and_advice() {
        let mut sources = Sources::default();
        let source = sources.add("intents/a.toml", "# größe\nprots = 1\n");
        let mut found = Diagnostics::default();
        let place = Place::new(source, 10..15);
        found.push(unknown_key::unknown(place, "prots", "a service", nearest("prots", ["ports"]), &[]));
        found.push(no_intents::none());
        let text = render(found, &sources, "net/");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "::error file=net/intents/a.toml,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::\
             unknown key `prots` in a service%0Ahelp: did you mean `ports`?"
        );
        assert!(lines[1].starts_with("::error title=no-intents::"), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn places_of_several_lines_and_other_places_are_told() {
        let mut sources = Sources::default();
        let first = sources.add("a.toml", "[services.web]\nports = [\n80]\n");
        let second = sources.add("b.toml", "\n[services.web]\n");
        let mut found = Diagnostics::default();
        let (one, other) = (Place::new(first, 23..28), Place::new(second, 11..14));
        found.push(declared_twice::node(one, other, "the service `shop/web`"));
        let text = render(found, &sources, "");
        assert!(text.starts_with("::error file=a.toml,line=2,col=9,endLine=3,title=declared-twice::"), "{text}");
        assert!(text.contains("%0Ab.toml:2:11"), "{text}");
    }

    #[test]
    fn nothing_in_a_path_or_message_ends_the_command() {
        let mut sources = Sources::default();
        let source = sources.add("100%,a:b\r\n::stop.toml", "x = 1\n");
        let mut found = Diagnostics::default();
        let place = Place::new(source, 0..1);
        found.push(unknown_key::unknown(place, "50%,x:y\r\n::error::", "a service", None, &[]));
        let text = render(found, &sources, "");
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(text.contains("file=100%25%2Ca%3Ab%0D%0A%3A%3Astop.toml,"), "{text}");
        assert!(text.contains("50%25,x:y\\r\\n::error::"), "{text}");
        assert_eq!(message(Loudness::Notice, "100 % of\nit"), "::notice::100 %25 of\\nit\n");
    }

    #[test]
    fn a_flood_is_cut_off_and_counted() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "x".repeat(30));
        let mut found = Diagnostics::default();
        for at in 0..30 {
            found.push(unknown_key::unknown(Place::new(source, at..at + 1), "x", "a service", None, &[]));
        }
        let text = render(found, &sources, "");
        assert!(text.ends_with("\n::notice::... and 10 more of `unknown-key`\n"), "{text}");
        assert_eq!(text.lines().count(), 21);
    }
}
