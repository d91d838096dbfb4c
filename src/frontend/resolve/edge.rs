//! The edges: both ends looked up, and one edge of all the places where it is written.

use std::sync::Arc;

use crate::diagnostic::rule::{edge_without_rule, invalid_port, owners_differ, port_twice};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree;
use crate::graph::{Edge, End, Writing};

use super::edge_ports::edge_ports;
use super::names::{Names, split};
use super::nodes::Written;
use super::port::{self, Asked};

/// Which list an edge stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Calls,
    Callers,
}

/// An edge with the place of its owner.
struct Draft {
    edge: Edge,
    owner_place: Option<Place>,
}

/// All edges, in canonical order.
pub(super) fn edges(written: Vec<Written>, names: Names<'_>, found: &mut Diagnostics) -> Vec<Edge> {
    let mut drafts = Vec::with_capacity(written.iter().map(|node| node.calls.len() + node.callers.len()).sum());
    for mut node in written {
        for (list, edges) in
            [(List::Calls, std::mem::take(&mut node.calls)), (List::Callers, std::mem::take(&mut node.callers))]
        {
            drafts.extend(edges.into_iter().filter_map(|edge| draft(edge, list, &node, names, found)));
        }
    }
    merged(drafts, found)
}

fn draft(edge: tree::Edge, list: List, node: &Written, names: Names<'_>, found: &mut Diagnostics) -> Option<Draft> {
    let (name, colon) = split(&edge.end);
    let asked = asked(&edge, colon, found);
    let other = names.end(&edge.end, name, node, found)?;
    let (caller, callee) = match list {
        List::Calls => (node.writer.clone(), other),
        List::Callers => (other, node.writer.clone()),
    };
    if !has_half(&caller) && !has_half(&callee) {
        found.push(edge_without_rule::edge(edge.end.place, &names.describe(&caller), &names.describe(&callee)));
        return None;
    }
    let ports = edge_ports(&asked?, edge.end.place, &callee, names, found)?;
    let owner_place = edge.owner.as_ref().map(|owner| owner.place);
    let writing = Writing {
        place: edge.place,
        why: edge.why.map(|why| Arc::from(why.value)),
        file_owner: node.in_force.owner.clone(),
    };
    let owner = edge.owner.map(|owner| Arc::from(owner.value));
    Some(Draft { edge: Edge { caller, callee, ports, owner, writings: vec![writing], detail: None }, owner_place })
}

/// Whether an end has pods that can get a rule.
fn has_half(end: &End) -> bool {
    matches!(end, End::Service(_) | End::Group(_))
}

/// The ports that an edge asks for; `None` where one can't be read, which is then reported.
fn asked<'e>(
    edge: &'e tree::Edge,
    colon: Option<std::ops::Range<usize>>,
    found: &mut Diagnostics,
) -> Option<Vec<(Asked<'e>, Place)>> {
    let list = match (&edge.port, colon) {
        (Some(port), Some(_)) => {
            found.push(port_twice::both(edge.end.place, port.place));
            return None;
        }
        (None, None) => return Some(Vec::new()),
        (None, Some(colon)) => vec![port::behind_colon(&edge.end, colon)],
        (Some(port), None) if port.value.is_empty() => {
            found.push(invalid_port::none(port.place, "port"));
            return None;
        }
        (Some(port), None) => port.value.iter().map(port::asked).collect(),
    };
    let mut ports = Some(Vec::with_capacity(list.len()));
    for port in list {
        match (port, &mut ports) {
            (Ok(port), Some(ports)) => ports.push(port),
            (Ok(_), None) => {}
            (Err(wrong), _) => {
                found.push(wrong);
                ports = None;
            }
        }
    }
    ports
}

/// One edge of those with the same ends and ports, in canonical order.
fn merged(mut drafts: Vec<Draft>, found: &mut Diagnostics) -> Vec<Edge> {
    drafts.sort_unstable_by(|left, right| {
        let place = |draft: &Draft| draft.edge.writings.first().map(|writing| writing.place);
        key(left).cmp(&key(right)).then_with(|| place(left).cmp(&place(right)))
    });
    drafts.dedup_by(|again, first| {
        let same = key(again) == key(first);
        if same {
            join(again, first, found);
        }
        same
    });
    drafts.into_iter().map(|draft| draft.edge).collect()
}

fn key(draft: &Draft) -> (&End, &End, &crate::graph::EdgePorts) {
    (&draft.edge.caller, &draft.edge.callee, &draft.edge.ports)
}

/// Takes the reasons and the owner of a second writing over to the first.
fn join(again: &mut Draft, first: &mut Draft, found: &mut Diagnostics) {
    first.edge.writings.append(&mut again.edge.writings);
    match (&first.edge.owner, &again.edge.owner, first.owner_place, again.owner_place) {
        (Some(owner), Some(other), Some(place), Some(other_place)) if owner != other => {
            found.push(owners_differ::edge(other_place, other, place, owner));
        }
        (None, Some(_), ..) => {
            first.edge.owner = again.edge.owner.take();
            first.owner_place = again.owner_place;
        }
        _ => {}
    }
}
