//! What the flavor can't say: refused, or widened where the author allowed that.
//!
//! After this an edge asks for nothing that a `NetworkPolicy` has no words for. It holds for each widening what was given
//! up and where that is allowed, and a build lists it.

mod fallback;
mod needed;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::diagnostic::rule::flavor_cannot_say;
use crate::frontend::parse::tree::Fallback;
use crate::graph::{Detail, Edge, End, External, Group, GroupId, ServiceId, Widening};
use crate::sets::LabelKey;

use super::names::Names;
pub(super) use fallback::{Allowance, Fallbacks};
pub(super) use needed::Entries;

/// What must be given up of one edge.
#[derive(Debug, Clone, Copy)]
enum Lack<'n> {
    /// The conditions of `http`.
    Http(Place),
    /// The account of an end.
    Account(&'n End),
    /// The DNS names of the callee.
    Dns(&'n External),
}

/// Fits an edge to the flavor `kubernetes`; `None` where it can't be, which is then reported. `place` is where the edge
/// is written, `http` where its conditions are, and `own` its own list of what may be widened.
pub(super) fn fitted(
    edge: Edge,
    (place, http): (Place, Option<Place>),
    own: Option<&Allowance>,
    (fallbacks, names): (&Fallbacks, Names<'_>),
    found: &mut Diagnostics,
) -> Option<Edge> {
    let (caller, callee) = (edge.caller.clone(), edge.callee.clone());
    let accounts = [&caller, &callee].into_iter().filter(|end| has_account(end, names)).map(Lack::Account);
    let lacks = http.map(Lack::Http).into_iter().chain(accounts).chain(dns(&callee, names).map(Lack::Dns));
    let mut edge = edge;
    let mut sound = true;
    for lack in lacks {
        let ways = ways(lack, names);
        let mut allowed = ways.iter().filter_map(|way| Some((*way, fallbacks.allowing(*way, &edge, own, names)?)));
        if let Some((way, allowed_at)) = allowed.next() {
            widen(&mut edge, way, allowed_at);
        } else {
            let between = format!("from {} to {}", names.describe(&caller), names.describe(&callee));
            found.push(refusal(lack, place, &between, names));
            sound = false;
        }
    }
    sound.then_some(edge)
}

/// Checks the nodes whose rules need no edge: those with a service account are refused, or widened where their own list
/// allows that.
pub(super) fn check_nodes(fallbacks: &Fallbacks, names: Names<'_>, entries: &mut Entries, found: &mut Diagnostics) {
    let nodes = names.nodes;
    let services = (0..).map(ServiceId).zip(&nodes.services).filter_map(|(id, service)| {
        let key = if service.isolates.is_none() { asks(service.resolve)? } else { "isolate" };
        Some((End::Service(id), key, service.place))
    });
    let groups = (0..).map(GroupId).zip(&nodes.groups);
    let groups = groups.filter_map(|(id, group)| Some((End::Group(id), asks(group.resolve)?, group.place)));
    for (end, key, place) in services.chain(groups).filter(|(end, ..)| has_account(end, names)) {
        let has_labels = has_labels(&end, names);
        let list = fallbacks.list_of(&end).filter(|list| list.place_of(Fallback::Pods).is_some());
        match list.filter(|_| has_labels) {
            Some(list) => entries.add_needed(list, Fallback::Pods),
            None => found.push(flavor_cannot_say::account_of_node(place, &names.describe(&end), key, has_labels)),
        }
    }
}

/// The key by which a node may ask for names without an edge.
fn asks(resolve: Option<bool>) -> Option<&'static str> {
    resolve.filter(|resolve| *resolve).map(|_| "resolve = true")
}

/// The ways out of a lack, the one that opens least first.
fn ways(lack: Lack<'_>, names: Names<'_>) -> &'static [Fallback] {
    match lack {
        Lack::Http(_) => &[Fallback::L4],
        Lack::Account(end) if !has_labels(end, names) => &[],
        Lack::Account(_) => &[Fallback::Pods],
        Lack::Dns(external) if external.cidr.is_empty() => &[Fallback::Internet],
        Lack::Dns(_) => &[Fallback::Cidr, Fallback::Internet],
    }
}

fn refusal(lack: Lack<'_>, place: Place, between: &str, names: Names<'_>) -> crate::diagnostic::Diagnostic {
    match lack {
        Lack::Http(http) => flavor_cannot_say::http(http, between),
        Lack::Account(end) => flavor_cannot_say::account(place, between, &names.describe(end), has_labels(end, names)),
        Lack::Dns(external) => flavor_cannot_say::dns(place, between, &external.name, !external.cidr.is_empty()),
    }
}

fn widen(edge: &mut Edge, way: Fallback, allowed_at: Place) {
    let detail = edge.detail.get_or_insert_default();
    let way = match way {
        Fallback::L4 => {
            detail.http = Vec::new();
            Widening::L4
        }
        Fallback::Pods => Widening::Pods,
        Fallback::Cidr => Widening::Cidr,
        Fallback::Internet => {
            detail.instead_of = Some(std::mem::replace(&mut edge.callee, End::Internet));
            Widening::Internet
        }
    };
    note(detail, way, allowed_at);
}

/// Keeps a widening once, in order.
fn note(detail: &mut Detail, way: Widening, allowed_at: Place) {
    if let Err(at) = detail.widened.binary_search(&way) {
        detail.widened.insert(at, way);
        detail.allowed_at.insert(at, allowed_at);
    }
}

fn has_account(end: &End, names: Names<'_>) -> bool {
    match end {
        End::Service(id) => names.service(*id).is_some_and(|service| service.service_account.is_some()),
        End::Group(id) => names.group(*id).is_some_and(|group| group.service_account.is_some()),
        _ => false,
    }
}

/// Whether an end says anything of its pods' labels: without that, nothing is left of it when its account is dropped.
fn has_labels(end: &End, names: Names<'_>) -> bool {
    let End::Group(id) = end else { return true };
    let of_pods = |group: &Group| group.pods.requirements().iter().any(|(key, _)| matches!(key, LabelKey::Pod(_)));
    names.group(*id).is_some_and(of_pods)
}

/// The callee, where it is DNS names.
fn dns<'n>(callee: &End, names: Names<'n>) -> Option<&'n External> {
    let End::External(id) = callee else { return None };
    names.nodes.externals.get(usize::try_from(id.0).ok()?).filter(|external| !external.dns.is_empty())
}
