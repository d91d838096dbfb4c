//! Ends that mean what is outside the cluster: whether its own ranges leave something of them, or are not known.
//!
//! One message for each such end, at the first edge that has it: a thousand edges to one external are one cause.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::diagnostic::rule::{
    external_without_cidr, nothing_left, range_inside_cluster, range_may_hold_pods, world_needs_ranges,
};
use crate::diagnostic::{Diagnostics, Place};
use crate::graph::{Edge, End, ExternalId};
use crate::profile::Profile;
use crate::profile::special::{EVERY_ADDRESS, INSIDE_BY_CUSTOM, NOT_PUBLIC, PUBLIC};
use crate::sets::Addresses;

use super::names::Names;

/// Checks the externals, `@world` and `@internet` that edges have as an end.
pub(super) fn check(edges: &[Edge], names: Names<'_>, found: &mut Diagnostics) {
    let (mut externals, mut world, mut internet) = (BTreeMap::new(), None, None);
    for edge in edges {
        let Some(place) = edge.writings.iter().map(|writing| writing.place).min() else { continue };
        for end in [&edge.caller, &edge.callee] {
            let first = match end {
                End::External(id) => externals.entry(*id).or_insert(place),
                End::World => world.get_or_insert(place),
                End::Internet => internet.get_or_insert(place),
                _ => continue,
            };
            *first = place.min(*first);
        }
    }
    let inside = names.known.profile.inside();
    for (id, place) in externals {
        check_external(id, place, &inside, names, found);
    }
    if let Some(place) = world {
        check_world(place, &inside, &names.known.profile, found);
    }
    if let Some(place) = internet {
        check_internet(place, &inside, &names.known.profile, found);
    }
}

fn check_world(edge: Place, inside: &Addresses, profile: &Profile, found: &mut Diagnostics) {
    if !profile.knows_inside() {
        found.push(world_needs_ranges::edge(edge, missing(profile)));
    } else if Addresses::nets(&EVERY_ADDRESS).is_subset(inside) {
        found.push(nothing_left::of_at_name(edge, "world"));
    }
}

fn check_internet(edge: Place, inside: &Addresses, profile: &Profile, found: &mut Diagnostics) {
    let public = Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC));
    if public.is_subset(inside) {
        found.push(nothing_left::of_at_name(edge, "internet"));
    } else if !profile.knows_inside() {
        found.push(range_may_hold_pods::internet(edge, missing(profile)));
    }
}

fn check_external(id: ExternalId, edge: Place, inside: &Addresses, names: Names<'_>, found: &mut Diagnostics) {
    let Some(external) = names.external(id).filter(|_| !names.nodes.broken_externals.contains(&id)) else { return };
    let meant = Addresses::nets(&external.cidr).minus(&Addresses::nets(&external.except)).minus(inside);
    let profile = &names.known.profile;
    if external.cidr.is_empty() {
        found.push(external_without_cidr::caller(edge, &external.name, external.place));
        return;
    }
    if meant.is_empty() {
        found.push(nothing_left::of_external(edge, &external.name, external.place));
        return;
    }
    for network in external.cidr.iter().filter(|network| Addresses::net(**network).is_subset(inside)) {
        found.push(range_inside_cluster::network(external.place, &external.name, &network.to_string()));
    }
    if !profile.knows_inside()
        && let Some(range) = external.cidr.iter().find(|net| could_hold_pods(net, &meant))
    {
        let range = range.to_string();
        found.push(range_may_hold_pods::external(external.place, &external.name, &range, missing(profile)));
    }
}

/// Whether what is meant of a network has addresses that clusters give to pods and nodes: private, shared or
/// unique-local ones.
fn could_hold_pods(net: &IpNet, meant: &Addresses) -> bool {
    let usual = Addresses::nets(&INSIDE_BY_CUSTOM);
    !Addresses::net(*net).intersect(meant).intersect(&usual).is_empty()
}

/// The ranges of the profile that are not given, in the words of a message.
fn missing(profile: &Profile) -> &'static str {
    match (&profile.pod_cidr, &profile.node_cidr) {
        (None, None) => "`pod_cidr` and `node_cidr`",
        (None, Some(_)) => "`pod_cidr`",
        _ => "`node_cidr`",
    }
}
