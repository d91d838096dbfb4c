//! One writing of an edge: its ends and ports looked up, its wildcard not yet taken apart.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::rule::{edge_without_rule, invalid_port, nothing_picked, port_twice};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree;
use crate::frontend::resolve::names::{Named, Names, Scope, split};
use crate::frontend::resolve::nodes::Written;
use crate::frontend::resolve::port::{self, Asked};
use crate::graph::{EdgePorts, End, LeftOut, Why, Writing};

use super::Told;
use super::detail::Detail;
use super::ports::{self, OfEach};

/// Which list an edge stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// `calls`
    Calls,
    /// `callers`
    Callers,
}

/// An edge as it is written.
#[derive(Debug)]
pub(super) struct Draft {
    /// The end that opens the connection. At most one of the two is a wildcard.
    pub(super) caller: Named,
    /// The end that is called.
    pub(super) callee: Named,
    /// The ports.
    pub(super) ports: Ports,
    /// Who answers for it, and where that is written.
    pub(super) owner: Option<(Arc<str>, Place)>,
    /// Where it is written; at least one.
    pub(super) writings: Vec<Writing>,
    /// What few edges have.
    pub(super) detail: Option<Box<Detail>>,
}

/// The ports of an edge as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ports {
    /// The same for each edge that it becomes.
    Same(EdgePorts),
    /// Those of each service that a wildcard stands for.
    OfEach(Box<OfEach>),
}

/// Looks up what one edge names; `None` where something is wrong, which is then told.
pub(super) fn draft(
    edge: tree::Edge,
    list: List,
    node: &Written,
    names: Names<'_>,
    told: &mut Told<'_>,
) -> Option<Draft> {
    let (name, colon) = split(&edge.end);
    let asked = asked(&edge, colon, told.found);
    let in_force = &node.in_force;
    let scope = Scope { writer: &node.writer, namespace: in_force.namespace, elsewhere: in_force.elsewhere.as_deref() };
    if let Some(what) = names.elsewhere(&edge.end, name.clone(), scope) {
        told.left_out.push(LeftOut { place: edge.place, why: Why::NodeElsewhere(what.into()) });
        return None;
    }
    let at_name = edge.end.value.get(name.clone()).and_then(|name| name.strip_prefix('@'));
    let called_name = at_name.filter(|_| list == List::Calls);
    let asked = asked.map(|asked| names.known.asked(asked, called_name));
    let other = match names.named(&edge.end, name, scope, told.found)? {
        Named::One(_) if list == List::Callers && names.known.calls_from_elsewhere(at_name) => {
            Named::One(End::Name(at_name.unwrap_or_default().into()))
        }
        other => other,
    };
    if !names.has_half(&node.writer) && !may_have_half(&other, names) {
        let (writer, other) = (names.describe(&node.writer), names.describe_named(&other));
        let (caller, callee) = match list {
            List::Calls => (&writer, &other),
            List::Callers => (&other, &writer),
        };
        told.found.push(edge_without_rule::edge(edge.end.place, caller, callee));
        return None;
    }
    if let Named::Each(namespace) = other
        && names.each(namespace, &node.writer).next().is_none()
    {
        told.barren.push(nothing_picked::wildcard(edge.end.place, &names.describe_named(&other)));
    }
    let ports = match (list, &other) {
        (List::Calls, Named::Each(namespace)) => {
            let of_each = ports::of_each(&asked?, edge.end.place, (*namespace, &node.writer), names, told)?;
            Ports::OfEach(Box::new(of_each))
        }
        (List::Calls, Named::One(callee)) => same(&asked?, edge.end.place, callee, names, told)?,
        (List::Callers, _) => same(&asked?, edge.end.place, &node.writer, names, told)?,
    };
    let writer = Named::One(node.writer.clone());
    let (caller, callee) = match list {
        List::Calls => (writer, other),
        List::Callers => (other, writer),
    };
    let detail = match edge.detail {
        Some(written) => Some(Detail::read(*written, edge.place, node.in_force.owner.as_ref(), told.found)?),
        None => None,
    };
    let writing = Writing {
        place: edge.place,
        why: edge.why.map(|why| Arc::from(why.value)),
        file_owner: node.in_force.owner.clone(),
    };
    let owner = edge.owner.map(|owner| (Arc::from(owner.value), owner.place));
    Some(Draft { caller, callee, ports, owner, writings: vec![writing], detail })
}

/// The ports at one callee.
fn same(
    asked: &[(Asked<'_>, Place)],
    end: Place,
    callee: &End,
    names: Names<'_>,
    told: &mut Told<'_>,
) -> Option<Ports> {
    ports::of_one(asked, end, callee, names, told.found).map(Ports::Same)
}

/// Whether what is named has pods that can get a rule, as far as that is known before wildcards are taken apart.
fn may_have_half(named: &Named, names: Names<'_>) -> bool {
    match named {
        Named::One(end) => names.has_half(end),
        Named::Each(_) => true,
    }
}

/// The ports that an edge asks for; `None` where one can't be read, which is then reported.
fn asked<'e>(
    edge: &'e tree::Edge,
    colon: Option<Range<usize>>,
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
