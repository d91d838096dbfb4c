//! The profile of one cluster: what its `@NAME`s stand for.

use std::collections::{BTreeMap, BTreeSet};

use npgen::frontend::parse::tree::{NameDefinition, NameEntry, NameSource, NameTable, Selector, Spanned, Text};
use npgen::profile::{self, Engine, Mesh, Name, StandsFor, Version};
use npgen::sets::{Labels, PortRange, Protocol};

use super::facts::{self, Facts};
use super::here::Here;
use super::names::{End, Names};
use super::nodes::{Nodes, networks};
use super::ports::{self, Asked, Declared, Port};
use super::selector;

/// The `@NAME`s of a cluster that the profile gives, and `dns`, which is always there.
pub(super) struct Profile(BTreeMap<String, AtName>);

/// One `@NAME`.
pub(super) struct AtName {
    /// The service that it is, by namespace and name.
    pub(super) service: Option<(String, String)>,
    /// What is asked of that service where an edge says no port.
    pub(super) behind: Option<Asked>,
    pub(super) ports: Declared,
    stands_for: Name,
}

impl Profile {
    pub(super) fn new(here: &Here<'_>, nodes: &Nodes) -> Self {
        let mut names: BTreeMap<String, AtName> =
            entries(here).into_iter().map(|entry| (entry.name.value.clone(), at_name(entry, nodes))).collect();
        // [C6]
        names.entry("dns".to_owned()).or_insert_with(|| of_preset("kubeadm", Vec::new()));
        Self(names)
    }

    pub(super) fn get(&self, name: &str) -> Option<&AtName> {
        self.0.get(name)
    }

    /// [C10]: whether a name that calls is something else than one that is called.
    pub(super) fn calls_from_elsewhere(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|name| name.stands_for.from.is_some())
    }

    pub(super) fn add(&self, names: &Names<'_>, facts: &mut Facts) {
        for (name, at_name) in &self.0 {
            facts.add("name", &(name, &at_name.stands_for));
        }
        let profiles = names.here.profiles();
        let nets = |written: Option<&Vec<Text>>| written.map(|nets| networks(nets));
        let pods = profiles.iter().find_map(|profile| profile.pod_cidr.as_ref());
        let of_nodes = profiles.iter().find_map(|profile| profile.node_cidr.as_ref());
        facts.add("pods and nodes", &(nets(pods), nets(of_nodes)));
        let engine = profiles.iter().find(|profile| profile.engine.is_some() || profile.version.is_some());
        let version = engine.and_then(|profile| profile.version.as_ref());
        let engine = profiles.iter().find_map(|profile| profile.engine.as_ref());
        let engine = engine.map_or(Engine::Any, |name| Engine::named(&name.value).expect("an engine"));
        let mesh = profiles.iter().find_map(|profile| profile.mesh.as_ref());
        let mesh = if mesh.is_some_and(|mesh| mesh.value == "istio-ambient") { Mesh::IstioAmbient } else { Mesh::None };
        let version = version.map(|version| Version::read(&version.value).expect("a version"));
        facts.add("engine and mesh", &(engine, version, mesh));
        let dns = &self.0["dns"];
        let resolver = match &dns.service {
            None => Some((facts::End::At("dns".to_owned()), ports::opened(&all(&dns.ports)).expect("a list"))),
            // [C15]
            Some((home, name)) => {
                let end = End::Service(home.clone(), name.clone());
                let asked: Vec<Asked> = dns.behind.iter().cloned().collect();
                let every = || ports::protocols().map(PortRange::every).collect();
                Some((names.fact(&end), names.opened(&end, &asked).unwrap_or_else(every)))
            }
        };
        facts.add("resolver", &resolver);
    }
}

/// [K2]: the names of the cluster, and those of `[profile]` that it does not give.
fn entries<'t>(here: &Here<'t>) -> Vec<&'t NameEntry> {
    let mut entries: Vec<&NameEntry> = Vec::new();
    for profile in here.profiles() {
        let new = profile.names.iter().filter(|entry| !entries.iter().any(|own| own.name.value == entry.name.value));
        entries.extend(new.collect::<Vec<_>>());
    }
    entries
}

/// The namespaces in which names have pods that are no service.
pub(super) fn namespaces(here: &Here<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let entries = entries(here);
    for entry in &entries {
        match &entry.definition {
            NameDefinition::Short(text) => found.extend(preset_namespace(&text.value)),
            NameDefinition::Table(table) => {
                found.extend(table.preset.iter().filter_map(|preset| preset_namespace(&preset.value)));
                found.extend(table.namespace.iter().map(|name| name.value.clone()));
            }
        }
    }
    if !entries.iter().any(|entry| entry.name.value == "dns") {
        found.extend(preset_namespace("kubeadm"));
    }
    found
}

