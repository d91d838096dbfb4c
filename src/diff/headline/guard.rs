//! Guards that fail and did not before.

use super::{Example, Headline};
use crate::diff::State;
use crate::graph::{EdgePorts, Graph, Guard, GuardEnd, Selected};
use crate::sets::Peer;
use crate::verify::guards::{as_if_enforced, judge};
use crate::verify::meaning::Meaning;

/// The guards of the second state that fail in it, but for those that the first state has too and that fail there.
pub(super) fn headlines(before: &State<'_>, after: &State<'_>) -> Vec<Headline> {
    let Some(after) = after.meaning() else { return Vec::new() };
    let failing = failing(after.graph());
    if failing.is_empty() {
        return Vec::new();
    }
    let known: Vec<Asked> = before
        .meaning()
        .map_or_else(Vec::new, |before| self::failing(before.graph()).into_iter().map(|(asked, _)| asked).collect());
    failing.into_iter().filter(|(asked, _)| !known.contains(asked)).map(|(_, headline)| headline).collect()
}

/// What a guard asks, in no words of its graph.
#[derive(PartialEq)]
struct Asked {
    guard: Guard,
    callers: Vec<Vec<Peer>>,
    callees: Vec<(Vec<Peer>, Option<EdgePorts>)>,
    except: Vec<Vec<Peer>>,
}

impl Asked {
    fn of(guard: &Guard, meaning: &Meaning<'_>) -> Self {
        let peers = |end: &GuardEnd, called: bool| match &end.selected {
            Selected::Pods(labels) => vec![Peer::Pods(labels.clone())],
            Selected::End(end) if called => meaning.called(end),
            Selected::End(end) => meaning.calling(end),
        };
        Self {
            callers: guard.from.iter().map(|end| peers(end, false)).collect(),
            callees: guard.to.iter().map(|end| (peers(end, true), end.ports.clone())).collect(),
            except: guard.except.iter().flat_map(|end| [peers(end, false), peers(end, true)]).collect(),
            // Ids and places differ from graph to graph.
            guard: Guard {
                from: Vec::new(),
                to: Vec::new(),
                except: Vec::new(),
                place: crate::diagnostic::Place::default(),
                ..guard.clone()
            },
        }
    }
}

/// The guards that fail, or of which it can't be decided.
fn failing(graph: &Graph) -> Vec<(Asked, Headline)> {
    if graph.guards.is_empty() {
        return Vec::new();
    }
    let enforced = as_if_enforced(graph);
    let (judged, meaning) = (judge(&enforced), Meaning::new(&enforced));
    let told = |guard: &Guard, example| {
        let headline = Headline::GuardFails { place: guard.place, must: guard.must, why: guard.why.clone(), example };
        (Asked::of(guard, &meaning), headline)
    };
    let broken = judged.broken.iter().map(|broken| {
        let port = broken.port.map_or_else(|| "a port by name".to_owned(), |port| port.to_string());
        let example = Example { caller: broken.caller.to_string(), callee: broken.callee.to_string(), port };
        told(broken.guard, Some(example))
    });
    broken.chain(judged.undecided.iter().map(|guard| told(guard, None))).collect()
}
