//! `until`: edges whose last day is over are left out, and those whose last day is near are warned of.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::diagnostic::rule::expires_soon;
use crate::frontend::parse::tree::Date;
use crate::frontend::resolve::extent::Extent;
use crate::frontend::resolve::names::Names;
use crate::graph::{Edge, End, LeftOut, Why};

use super::Told;
use super::draft::Draft;

/// From how many days before its last one an edge is warned of.
const WARNED_DAYS: i64 = 30;

/// An edge whose last day is near.
pub(super) struct Expiring {
    /// Its last day.
    until: Date,
    /// Where that is written.
    place: Place,
    /// The first place where the edge is written, by which its edges are known.
    edge: Place,
}

/// Takes out the edges whose last day is before `today`, and returns those that have few days left. That an edge which is
/// over means nobody is no matter any more.
pub(super) fn leave_out(drafts: &mut Vec<Draft>, today: Date, names: Names<'_>, told: &mut Told<'_>) -> Vec<Expiring> {
    let mut expiring = Vec::new();
    drafts.retain(|draft| {
        let Some(detail) = &draft.detail else { return true };
        let Some((until, place)) = detail.until else { return true };
        if until < today {
            let [caller, callee] = [&draft.caller, &draft.callee].map(|end| names.describe_named(end).into());
            let why = Why::Expired { day: until.to_string().into(), caller, callee };
            for place in draft.writings.iter().map(|writing| writing.place) {
                told.left_out.push(LeftOut { place, why: why.clone() });
                told.barren.retain(|barren| !barren.labels.first().is_some_and(|label| place.holds(label.place)));
            }
            return false;
        }
        if days_left(until, today) <= WARNED_DAYS
            && let Some(writing) = draft.writings.first()
        {
            expiring.push(Expiring { until, place, edge: writing.place });
        }
        true
    });
    expiring
}

/// Warns of edges with few days left, and says where another edge opens the same.
pub(super) fn warn(expiring: &[Expiring], today: Date, edges: &[Edge], names: Names<'_>, told: &mut Told<'_>) {
    if expiring.is_empty() {
        return;
    }
    let mut own: BTreeMap<Place, Vec<&Edge>> = expiring.iter().map(|one| (one.edge, Vec::new())).collect();
    for edge in edges {
        if let Some(own) = first_place(edge).and_then(|place| own.get_mut(&place)) {
            own.push(edge);
        }
    }
    let wide: Vec<&Edge> = edges.iter().filter(|edge| is_wide(&edge.caller) || is_wide(&edge.callee)).collect();
    for one in expiring {
        let own = own.get(&one.edge).into_iter().flatten();
        let mut covers = own.map(|edge| covering(edge, one, edges, &wide, names));
        let first = covers.next().flatten();
        let covered = first.filter(|_| covers.all(|cover| cover.is_some()));
        let days = days_left(one.until, today);
        told.found.push(expires_soon::edge(one.place, &one.until.to_string(), days, covered));
    }
}

/// Where an edge is written that opens all that `edge` opens, and for longer.
fn covering(edge: &Edge, expiring: &Expiring, edges: &[Edge], wide: &[&Edge], names: Names<'_>) -> Option<Place> {
    let until = expiring.until.to_string();
    let from = edges.partition_point(|other| (&other.caller, &other.callee) < (&edge.caller, &edge.callee));
    let same = edges.get(from..).unwrap_or_default().iter();
    let same = same.take_while(|other| (&other.caller, &other.callee) == (&edge.caller, &edge.callee));
    let longer = |other: &&Edge| {
        let detail = other.detail.as_ref();
        detail.and_then(|detail| detail.until.as_deref()).is_none_or(|other| *other > *until)
    };
    let (caller, callee) = (Extent::of_caller(&edge.caller, names), Extent::of_callee(&edge.callee, names));
    let opens = |other: &&Edge| {
        first_place(other) != Some(expiring.edge)
            && edge.ports.to_ports().is_subset(&other.ports.to_ports())
            && Extent::of_caller(&other.caller, names).contains(&caller)
            && Extent::of_callee(&other.callee, names).contains(&callee)
    };
    same.chain(wide.iter().copied()).filter(longer).find(opens).and_then(first_place)
}

/// Two services are not held against each other: that the pods of one are among those of another is a finding of its own.
fn is_wide(end: &End) -> bool {
    !matches!(end, End::Service(_))
}

fn first_place(edge: &Edge) -> Option<Place> {
    edge.writings.first().map(|writing| writing.place)
}

fn days_left(until: Date, today: Date) -> i64 {
    until.days_after_1970() - today.days_after_1970()
}
