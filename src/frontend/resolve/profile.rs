//! `[profile]`: what the cluster is like.

use std::collections::BTreeMap;

use ipnet::IpNet;

use crate::diagnostic::rule::{
    governed_profile_name, invalid_name, invalid_port, not_built_yet, profile_name, reserved_name,
};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, NameDefinition, NameEntry, NameTable, Text};
use crate::graph::{Service, Stage};
use crate::profile::{Name, Profile, StandsFor, dns_preset};
use crate::sets::{Directions, LabelKey, Labels, PortRange, Protocol};

use super::nodes::Nodes;
use super::port::{Declared, Spec, declared};
use super::{cidr, kubernetes, selector};

/// The `@NAME`s that are always there.
pub(super) const BUILT_IN: [&str; 6] = ["anywhere", "cluster", "internet", "namespace", "nodes", "world"];

/// The presets of name resolution in the language that are not built yet.
const LATER_DNS_PRESETS: [&str; 3] = ["openshift", "node-local", "gke-cloud-dns"];

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
}

impl Known {
    /// The names that stand for pods, each with the namespace where these live.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.profile.names.iter().flat_map(|(name, value)| value.peers.iter().map(move |peer| (name, peer)));
        all.filter_map(|(name, peer)| match peer {
            StandsFor::Pods(labels) => {
                let namespace = labels.get(&LabelKey::namespace_name())?.values.named().first()?;
                Some((name.as_str(), &**namespace))
            }
            StandsFor::Addresses(_) | StandsFor::Nodes => None,
        })
    }
}

/// Reads the profile.
pub(super) fn read(profile: &tree::Profile, found: &mut Diagnostics) -> Known {
    let mut known = Known::default();
    known.profile.pod_cidr = range(profile.pod_cidr.as_deref(), found);
    known.profile.node_cidr = range(profile.node_cidr.as_deref(), found);
    for entry in &profile.names {
        let (name, place) = (&entry.name.value, entry.name.place);
        if BUILT_IN.contains(&name.as_str()) {
            found.push(reserved_name::profile_name(place, name));
            continue;
        }
        if !kubernetes::is_dns_subdomain(name) {
            found.push(invalid_name::node(place, "an `@NAME`", name));
        }
        let (value, ports) = self::name(entry, found);
        if let Some(value) = value {
            known.profile.names.insert(name.clone(), value);
        }
        known.names.insert(name.clone(), KnownName { ports, place: Some(place) });
    }
    if !known.names.contains_key("dns")
        && let Some(dns) = dns_preset("kubeadm")
    {
        known.names.insert("dns".to_owned(), KnownName { ports: listed(dns.ports.as_deref()), place: None });
        known.profile.names.insert("dns".to_owned(), dns);
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

/// What a name stands for, `None` where it is wrong, and its ports.
fn name(entry: &NameEntry, found: &mut Diagnostics) -> (Option<Name>, Declared) {
    let name = &entry.name.value;
    match &entry.definition {
        NameDefinition::Short(preset) => {
            if preset.value.contains('/') {
                found.push(not_built_yet::service_as_name(preset.place, name));
                return (None, Declared::Broken);
            }
            if name == "dns" && LATER_DNS_PRESETS.contains(&preset.value.as_str()) {
                let instead = "`dns = \"kubeadm\"`, or a table with pods or addresses,";
                found.push(not_built_yet::value(preset.place, name, &preset.value, instead));
                return (None, Declared::Broken);
            }
            let value = if name == "dns" { dns_preset(&preset.value) } else { None };
            if value.is_none() {
                found.push(profile_name::unknown_preset(preset.place, name, &preset.value));
            }
            let ports = value.as_ref().map_or(Declared::Broken, |value| listed(value.ports.as_deref()));
            (value, ports)
        }
        NameDefinition::Table(table) => {
            let written = &table.ports;
            let stands_for = stands_for(entry, found);
            let mut ports = declared(written.as_ref(), found);
            let is_other = |spec| !matches!(spec, Spec::Range(_));
            let has_other = ports.specs().any(is_other);
            if let (Some(written), true) = (written, has_other) {
                found.push(invalid_port::of_profile_name(written.place, name));
                ports = Declared::Broken;
            }
            // Whoever leaves the ports of name resolution out means those that every resolver has (RFC 1035).
            if name == "dns" && ports == Declared::Nothing {
                ports = listed(Some(&[PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)]));
            }
            match stands_for {
                Some(stands_for) => (Some(Name::of(stands_for, ranges(&ports))), ports),
                None => (None, Declared::Broken),
            }
        }
    }
}

fn stands_for(entry: &NameEntry, found: &mut Diagnostics) -> Option<StandsFor> {
    let NameDefinition::Table(table) = &entry.definition else { return None };
    let NameTable { namespace, pods, cidr, place, .. } = &**table;
    let name = &entry.name.value;
    match (namespace, pods, cidr) {
        (None, None, Some(cidr)) if !cidr.value.is_empty() => {
            Some(StandsFor::Addresses(cidr::canonical(cidr::networks(&cidr.value, found)?)))
        }
        (None, None, _) => {
            found.push(profile_name::stands_for_nothing(*place, name));
            None
        }
        (_, _, Some(_)) => {
            found.push(profile_name::stands_for_both(*place, name));
            None
        }
        (None, Some(pods), None) => {
            found.push(profile_name::no_namespace(pods.place, name));
            None
        }
        (Some(namespace), pods, None) => {
            if !kubernetes::is_dns_label(&namespace.value) {
                found.push(invalid_name::namespace(namespace.place, &namespace.value));
                return None;
            }
            let all = Labels::in_namespace(namespace.value.as_str());
            let labels = pods.as_ref().map_or(Some(all.clone()), |pods| selector::pods(&all, pods, found));
            labels.map(StandsFor::Pods)
        }
    }
}

fn listed(ports: Option<&[PortRange]>) -> Declared {
    ports.map_or(Declared::Nothing, |ports| Declared::Listed(ports.iter().copied().map(Spec::Range).collect()))
}

fn ranges(ports: &Declared) -> Option<Vec<PortRange>> {
    let mut ranges: Vec<PortRange> = ports
        .specs()
        .filter_map(|spec| match spec {
            Spec::Range(range) => Some(range),
            Spec::Every | Spec::Icmp { .. } => None,
        })
        .collect();
    ranges.sort_unstable();
    ranges.dedup();
    (!ranges.is_empty()).then_some(ranges)
}
