//! `engine`, `version` and `mesh`, and the edges that cannot hold on the engine.

use std::collections::BTreeMap;

use crate::diagnostic::rule::{invalid_version, may_not_hold_on_engine, not_on_engine, unknown_value};
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::frontend::parse::tree;
use crate::frontend::resolve::names::Names;
use crate::graph::{Edge, End};
use crate::profile::{Engine, Mesh, StandsFor, Version};

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

/// Checks the ends that stand for nodes, or for the API server, by their addresses: one message for each such end, at
/// the first edge that has it.
pub(in crate::frontend::resolve) fn check_edges(edges: &[Edge], names: Names<'_>, found: &mut Diagnostics) {
    let mut first: BTreeMap<&End, Place> = BTreeMap::new();
    for edge in edges {
        let ends = [(&edge.caller, true), (&edge.callee, false)].into_iter();
        let place = edge.writings.iter().map(|writing| writing.place).min();
        for (end, place) in ends.filter(|(end, calls)| is_nodes_by_address(end, *calls, names)).zip(place) {
            first.entry(end.0).and_modify(|known| *known = place.min(*known)).or_insert(place);
        }
    }
    for (end, place) in first {
        match names.known.profile.engine.ranges_match_nodes() {
            Some(true) => {}
            Some(false) => found.push(not_on_engine::nodes_by_address(place, &names.describe(end))),
            None => found.push(may_not_hold_on_engine::nodes_by_address(place, &names.describe(end))),
        }
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