/// [C5] and [C13]
fn preset_namespace(preset: &str) -> Option<String> {
    match preset {
        "kubeadm" | "node-local" => Some("kube-system".to_owned()),
        "openshift" => Some("openshift-dns".to_owned()),
        _ => None,
    }
}

fn at_name(entry: &NameEntry, nodes: &Nodes) -> AtName {
    match &entry.definition {
        NameDefinition::Short(text) if text.value.contains('/') => of_service(text, nodes),
        NameDefinition::Short(preset) => of_preset(&preset.value, Vec::new()),
        NameDefinition::Table(table) => of_table(&entry.name.value, table, nodes),
    }
}

fn of_table(name: &str, table: &NameTable, nodes: &Nodes) -> AtName {
    let mut at_name = match (&table.preset, &table.service) {
        (Some(preset), _) => {
            let kube_dns = table.cidr.as_ref().map(|cidr| networks(&cidr.value)).unwrap_or_default();
            of_preset(&preset.value, kube_dns)
        }
        (None, Some(service)) => of_service(service, nodes),
        (None, None) => {
            let mut ports = ports::declared(table.ports.as_ref().map(|ports| &ports.value));
            if name == "dns" && ports.is_empty() {
                ports = on_port_53();
            }
            let peer = stands_for(table.namespace.as_ref(), table.pods.as_ref(), table.cidr.as_ref());
            let listed = ports::opened(&all(&ports)).filter(|ports| !ports.is_empty());
            AtName { service: None, behind: None, ports, stands_for: Name::of(peer, listed) }
        }
    };
    if !table.from.is_empty() {
        // Services come behind all others, in both readings.
        let (services, others): (Vec<&NameSource>, Vec<&NameSource>) =
            table.from.iter().partition(|source| service_of(source).is_some());
        let sources = others.into_iter().chain(services).map(|source| from(source, nodes));
        at_name.stands_for.from = Some(sources.collect());
    }
    at_name
}

/// [C14] and [C15]
fn of_service(written: &Text, nodes: &Nodes) -> AtName {
    let (path, port) = match written.value.split_once(':') {
        Some((path, port)) => (path, Some(port)),
        None => (written.value.as_str(), None),
    };
    let (home, name) = path.split_once('/').expect("a service");
    let service = (home.to_owned(), name.to_owned());
    let pods = nodes.services[&service].pods().expect("a service has pods").clone();
    AtName {
        service: Some(service),
        behind: port.map(ports::asked_in),
        ports: Vec::new(),
        stands_for: Name::of(StandsFor::Pods(pods), None),
    }
}

/// [C5] and [C13]
fn of_preset(preset: &str, kube_dns: Vec<ipnet::IpNet>) -> AtName {
    let stands_for = profile::dns_preset(preset).unwrap_or_else(|| profile::node_local_dns(kube_dns));
    let ports = stands_for.ports.iter().flatten().map(|range| (None, vec![Port::Range(*range)])).collect();
    AtName { service: None, behind: None, ports, stands_for }
}

/// [C10]
fn from(source: &NameSource, nodes: &Nodes) -> StandsFor {
    if let Some((home, name)) = service_of(source) {
        return StandsFor::Pods(nodes.services[&(home, name)].pods().expect("a service has pods").clone());
    }
    match source {
        NameSource::Short(_) => StandsFor::Nodes,
        NameSource::Table { namespace, pods, cidr, .. } => stands_for(namespace.as_ref(), pods.as_ref(), cidr.as_ref()),
    }
}

fn service_of(source: &NameSource) -> Option<(String, String)> {
    let NameSource::Short(text) = source else { return None };
    let (home, name) = text.value.split_once('/')?;
    Some((home.to_owned(), name.to_owned()))
}

/// [C1]
fn stands_for(
    namespace: Option<&Text>,
    pods: Option<&Spanned<Selector>>,
    cidr: Option<&Spanned<Vec<Text>>>,
) -> StandsFor {
    if let Some(cidr) = cidr {
        return StandsFor::Addresses(networks(&cidr.value));
    }
    let namespace = namespace.expect("pods live in a namespace").value.clone();
    let among: Labels = selector::in_namespaces(&[namespace]);
    StandsFor::Pods(pods.map_or(among.clone(), |pods| selector::pods(&among, &pods.value)))
}

fn on_port_53() -> Declared {
    let one = |protocol| (None, vec![Port::Range(PortRange::one(protocol, 53))]);
    vec![one(Protocol::Udp), one(Protocol::Tcp)]
}

fn all(declared: &Declared) -> Vec<Port> {
    declared.iter().flat_map(|(_, ports)| ports.clone()).collect()
}
