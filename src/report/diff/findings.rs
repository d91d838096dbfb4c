//! The diff as findings, at the lines of the second state that make it: for what shows findings beside the code.

use super::Shown;
use super::wording::{before_and_after, headline, kind, told, who};
use crate::analyzer::evaluate::Verdict;
use crate::connections::{Kind, Who};
use crate::diagnostic::rule::{connection_closed, connection_opened, review_first};
use crate::diagnostic::{Diagnostics, Place};
use crate::diff::Cause;
use crate::diff::connections::{Changed, Connections};
use crate::diff::headline::Headline;
use crate::verify::meaning::Opener;

/// A finding for each headline and each connection that changes. Where nothing in the second state is what makes the
/// change, it stands where one of the ends is declared.
pub fn findings(shown: Shown<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let Some(connections) = &shown.diff.connections else { return found };
    for one in &connections.headlines {
        found.push(review_first::headline(
            place_of_headline(one, connections),
            &headline(one, connections, shown.after),
        ));
    }
    for changed in &connections.changed {
        let change = &changed.change;
        let [source, destination] = [&change.source, &change.destination].map(|end| who(end, &connections.names));
        let what = format!("{source} => {destination} : {}", before_and_after(change));
        let causes: Vec<String> =
            told(changed, shown).into_iter().map(|one| format!("{} {}: {}", one.sign, one.way, one.cause)).collect();
        let (place, how) = (place(changed, connections), kind(change.kind()));
        found.push(match change.kind() {
            Kind::Opened | Kind::Widened | Kind::Replaced => connection_opened::connection(place, how, &what, &causes),
            Kind::Closed | Kind::Narrowed => connection_closed::connection(place, how, &what, &causes),
        });
    }
    found
}

fn place(changed: &Changed<'_>, connections: &Connections<'_>) -> Option<Place> {
    let decides = changed.ends.iter().find_map(|end| cause(&end.after));
    let declared = || {
        let ends = [&changed.change.source, &changed.change.destination];
        ends.into_iter().find_map(|end| match end {
            Who::Party(name) => connections.places.get(name).copied(),
            Who::Addresses(_) => None,
        })
    };
    decides.or_else(declared)
}

/// Where it is written what lets something pass.
fn cause(cause: &Cause<'_>) -> Option<Place> {
    match cause {
        Cause::Opened(openings) => openings.iter().find_map(|opening| match opening.opener {
            Opener::Edge(edge) => edge.writings.first().map(|writing| writing.place),
            Opener::NameResolution => None,
        }),
        Cause::Policy(Verdict::Rule { policy, rule }) => {
            Some(Place { source: policy.place.source, start: rule.span.start, end: rule.span.end })
        }
        Cause::Policy(Verdict::Isolated(_) | Verdict::Default) | Cause::NotIsolated | Cause::Isolated => None,
    }
}

fn place_of_headline(headline: &Headline, connections: &Connections<'_>) -> Option<Place> {
    match headline {
        Headline::GuardFails { place, .. } | Headline::EdgeExpired { place, .. } => Some(*place),
        Headline::Fallback { edge, .. } | Headline::OwnersCrossed { edge, .. } => Some(edge.place),
        Headline::NothingIsolates { pods: name, .. }
        | Headline::FromInternet { destination: name, .. }
        | Headline::ToInternet { source: name, .. } => connections.places.get(name).copied(),
        Headline::NamespaceOpens { .. } => None,
    }
}
