//! The namespaces, services, groups and externals of one cluster.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;
use npgen::frontend::parse::tree::{self, Fallback, Isolate, NamespaceLabel, Selector, Spanned, Text};
use npgen::sets::{Directions, Labels};

use super::facts::{self, Facts, Is, Where};
use super::here::{self, Here};
use super::ports::{self, Declared};
use super::selector;

/// What is declared in one cluster, by the names that the intents give.
pub(super) struct Nodes {
    pub(super) namespaces: BTreeMap<String, facts::Namespace>,
    /// By namespace and name.
    pub(super) services: BTreeMap<(String, String), Node>,
    pub(super) groups: BTreeMap<String, Node>,
    pub(super) externals: BTreeMap<String, Node>,
}

/// A node, and what its edges need to know of it.
pub(super) struct Node {
    pub(super) fact: facts::Node,
    pub(super) ports: Declared,
    /// `fallback`
    pub(super) fallback: Option<Vec<Fallback>>,
    pub(super) file_owner: Option<String>,
}

impl Node {
    /// Its pods; `None` for an external.
    pub(super) fn pods(&self) -> Option<&Labels> {
        match &self.fact.is {
            Is::Pods { labels, .. } | Is::PodsIn { labels, .. } => Some(labels),
            Is::Outside { .. } => None,
        }
    }

    /// Whether its pods are nodes.
    pub(super) fn on_nodes(&self) -> bool {
        matches!(self.fact.is, Is::Pods { host_network: true, .. })
    }
}

impl Nodes {
    pub(super) fn new(here: &Here<'_>) -> Self {
        let names = namespace_names(here);
        let namespaces: BTreeMap<_, _> = names.iter().map(|name| (name.clone(), namespace(here, name))).collect();
        let mut nodes =
            Self { namespaces, services: BTreeMap::new(), groups: BTreeMap::new(), externals: BTreeMap::new() };
        for (file, service) in here.services() {
            let node = nodes.service(here, file, service);
            nodes.services.insert((here::home(file, service).to_owned(), service.name.value.clone()), node);
        }
        for (file, group) in here.groups() {
            let node = nodes.group(here, file, group);
            nodes.groups.insert(group.name.value.clone(), node);
        }
        for (file, one) in here.externals() {
            nodes.externals.insert(one.name.value.clone(), external(here, file, one));
        }
        nodes
    }

    pub(super) fn add(&self, facts: &mut Facts) {
        self.namespaces.values().for_each(|namespace| facts.add("namespace", namespace));
        self.services.values().for_each(|service| facts.add("service", &service.fact));
        self.groups.values().for_each(|group| facts.add("group", &group.fact));
        self.externals.values().for_each(|external| facts.add("external", &external.fact));
    }

    /// What a namespace is called in the cluster.
    pub(super) fn called(&self, namespace: &str) -> String {
        self.namespaces[namespace].name.clone()
    }

    fn service(&self, here: &Here<'_>, file: &tree::File, service: &tree::Service) -> Node {
        let (own, others) = (&service.fields, service.overrides.as_slice());
        let home = here::home(file, service);
        let namespace = self.called(home);
        let among = selector::in_namespaces(std::slice::from_ref(&namespace));
        let labels = match here.field(own, others, |fields| fields.pods.as_ref()) {
            Some(pods) => selector::pods(&among, &pods.value),
            None => default_pods(here, &among, home, &service.name.value),
        };
        let isolate = here.field(own, others, |fields| fields.isolate.as_ref());
        let ports = ports::declared(here.field(own, others, |fields| fields.ports.as_ref()).map(|ports| &ports.value));
        let owner = here.field(own, others, |fields| fields.owner.as_ref()).or(file.owner.as_ref());
        let (tags, meta) = here.tags_and_meta(&service.common, others);
        let fact = facts::Node {
            end: facts::End::Service(namespace, service.name.value.clone()),
            owner: text(owner),
            resolve: here.field(own, others, |fields| fields.resolve.as_ref()).map(|resolve| resolve.value),
            account: text(here.field(own, others, |fields| fields.service_account.as_ref())),
            ports: ports::for_reports(&ports),
            tags,
            meta,
            place: service.name.place,
            is: Is::Pods {
                labels,
                isolates: isolate.map_or(Directions::NONE, directions),
                host_network: here.field(own, others, |fields| fields.host_network.as_ref()).is_some_and(|on| on.value),
            },
        };
        let fallback = here.field(own, others, |fields| fields.fallback.as_ref());
        Node { fact, ports, fallback: fallback.map(ways), file_owner: text(file.owner.as_ref()) }
    }

