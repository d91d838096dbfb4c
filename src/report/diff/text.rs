//! The diff for people at a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::Shown;
use super::wording::{before_and_after, fate, headline, kind, told, totals, totals_of_objects, totals_of_others, who};
use crate::connections::Kind;
use crate::diagnostic::text::Look;
use crate::diff::connections::Connections;
use crate::diff::live::Live;
use crate::diff::objects;

/// How far the lines below a change, and those that go on, are set in.
const INDENT: &str = "  ";

/// The connections: the totals, what must be seen, then a line for each change, and below it what decided it (`-`) and
/// what does now (`+`). Then what only a live cluster shows. Then the objects with their hunks. Long lines are folded where a screen has a width.
pub fn text(shown: Shown<'_>, look: Look) -> String {
    let mut text = Text { look, text: String::new() };
    if let Some(connections) = &shown.diff.connections {
        text.connections(connections, shown);
    }
    if let Some(live) = &shown.diff.live {
        text.live(live, shown);
    }
    if let Some(changed) = &shown.diff.objects {
        text.objects(changed);
    }
    text.text
}

struct Text {
    look: Look,
    text: String,
}

impl Text {
    fn connections(&mut self, connections: &Connections<'_>, shown: Shown<'_>) {
        self.line("", "connections", Style::new().bold(), &totals(connections));
        for one in &connections.headlines {
            let style = AnsiColor::Red.on_default().bold();
            self.line("", "attention", style, &headline(one, connections, shown.after));
        }
        for (how, list) in [("new", &connections.new), ("gone", &connections.gone)] {
            for name in list {
                self.line("", how, Style::new(), name);
            }
        }
        self.changes(connections, shown);
    }

    fn changes(&mut self, connections: &Connections<'_>, shown: Shown<'_>) {
        for changed in &connections.changed {
            let change = &changed.change;
            let [source, destination] = [&change.source, &change.destination].map(|end| who(end, &connections.names));
            let what = format!("{source} => {destination} : {}", before_and_after(change));
            self.line("", kind(change.kind()), style(change.kind()), &what);
            for one in told(changed, shown) {
                self.line(INDENT, &format!("{} {}", one.sign, one.way), Style::new(), &one.cause);
            }
        }
    }

    fn live(&mut self, live: &Live<'_>, shown: Shown<'_>) {
        if let Some(others) = &live.others {
            self.line("", "beside the graph", Style::new().bold(), &totals_of_others(others));
            self.changes(others, shown);
        }
        for name in &live.unwanted {
            self.line("", "unwanted", Style::new(), &format!("{name} is npgen's, and the graph does not make it"));
        }
        for (name, by) in &live.edited {
            self.line("", "edited", Style::new(), &format!("{name}, last by `{by}`"));
        }
    }

    fn objects(&mut self, changed: &[objects::Changed]) {
        self.line("", "objects", Style::new().bold(), &totals_of_objects(changed));
        for one in changed {
            self.line("", fate(one.fate), Style::new().bold(), &one.name.to_string());
            for line in one.hunks.lines() {
                let style = match line.chars().next() {
                    Some('+') => AnsiColor::Green.on_default(),
                    Some('-') => AnsiColor::Red.on_default(),
                    Some('@') => AnsiColor::Cyan.on_default(),
                    _ => Style::new(),
                };
                self.styled(style, &format!("{INDENT}{line}"));
                self.text.push('\n');
            }
        }
    }

    /// `ABOUT: WHAT`, folded where it is too long for the screen.
    fn line(&mut self, indent: &str, about: &str, style: Style, what: &str) {
        let whole = format!("{indent}{about}: {what}");
        let width = self.look.width.unwrap_or(usize::MAX);
        let below = format!("{indent}{INDENT}{INDENT}");
        let folded = textwrap::wrap(&whole, textwrap::Options::new(width).subsequent_indent(&below).break_words(false));
        let folded = folded.join("\n");
        let head = format!("{indent}{about}:");
        match folded.strip_prefix(&head) {
            Some(rest) => {
                self.styled(style, &head);
                self.text.push_str(rest);
            }
            None => self.text.push_str(&folded),
        }
        self.text.push('\n');
    }

    fn styled(&mut self, style: Style, what: &str) {
        let style = if self.look.color { style } else { Style::new() };
        // Writing into a string can't fail.
        let _ = write!(self.text, "{style}{what}{style:#}");
    }
}

fn style(kind: Kind) -> Style {
    match kind {
        Kind::Opened | Kind::Widened | Kind::Replaced => AnsiColor::Yellow.on_default().bold(),
        Kind::Closed | Kind::Narrowed => AnsiColor::Cyan.on_default().bold(),
    }
}
