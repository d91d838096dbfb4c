//! What one `@NAME` of the profile stands for, as far as it can be said before there are services.

use crate::diagnostic::rule::{invalid_name, invalid_port, nodes_unknown, profile_name};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{NameDefinition, NameEntry, NameSource, NameTable, Selector, Spanned, Text};
use crate::frontend::resolve::port::{Declared, Spec, declared};
use crate::frontend::resolve::{DNS, cidr, kubernetes, selector};
use crate::profile::{DNS_PRESETS, NODE_LOCAL, Name, Profile, StandsFor, dns_preset, node_local_dns};
use crate::sets::{Labels, PortRange, Protocol};

/// The name of the API server.
pub(super) const API_SERVER: &str = "kube-apiserver";

/// What was read of a name.
pub(super) struct Read {
    /// What it stands for; `None` where that is wrong, or a service.
    pub(super) value: Option<Name>,
    /// Its ports.
    pub(super) ports: Declared,
    /// The service that it is, as written.
    pub(super) service: Option<Text>,
    /// Where its calls come from, if elsewhere.
    pub(super) from: Option<Sources>,
}

/// Where the calls of a name come from.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Pods, addresses and nodes.
    pub(super) known: Vec<StandsFor>,
    /// Services as written, which are looked up once there are any.
    pub(super) services: Vec<Text>,
}

impl Read {
    /// A name that is wrong, which is reported: edges are not held against it.
    fn broken() -> Self {
        Self { value: None, ports: Declared::Broken, service: None, from: None }
    }

    /// What a preset says.
    fn of_preset(name: Name) -> Self {
        let ports = listed(name.ports.as_deref());
        Self { value: Some(name), ports, service: None, from: None }
    }

    /// A service, which is looked up once there are any.
    fn of_service(written: &Text) -> Self {
        Self { value: None, ports: Declared::Nothing, service: Some(written.clone()), from: None }
    }
}

/// Reads one name.
pub(super) fn read(entry: &NameEntry, profile: &Profile, found: &mut Diagnostics) -> Read {
    let name = &entry.name.value;
    match &entry.definition {
        NameDefinition::Short(text) if text.value.contains('/') => Read::of_service(text),
        NameDefinition::Short(preset) => by_preset(name, preset, None, found),
        NameDefinition::Table(table) => by_table(name, table, profile, found),
    }
}

/// A preset, with the address of kube-dns where it is given.
fn by_preset(name: &str, preset: &Text, kube_dns: Option<&Spanned<Vec<Text>>>, found: &mut Diagnostics) -> Read {
    if name != DNS || !DNS_PRESETS.contains(&preset.value.as_str()) {
        found.push(profile_name::unknown_preset(preset.place, name, &preset.value, name == DNS, &DNS_PRESETS));
        return Read::broken();
    }
    let addresses = match kube_dns {
        Some(written) if preset.value != NODE_LOCAL => {
            found.push(profile_name::preset_with_cidr(written.place, &preset.value));
            return Read::broken();
        }
        Some(written) => match cidr::networks(&written.value, found) {
            Some(nets) => nets,
            None => return Read::broken(),
        },
        None => Vec::new(),
    };
    match dns_preset(&preset.value) {
        Some(known) => Read::of_preset(known),
        None if addresses.is_empty() => {
            found.push(profile_name::node_local_without_cidr(preset.place));
            Read::broken()
        }
        None => Read::of_preset(node_local_dns(addresses)),
    }
}

fn by_table(name: &str, table: &NameTable, profile: &Profile, found: &mut Diagnostics) -> Read {
    let NameTable { preset, service, namespace, pods, cidr, ports: written, from, place } = table;
    let from = (!from.is_empty()).then(|| sources(name, from, profile, found));
    let read = match (preset, service) {
        (Some(preset), None) if namespace.is_none() && pods.is_none() && written.is_none() => {
            by_preset(name, preset, cidr.as_ref(), found)
        }
        (None, Some(service)) if namespace.is_none() && pods.is_none() && cidr.is_none() && written.is_none() => {
            Read::of_service(service)
        }
        (None, None) => {
            let ports = ports(name, table, found);
            let written = Written { namespace: namespace.as_ref(), pods: pods.as_ref(), cidr: cidr.as_ref() };
            stands_for(name, written, *place, found).map_or_else(Read::broken, |stands_for| {
                let value = Some(Name::of(stands_for, ranges(&ports)));
                Read { value, ports, service: None, from: None }
            })
        }
        _ => {
            found.push(profile_name::stands_for_both(*place, name));
            Read::broken()
        }
    };
    Read { from, ..read }
}

/// The ports that a table brings.
fn ports(name: &str, table: &NameTable, found: &mut Diagnostics) -> Declared {
    let mut ports = declared(table.ports.as_ref(), found);
    let has_other = ports.specs().any(|spec| !matches!(spec, Spec::Range(_)));
    if let (Some(written), true) = (&table.ports, has_other) {
        found.push(invalid_port::of_profile_name(written.place, name));
        ports = Declared::Broken;
    }
    if ports == Declared::Nothing {
        match name {
            // Whoever leaves the ports of name resolution out means those that every resolver has (RFC 1035).
            DNS => ports = listed(Some(&[PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)])),
            API_SERVER => {
                found.push(profile_name::api_server_without_ports(table.place));
                ports = Declared::Broken;
            }
            _ => {}
        }
    }
    ports
}

/// Where calls come from.
fn sources(name: &str, from: &[NameSource], profile: &Profile, found: &mut Diagnostics) -> Sources {
    let mut sources = Sources::default();
    for source in from {
        match source {
            NameSource::Short(text) if text.value == "@nodes" => {
                if profile.node_cidr.as_ref().is_none_or(Vec::is_empty) {
                    found.push(nodes_unknown::edge(text.place));
                }
                sources.known.push(StandsFor::Nodes);
            }
            NameSource::Short(text) if text.value.contains('/') && !text.value.starts_with('@') => {
                sources.services.push(text.clone());
            }
            NameSource::Short(text) => found.push(profile_name::unknown_source(text.place, &text.value)),
            NameSource::Table { namespace, pods, cidr, place } => {
                let written = Written { namespace: namespace.as_ref(), pods: pods.as_ref(), cidr: cidr.as_ref() };
                sources.known.extend(stands_for(name, written, *place, found));
            }
        }
    }
    sources
}

/// Pods or addresses as written.
#[derive(Clone, Copy)]
struct Written<'t> {
    namespace: Option<&'t Text>,
    pods: Option<&'t Spanned<Selector>>,
    cidr: Option<&'t Spanned<Vec<Text>>>,
}

/// The pods or addresses; `None` where something is wrong, which is then reported.
fn stands_for(name: &str, written: Written<'_>, place: Place, found: &mut Diagnostics) -> Option<StandsFor> {
    match (written.namespace, written.pods, written.cidr) {
        (None, None, Some(cidr)) if !cidr.value.is_empty() => {
            Some(StandsFor::Addresses(cidr::canonical(cidr::networks(&cidr.value, found)?)))
        }
        (None, None, _) => {
            found.push(profile_name::stands_for_nothing(place, name));
            None
        }
        (_, _, Some(_)) => {
            found.push(profile_name::stands_for_both(place, name));
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
            let labels = pods.map_or(Some(all.clone()), |pods| selector::pods(&all, pods, found));
            labels.map(StandsFor::Pods)
        }
    }
}

/// Ports without names.
pub(super) fn listed(ports: Option<&[PortRange]>) -> Declared {
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
