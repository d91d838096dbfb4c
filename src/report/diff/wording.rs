//! The words of all formats.

use std::sync::Arc;

use super::Shown;
use crate::analyzer::evaluate::Verdict;
use crate::connections::{Change, Kind, Who};
use crate::diagnostic::Sources;
use crate::diff::connections::{AtEnd, Changed, Connections};
use crate::diff::headline::{ByEdge, Headline};
use crate::diff::objects::Fate;
use crate::diff::{Cause, Names, objects};
use crate::graph::Must;
use crate::report::connections::ports;
use crate::report::explain::{line_of, writing};
use crate::sets::{Direction, Directions, Peer};
use crate::verify::meaning::{Opener, Opening};

/// How a change goes, in one word.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Opened => "opened",
        Kind::Closed => "closed",
        Kind::Widened => "widened",
        Kind::Narrowed => "narrowed",
        Kind::Replaced => "replaced",
    }
}

/// What becomes of an object, in one word.
pub(super) fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Created => "created",
        Fate::Changed => "changed",
        Fate::Deleted => "deleted",
    }
}

/// How many connections changed in which way.
pub(super) fn totals(connections: &Connections<'_>) -> String {
    format!("{}, {} unchanged", counts(connections), connections.unchanged)
}

fn counts(connections: &Connections<'_>) -> String {
    let count = |kind| connections.count(kind);
    format!(
        "{} opened, {} widened, {} replaced, {} closed, {} narrowed",
        count(Kind::Opened),
        count(Kind::Widened),
        count(Kind::Replaced),
        count(Kind::Closed),
        count(Kind::Narrowed),
    )
}

/// How many connections policies that are not npgen's change in which way.
pub(super) fn totals_of_others(others: &Connections<'_>) -> String {
    format!("policies that are not npgen's leave {}", counts(others))
}

/// How many objects have which fate.
pub(super) fn totals_of_objects(changed: &[objects::Changed]) -> String {
    let count = |fate| objects::count(changed, fate);
    format!("{} created, {} changed, {} deleted", count(Fate::Created), count(Fate::Changed), count(Fate::Deleted))
}

/// Who is at an end: by name, or as networks.
pub(super) fn who(who: &Who, names: &Names) -> String {
    match (names.of_end(who), who) {
        (Some(name), _) => name.to_owned(),
        (None, Who::Party(name)) => name.to_string(),
        (None, Who::Addresses(addresses)) => crate::report::explain::peer(&Peer::Addresses(addresses.clone())),
    }
}

/// What passes now, and what did where something still does.
pub(super) fn before_and_after(change: &Change) -> String {
    let (before, after) = (ports(&change.before), ports(&change.after));
    match change.kind() {
        Kind::Opened => after,
        Kind::Closed => before,
        Kind::Widened | Kind::Narrowed | Kind::Replaced => format!("{after}, was {before}"),
    }
}

/// The directions in which something is so.
pub(super) fn directions(directions: Directions) -> String {
    let names: Vec<String> = directions.iter().map(|direction| direction.to_string()).collect();
    names.join(" and ")
}

/// A headline as a sentence, in the words of a message.
pub(super) fn headline(headline: &Headline, connections: &Connections<'_>, sources: &Sources) -> String {
    let by = |edge: &ByEdge| {
        let [source, destination] = [&edge.source, &edge.destination].map(|end| who(end, &connections.names));
        format!("{source} => {destination}, {}", sources.line_of(edge.place))
    };
    let named = |name: &Arc<str>| who(&Who::Party(name.clone()), &connections.names);
    match headline {
        Headline::NamespaceOpens { namespace, directions } => {
            format!(
                "the namespace `{namespace}` becomes open: no policy isolates all of its pods for {}",
                self::directions(*directions)
            )
        }
        Headline::NothingIsolates { pods, directions } => {
            let pods = named(pods);
            format!("no policy isolates `{pods}` any more for {}", self::directions(*directions))
        }
        Headline::GuardFails { place, must, why, example } => {
            let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            let so = match (must, example) {
                (_, None) => "can't be decided".to_owned(),
                (Must::Never, Some(open)) => {
                    format!("is broken, {} => {} on {} is open", open.caller, open.callee, open.port)
                }
                (Must::Always, Some(shut)) => {
                    format!("is broken, {} => {} on {} is closed", shut.caller, shut.callee, shut.port)
                }
            };
            format!("the guard {} {so}{why}", sources.line_of(*place))
        }
        Headline::FromInternet { destination, ports: on } => {
            format!("large parts of the internet may call `{}` : {}", named(destination), ports(on))
        }
        Headline::ToInternet { source, ports: on } => {
            format!("`{}` may call large parts of the internet : {}", named(source), ports(on))
        }
        Headline::Fallback { widened, edge } => {
            let widened: Vec<String> = widened.iter().map(ToString::to_string).collect();
            format!("opens more than was meant, {}: {}", widened.join(", "), by(edge))
        }
        Headline::OwnersCrossed { from, to, edge } => format!("leads from `{from}` to `{to}`: {}", by(edge)),
        Headline::EdgeExpired { place, day, caller, callee } => {
            format!("the edge from {caller} to {callee}, {}, is over since {day}", sources.line_of(*place))
        }
    }
}

/// What decides a change at one of its ends, before or after.
pub(super) struct Told {
    /// `-` for what decided, `+` for what does.
    pub(super) sign: char,
    /// Which way at which end: `out`, `in`, with the port where not all of them changed alike.
    pub(super) way: String,
    /// What decides, in words.
    pub(super) cause: String,
}

/// What decides a change, as a connection goes: out first, then in. That something was denied goes without saying.
pub(super) fn told(changed: &Changed<'_>, shown: Shown<'_>) -> Vec<Told> {
    let mut all = Vec::new();
    for direction in [Direction::Egress, Direction::Ingress] {
        for AtEnd { port, before, after, .. } in changed.ends.iter().filter(|end| end.direction == direction) {
            let way = if direction == Direction::Egress { "out" } else { "in" };
            let way = if changed.change.kind() == Kind::Replaced { format!("{way}, {port}") } else { way.to_owned() };
            let mut add = |sign, cause, sources| {
                all.extend(causes(cause, sources).into_iter().map(|cause| Told { sign, way: way.clone(), cause }));
            };
            if before.passes() {
                add('-', before, shown.before);
            }
            add('+', after, shown.after);
        }
    }
    all
}

/// What decides one end in one state, each cause for itself.
fn causes(cause: &Cause<'_>, sources: &Sources) -> Vec<String> {
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
