//! The diff for people.

use std::fmt::Write as _;

use super::Shown;
use super::wording::{kind, who};
use crate::analyzer::evaluate::Verdict;
use crate::connections::Kind;
use crate::diagnostic::Sources;
use crate::diff::{AtEnd, Cause, Changed};
use crate::report::connections::ports;
use crate::report::explain::{line_of, writing};
use crate::sets::Direction;
use crate::verify::meaning::{Opener, Opening};

/// The totals, then a line for each change, and below it what decided it (`-`) and what does now (`+`), on the way out of
/// the caller and into the callee.
pub fn text(shown: Shown<'_>) -> String {
    let diff = shown.diff;
    let mut text = String::new();
    // Writing into a string can't fail.
    let _ = writeln!(
        text,
        "connections: {} opened, {} widened, {} replaced, {} closed, {} narrowed, {} unchanged",
        diff.count(Kind::Opened),
        diff.count(Kind::Widened),
        diff.count(Kind::Replaced),
        diff.count(Kind::Closed),
        diff.count(Kind::Narrowed),
        diff.unchanged,
    );
    for (how, list) in [("new", &diff.new), ("gone", &diff.gone)] {
        for name in list {
            let _ = writeln!(text, "{how}: {name}");
        }
    }
    for changed in &diff.changed {
        change(&mut text, changed, shown);
    }
    text
}

fn change(text: &mut String, changed: &Changed<'_>, shown: Shown<'_>) {
    let Changed { change, ends } = changed;
    let names = &shown.diff.names;
    let (source, destination) = (who(&change.source, names), who(&change.destination, names));
    let (before, after) = (ports(&change.before), ports(&change.after));
    let what = match change.kind() {
        Kind::Opened => after,
        Kind::Closed => before,
        Kind::Widened | Kind::Narrowed | Kind::Replaced => format!("{after}, was {before}"),
    };
    let _ = writeln!(text, "{}: {source} => {destination} : {what}", kind(change.kind()));
    // As a connection goes: out first, then in.
    for way in [Direction::Egress, Direction::Ingress] {
        for AtEnd { port, before, after, .. } in ends.iter().filter(|end| end.direction == way) {
            let way = if way == Direction::Egress { "out" } else { "in" };
            // Some ports are new and others gone, so it says which one this is about.
            let way = if change.kind() == Kind::Replaced { format!("{way}, {port}") } else { way.to_owned() };
            // That it was denied goes without saying.
            if before.passes() {
                lines(text, &format!("- {way}"), &told(before, shown.before));
            }
            lines(text, &format!("+ {way}"), &told(after, shown.after));
        }
    }
}

fn lines(text: &mut String, about: &str, causes: &[String]) {
    for cause in causes {
        let _ = writeln!(text, "  {about}: {cause}");
    }
}

/// What decides one end in one state, a line for each cause.
fn told(cause: &Cause<'_>, sources: &Sources) -> Vec<String> {
    match cause {
        Cause::NotIsolated => vec!["open: nothing isolates the pods".to_owned()],
        Cause::Isolated => vec!["denied: no edge lets it through".to_owned()],
        Cause::Opened(openings) => openings.iter().flat_map(|opening| opened(opening, sources)).collect(),
        Cause::Policy(verdict @ Verdict::Rule { policy, rule }) => {
            vec![format!("{verdict}, {}", line_of(policy, rule, sources))]
        }
        Cause::Policy(verdict) => vec![verdict.to_string()],
    }
}

fn opened(opening: &Opening<'_>, sources: &Sources) -> Vec<String> {
    match opening.opener {
        Opener::NameResolution => vec!["allowed by name resolution".to_owned()],
        Opener::Edge(edge) => {
            let writings = edge.writings.iter();
            writings.map(|one| format!("allowed by {}", writing(edge, one, sources))).collect()
        }
    }
}
