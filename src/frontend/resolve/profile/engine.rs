//! `engine`, `version` and `mesh`, and the edges that cannot hold on the engine.

use std::collections::BTreeMap;

use crate::diagnostic::rule::{
    invalid_version, may_not_hold_on_engine, not_on_engine, opens_more_on_engine, unknown_value,
};
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::frontend::parse::tree;
use crate::frontend::resolve::names::Names;
use crate::graph::{Edge, EdgePorts, End};
use crate::profile::{Engine, Mesh, Profile, StandsFor, Version};
use crate::sets::PortRange;

use super::name::API_SERVER;

/// `engine` and `version`.
pub(super) fn read(profile: &tree::Profile, found: &mut Diagnostics) -> (Engine, Option<Version>) {
    let engine = profile.engine.as_ref().map(|written| {
        Engine::named(&written.value).unwrap_or_else(|| {
            let known = Engine::NAMES.map(|(name, _)| name);
            let near = nearest(&written.value, known);
            found.push(unknown_value::word(written.place, "engine", &written.value, near, &known));
            Engine::Any
        })
    });
    let version = profile.version.as_ref().and_then(|written| {
        let version = Version::read(&written.value);
        if version.is_none() {
            found.push(invalid_version::form(written.place, &written.value));
        } else if engine.is_none() {
            found.push(invalid_version::without_engine(written.place));
        }
        version
    });
    (engine.unwrap_or_default(), version)
}

/// `mesh`
pub(super) fn mesh(profile: &tree::Profile, found: &mut Diagnostics) -> Mesh {
    let Some(written) = &profile.mesh else { return Mesh::None };
    match written.value.as_str() {
        "none" => Mesh::None,
        "istio-ambient" => Mesh::IstioAmbient,
        other => {
            let known = ["none", "istio-ambient"];
            found.push(unknown_value::word(written.place, "mesh", other, nearest(other, known), &known));
            Mesh::None
        }
    }
}

/// Checks the edges against what the engine makes of their policies.
pub(in crate::frontend::resolve) fn check_edges(edges: &[Edge], names: Names<'_>, found: &mut Diagnostics) {
    let Profile { engine, version, .. } = &names.known.profile;
    for (end, place) in first_places(edges, |end, calls| is_nodes_by_address(end, calls, names)) {
        match engine.ranges_match_nodes() {
            Some(true) => {}
            Some(false) => found.push(not_on_engine::nodes_by_address(place, &names.describe(end))),
            None => found.push(may_not_hold_on_engine::nodes_by_address(place, &names.describe(end))),
        }
    }
    let shown = version.map(|version| version.to_string()).unwrap_or_default();
    if engine.adds_pods_to_addresses(*version) {
        for (end, place) in first_places(edges, |end, calls| is_addresses(end, calls, names)) {
            found.push(opens_more_on_engine::addresses(place, &names.describe(end), &shown));
        }
    }
    if !engine.reads_port_ranges(*version) {
        for (edge, range) in edges.iter().filter_map(|edge| Some((edge, range(edge)?))) {
            let place = edge.writings.first().map(|writing| writing.place).unwrap_or_default();
            found.push(not_on_engine::port_range(place, &range.to_string(), &shown));
        }
    }
}

/// The ends for which something holds, with whether they call, each with the first edge that has it: a thousand edges
/// to one are one cause.
fn first_places(edges: &[Edge], holds: impl Fn(&End, bool) -> bool) -> BTreeMap<&End, Place> {
    let mut first: BTreeMap<&End, Place> = BTreeMap::new();
    for edge in edges {
        let ends = [(&edge.caller, true), (&edge.callee, false)].into_iter();
        let place = edge.writings.iter().map(|writing| writing.place).min();
        for (end, place) in ends.filter(|(end, calls)| holds(end, *calls)).zip(place) {
            first.entry(end.0).and_modify(|known| *known = place.min(*known)).or_insert(place);
        }
    }
    first
}

/// The first range of several ports that an edge opens, but for all of a protocol, which a policy says without numbers.
fn range(edge: &Edge) -> Option<PortRange> {
    let EdgePorts::Listed(ranges) = &edge.ports else { return None };
    ranges.iter().find(|range| range.first < range.last && !range.is_every()).copied()
}

/// Whether an end is addresses, so that a policy has no labels for it.
fn is_addresses(end: &End, calls: bool, names: Names<'_>) -> bool {
    match end {
        End::External(_) | End::World | End::Internet | End::Nodes => true,
        End::Service(id) => names.service(*id).is_some_and(|service| service.host_network),
        End::Name(name) => names.known.profile.names.get(&**name).is_some_and(|value| {
            let peers = if calls { value.sources() } else { &value.peers };
            peers.iter().any(|peer| matches!(peer, StandsFor::Addresses(_) | StandsFor::Nodes))
        }),
        End::Group(_) | End::Namespace(_) | End::PodsOf(_) | End::Cluster | End::Anywhere => false,
    }
}

/// Whether an end is nodes of the cluster, or the API server on them, and a policy knows it by addresses.
fn is_nodes_by_address(end: &End, calls: bool, names: Names<'_>) -> bool {
    match end {
        End::Nodes => true,
        End::Name(name) => {
            let is_api_server = &**name == API_SERVER;
            names.known.profile.names.get(&**name).is_some_and(|value| {
                let peers = if calls { value.sources() } else { &value.peers };
                peers.iter().any(|peer| match peer {
                    StandsFor::Pods(_) => false,
                    StandsFor::Addresses(_) => is_api_server,
                    StandsFor::Nodes => true,
                })
            })
        }
        _ => false,
    }
}