    fn group(&self, here: &Here<'_>, file: &tree::File, group: &tree::Group) -> Node {
        let (own, others) = (&group.fields, group.overrides.as_slice());
        // [G1], [G2] and [G5]
        let (namespaces, among) = match (&group.namespace, here.field(own, others, |fields| fields.namespaces.as_ref()))
        {
            (Some(listed), _) => {
                let mut names = here::sorted(&listed.value);
                names.retain(|name| here.has_namespace(name));
                let called: Vec<String> = names.iter().map(|name| self.called(name)).collect();
                let among = selector::in_namespaces(&called);
                (Where::Listed(called), among)
            }
            (None, Some(picked)) => (Where::Labelled, selector::namespaces(&Labels::any(), &picked.value)),
            (None, None) => (Where::Every, Labels::any()),
        };
        let labels = match here.field(own, others, |fields| fields.pods.as_ref()) {
            Some(pods) => selector::pods(&among, &pods.value),
            None => among,
        };
        let ports = ports::declared(here.field(own, others, |fields| fields.ports.as_ref()).map(|ports| &ports.value));
        let (tags, meta) = here.tags_and_meta(&group.common, others);
        let fact = facts::Node {
            end: facts::End::Group(group.name.value.clone()),
            owner: text(file.owner.as_ref()),
            resolve: here.field(own, others, |fields| fields.resolve.as_ref()).map(|resolve| resolve.value),
            account: text(here.field(own, others, |fields| fields.service_account.as_ref())),
            ports: ports::for_reports(&ports),
            tags,
            meta,
            place: group.name.place,
            is: Is::PodsIn { labels, namespaces },
        };
        let fallback = here.field(own, others, |fields| fields.fallback.as_ref());
        Node { fact, ports, fallback: fallback.map(ways), file_owner: text(file.owner.as_ref()) }
    }
}

fn external(here: &Here<'_>, file: &tree::File, external: &tree::External) -> Node {
    let (own, others) = (&external.fields, external.overrides.as_slice());
    let nets = |written: Option<&Spanned<Vec<Text>>>| {
        networks(written.map_or(&[], |nets| &nets.value)).iter().map(ToString::to_string).collect()
    };
    let ports = ports::declared(here.field(own, others, |fields| fields.ports.as_ref()).map(|ports| &ports.value));
    let (tags, meta) = here.tags_and_meta(&external.common, others);
    let dns = here.field(own, others, |fields| fields.dns.as_ref());
    let fact = facts::Node {
        end: facts::End::External(external.name.value.clone()),
        owner: None,
        resolve: None,
        account: None,
        ports: ports::for_reports(&ports),
        tags,
        meta,
        place: external.name.place,
        is: Is::Outside {
            cidr: nets(here.field(own, others, |fields| fields.cidr.as_ref())),
            except: nets(here.field(own, others, |fields| fields.except.as_ref())),
            dns: dns.map(|dns| here::sorted(&dns.value)).unwrap_or_default(),
        },
    };
    let fallback = here.field(own, others, |fields| fields.fallback.as_ref());
    Node { fact, ports, fallback: fallback.map(ways), file_owner: text(file.owner.as_ref()) }
}

/// [N8]
fn namespace_names(here: &Here<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in here.files {
        names.extend(file.namespace.iter().map(|name| name.value.clone()));
    }
    names.extend(here.services().map(|(file, service)| here::home(file, service).to_owned()));
    names.extend(here.namespaces().map(|(_, namespace)| namespace.name.value.clone()));
    names.extend(super::profile::namespaces(here));
    names.retain(|name| here.has_namespace(name));
    names
}

