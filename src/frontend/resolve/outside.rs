//! Ends that mean what is outside the cluster: whether its own ranges leave something of them, or are not known.
//!
//! One message for each such end, at the first edge that has it: a thousand edges to one external are one cause.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::diagnostic::rule::{
    external_without_cidr, nothing_left, range_inside_cluster, range_may_hold_pods, world_needs_ranges,
};
use crate::diagnostic::{Diagnostics, Place};
use crate::graph::{Edge, End, ExternalId, Widening};
use crate::profile::Profile;
use crate::profile::special::{EVERY_ADDRESS, INSIDE_BY_CUSTOM, NOT_PUBLIC, PUBLIC};
use crate::sets::Addresses;

use super::names::Names;

/// Checks the externals, `@world` and `@internet` that edges have as an end.
pub(super) fn check(edges: &[Edge], names: Names<'_>, found: &mut Diagnostics) {
    let mut first: BTreeMap<&End, Place> = BTreeMap::new();
    for edge in edges {
        let places = edge.writings.iter().map(|writing| writing.place);
        let outside = [&edge.caller, &edge.callee].into_iter().filter(|end| means_outside(end));
        let outside = outside.filter(|end| *end == &edge.caller || !is_by_name(edge, names));
        for (end, place) in outside.zip(std::iter::repeat(places.min())).filter_map(|(end, place)| Some((end, place?)))
        {
            first.entry(end).and_modify(|known| *known = place.min(*known)).or_insert(place);
        }
    }
    let profile = &names.known.profile;
    let inside = profile.inside();
    for (end, place) in first {
        match end {
            End::External(id) => check_external(*id, place, &inside, names, found),
            End::World if !profile.knows_inside() => found.push(world_needs_ranges::edge(place, missing(profile))),
            End::World if Addresses::nets(&EVERY_ADDRESS).is_subset(&inside) => {
                found.push(nothing_left::of_at_name(place, "world"));
            }
            End::Internet => {
                let public = Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC));
                if public.is_subset(&inside) {
                    found.push(nothing_left::of_at_name(place, "internet"));
                } else if !profile.knows_inside() {
                    found.push(range_may_hold_pods::internet(place, missing(profile)));
                }
            }
            _ => {}
        }
    }
}

/// Whether an edge calls an external by its DNS names, so that its addresses do not count.
fn is_by_name(edge: &Edge, names: Names<'_>) -> bool {
    let End::External(id) = edge.callee else { return false };
    let has_names = names.external(id).is_some_and(|external| !external.dns.is_empty());
    has_names && !edge.widened().contains(&Widening::Cidr)
}

fn means_outside(end: &End) -> bool {
    matches!(end, End::External(_) | End::World | End::Internet)
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
