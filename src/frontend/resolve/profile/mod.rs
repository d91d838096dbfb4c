//! `[profile]`: what the cluster is like.

mod engine;
mod name;
mod service;

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::diagnostic::rule::{governed_profile_name, invalid_name, reserved_name};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, Text};
use crate::graph::{Service, ServiceId, Stage};
use crate::profile::{Profile, StandsFor, dns_preset};
use crate::sets::{Directions, LabelKey};

use super::nodes::Nodes;
use super::port::Declared;
use super::{DNS, cidr, kubernetes};

pub(super) use engine::check_edges;

/// The `@NAME`s that are always there.
pub(super) const BUILT_IN: [&str; 6] = ["anywhere", "cluster", "internet", "namespace", "nodes", "world"];

/// The profile, and what resolving needs to know beside it.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The profile.
    pub(super) profile: Profile,
    /// Each name that the profile gives, those that are broken included.
    pub(super) names: BTreeMap<String, KnownName>,
}

/// One name of the profile.
#[derive(Debug)]
pub(super) struct KnownName {
    /// Its ports as declared.
    pub(super) ports: Declared,
    /// Where it is written; `None` for what holds by default.
    pub(super) place: Option<Place>,
    /// The service that it is.
    pub(super) service: Option<NamedService>,
    /// Where its calls come from, if elsewhere.
    from: Option<name::Sources>,
}

/// A service that a name of the profile is.
#[derive(Debug)]
pub(super) struct NamedService {
    /// As written, with its `:port` if it has one.
    pub(super) written: Text,
    /// The service; `None` until it is looked up, and where it is not there, which is then reported.
    pub(super) id: Option<ServiceId>,
}

impl Known {
    /// The names that stand for pods that are no service, each with the namespace where these live.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_service = |name: &str| self.names.get(name).is_some_and(|known| known.service.is_some());
        let names = self.profile.names.iter().filter(move |(name, _)| !is_service(name));
        let all = names.flat_map(|(name, value)| value.peers.iter().map(move |peer| (name, peer)));
        all.filter_map(|(name, peer)| match peer {
            StandsFor::Pods(labels) => {
                let namespace = labels.get(&LabelKey::namespace_name())?.values.named().first()?;
                Some((name.as_str(), &**namespace))
            }
            StandsFor::Addresses(_) | StandsFor::Nodes => None,
        })
    }
}

/// Reads the profile. Which services its names are is looked up later, by [`Known::find_services`].
pub(super) fn read(profile: &tree::Profile, found: &mut Diagnostics) -> Known {
    let mut known = Known::default();
    known.profile.pod_cidr = range(profile.pod_cidr.as_deref(), found);
    known.profile.node_cidr = range(profile.node_cidr.as_deref(), found);
    (known.profile.engine, known.profile.version) = engine::read(profile, found);
    known.profile.mesh = engine::mesh(profile, found);
    for entry in &profile.names {
        let (name, place) = (&entry.name.value, entry.name.place);
        if BUILT_IN.contains(&name.as_str()) {
            found.push(reserved_name::profile_name(place, name));
            continue;
        }
        if !kubernetes::is_dns_subdomain(name) {
            found.push(invalid_name::node(place, "an `@NAME`", name));
        }
        let read = name::read(entry, &known.profile, found);
        if let Some(value) = read.value {
            known.profile.names.insert(name.clone(), value);
        }
        let service = read.service.map(|written| NamedService { written, id: None });
        let by_profile = KnownName { ports: read.ports, place: Some(place), service, from: read.from };
        known.names.insert(name.clone(), by_profile);
    }
    if !known.names.contains_key(DNS)
        && let Some(dns) = dns_preset("kubeadm")
    {
        let ports = name::listed(dns.ports.as_deref());
        let by_default = KnownName { ports, place: None, service: None, from: None };
        known.names.insert(DNS.to_owned(), by_default);
        known.profile.names.insert(DNS.to_owned(), dns);
    }
    known
}

/// What a name stands for is not isolated by the graph: nothing would let calls to it in.
pub(super) fn check_answered(known: &Known, nodes: &Nodes, found: &mut Diagnostics) {
    for (name, namespace) in known.namespaces() {
        let Some(id) = nodes.namespaces.id(namespace) else { continue };
        let Some(home) = nodes.namespaces.get(id) else { continue };
        let definition = known.names.get(name).and_then(|known| known.place);
        let governed = nodes.namespaces.places(id).governed;
        if &*home.name != namespace {
            found.push(governed_profile_name::renamed(definition, name, namespace, governed));
        } else if home.isolated != Directions::NONE && home.stage != Stage::Off {
            found.push(governed_profile_name::name(definition, name, namespace, governed));
        } else if let Some(service) = nodes.services.iter().find(|service| isolates(service, known, name)) {
            found.push(governed_profile_name::isolated_by_service(definition, name, &service.name, service.place));
        }
    }
}

/// Whether a service isolates pods for which a name stands.
fn isolates(service: &Service, known: &Known, name: &str) -> bool {
    let peers = known.profile.names.get(name).map(|name| name.peers.as_slice()).unwrap_or_default();
    let holds = |peer: &StandsFor| matches!(peer, StandsFor::Pods(pods) if !pods.is_disjoint(&service.pods));
    service.isolates != Directions::NONE && peers.iter().any(holds)
}

/// `pod_cidr` or `node_cidr`. A wrong one counts as given, so that nothing else is said about it.
fn range(list: Option<&[Text]>, found: &mut Diagnostics) -> Option<Vec<IpNet>> {
    list.map(|list| cidr::canonical(cidr::networks(list, found).unwrap_or_default()))
}