fn namespace(here: &Here<'_>, name: &str) -> facts::Namespace {
    let tables: Vec<_> =
        here.namespaces().filter(|(_, table)| table.name.value == name).map(|(_, table)| table).collect();
    let services: Vec<_> = here.services().filter(|(file, service)| here::home(file, service) == name).collect();
    // [I12]
    let governs = |service: &tree::Service| {
        let on_nodes = here.field(&service.fields, &service.overrides, |fields| fields.host_network.as_ref());
        !on_nodes.is_some_and(|on_nodes| on_nodes.value)
    };
    let is_home = services.iter().any(|(_, service)| governs(service));
    // [N6]: each key stands in one of the tables.
    let isolate = tables.iter().find_map(|table| here.field(&table.fields, &table.overrides, |of| of.isolate.as_ref()));
    let stage = tables.iter().find_map(|table| here.field(&table.fields, &table.overrides, |of| of.stage.as_ref()));
    let owner = tables.iter().find_map(|table| here.field(&table.fields, &table.overrides, |of| of.owner.as_ref()));
    let resolve = tables.iter().find_map(|table| here.field(&table.fields, &table.overrides, |of| of.resolve.as_ref()));
    let labels = tables.iter().find_map(|table| here.field(&table.fields, &table.overrides, |of| of.labels.as_ref()));
    let about = || tables.iter().map(|table| here.tags_and_meta(&table.common, &table.overrides));
    // [I1] to [I5]
    let by_default = here.project.default_isolate.as_ref().map_or(Directions::BOTH, directions);
    let isolated = match isolate {
        Some(isolate) => directions(isolate),
        None if is_home => by_default,
        None => Directions::NONE,
    };
    // [O18]
    let of_files: BTreeSet<&String> =
        services.iter().filter_map(|(file, _)| file.owner.as_ref()).map(|owner| &owner.value).collect();
    let only_owner = if of_files.len() == 1 { of_files.first().map(|owner| (*owner).clone()) } else { None };
    let governed = is_home || isolate.is_some();
    let value = |label: &NamespaceLabel| match label {
        NamespaceLabel::Value(value) => Some(value.clone()),
        NamespaceLabel::Absent => None,
    };
    facts::Namespace {
        name: if governed { here.renamed(name) } else { name.to_owned() },
        governed,
        stage: stage.map_or_else(|| "Enforce".to_owned(), |stage| format!("{:?}", stage.value)),
        isolated,
        owner: text(owner).or(only_owner),
        resolve: resolve.map(|resolve| resolve.value),
        labels: labels
            .map(|labels| labels.value.iter().map(|(key, label)| (key.value.clone(), value(&label.value))).collect())
            .unwrap_or_default(),
        tags: about().map(|(tags, _)| tags).find(|tags| !tags.is_empty()).unwrap_or_default(),
        meta: about().find_map(|(_, meta)| meta),
    }
}

/// [S11] and [S12]
fn default_pods(here: &Here<'_>, among: &Labels, namespace: &str, service: &str) -> Labels {
    let filled = |text: &str| {
        let text = text.replace("{service}", service).replace("{namespace}", namespace);
        text.replace("{cluster}", here.cluster.unwrap_or("{cluster}"))
    };
    match here.project.default_pods.as_ref().map(|pods| pods.value.clone()) {
        None => selector::with_label(among, "app.kubernetes.io/name", service),
        Some(Selector::Kubectl(text)) => {
            let text = Text { value: filled(&text.value), place: text.place };
            selector::pods(among, &Selector::Kubectl(text))
        }
        Some(Selector::Table(mut entries)) => {
            for (_, value) in &mut entries {
                match &mut value.value {
                    tree::LabelValue::One(value) => *value = filled(value),
                    tree::LabelValue::OneOf(values) => {
                        for value in values {
                            value.value = filled(&value.value);
                        }
                    }
                    tree::LabelValue::Present | tree::LabelValue::Absent => {}
                }
            }
            selector::pods(among, &Selector::Table(entries))
        }
    }
}

/// Networks, masked, sorted, none inside another.
pub(super) fn networks(written: &[Text]) -> Vec<IpNet> {
    let nets: BTreeSet<IpNet> = written.iter().map(|net| net.value.parse().expect("a network")).collect();
    let inside = |net: &IpNet| nets.iter().any(|other| other != net && other.contains(net));
    nets.iter().filter(|net| !inside(net)).copied().collect()
}

pub(super) fn directions(written: &Spanned<Vec<Spanned<Isolate>>>) -> Directions {
    let has = |direction| written.value.iter().any(|one| one.value == direction);
    Directions { ingress: has(Isolate::Ingress), egress: has(Isolate::Egress) }
}

pub(super) fn ways(written: &Spanned<Vec<Spanned<Fallback>>>) -> Vec<Fallback> {
    written.value.iter().map(|way| way.value).collect()
}

pub(super) fn text(written: Option<&Text>) -> Option<String> {
    written.map(|text| text.value.clone())
}
