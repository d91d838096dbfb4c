//! What policies and projects name: the labels, namespaces, networks and ports from which a closed world is made.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::project::{Called, Cluster, Direction, Dns, End, Ingress, Must, Ports, Project, Protocol, Selector, TEAM};
use super::{meaning, oracle};

/// What somebody names, from which the world is made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions {
    pub(crate) subject_labels: BTreeMap<String, BTreeSet<String>>,
    pub(crate) peer_labels: BTreeMap<String, BTreeSet<String>>,
    pub(crate) namespaces: BTreeSet<String>,
    pub(crate) namespace_labels: BTreeMap<String, BTreeSet<String>>,
    pub(crate) networks: BTreeSet<String>,
    pub(crate) ports: BTreeSet<Ports>,
}

impl Mentions {
    /// What the policies of one namespace name in one direction.
    pub(crate) fn by_policies(&mut self, policies: &[NetworkPolicy], direction: Direction) {
        for policy in policies {
            self.namespaces.insert(oracle::namespace(policy).to_owned());
            let spec = policy.spec.as_ref().expect("a policy has a spec");
            labels_of(spec.pod_selector.as_ref(), &mut self.subject_labels);
            for rule in oracle::rules(policy, direction) {
                for peer in rule.peers {
                    labels_of(peer.pod_selector.as_ref(), &mut self.peer_labels);
                    let mut namespaces = BTreeMap::new();
                    labels_of(peer.namespace_selector.as_ref(), &mut namespaces);
                    self.namespaces.extend(namespaces.remove(oracle::NAMESPACE_NAME).into_iter().flatten());
                    for (key, values) in namespaces {
                        self.namespace_labels.entry(key).or_default().extend(values);
                    }
                    let blocks = peer.ip_block.iter();
                    self.networks
                        .extend(blocks.flat_map(|block| block.except.iter().flatten().chain([&block.cidr])).cloned());
                }
                self.ports.extend(rule.ports.iter().filter_map(ports_of));
            }
        }
    }

    /// What a project names that is as in one cluster.
    pub(crate) fn by_project(&mut self, project: &Project) {
        let cluster = &project.cluster;
        let declared = project.services.iter().filter_map(|service| service.pods.as_ref());
        for selector in declared.chain(project.groups.iter().filter_map(|group| group.pods.as_ref())) {
            self.by_selector(selector);
        }
        for must in project.groups.iter().filter_map(|group| group.team.as_ref()) {
            let values = self.namespace_labels.entry(TEAM.to_owned()).or_default();
            if let Must::In(named) | Must::NotIn(named) = must {
                values.extend(named.iter().map(|value| (*value).to_owned()));
            }
        }
        for service in project.services.iter().filter(|service| service.pods.is_none()) {
            self.label(cluster.keys[0], &service.name);
        }
        for edge in &project.edges {
            for end in [edge.caller, edge.callee] {
                self.by_end(project, end);
            }
            if let Called::Numbers(ports) = &edge.called {
                self.ports.extend(ports);
            }
        }
        if may_resolve(project) {
            self.by_end(project, project.really(End::Dns));
        }
        self.ports.extend(cluster.mesh.then_some(meaning::TUNNEL));
        self.networks.extend(networks_of(cluster).map(str::to_owned));
        self.namespaces.extend(project.namespaces.iter().map(|namespace| namespace.name.clone()));
    }

    fn by_end(&mut self, project: &Project, end: End) {
        let cluster = &project.cluster;
        self.ports.extend(project.declared(end).unwrap_or_default().entries.concat());
        match end {
            End::External(at) => {
                let external = &project.externals[at].networks;
                self.networks.extend(external.cidr.iter().chain(&external.except).map(|net| (*net).to_owned()));
            }
            End::World | End::Internet => {
                self.networks.extend(meaning::known_networks().into_iter().map(str::to_owned));
            }
            End::ApiServer => {
                self.networks.extend([meaning::API_SERVER, meaning::API_SERVER_CALLS].map(str::to_owned));
            }
            End::Ingress => {
                self.namespaces.insert("edge".to_owned());
                if let Ingress::Pods(selector) = &cluster.ingress {
                    self.by_selector(selector);
                }
            }
            End::Dns => match cluster.dns {
                Dns::Address => {
                    self.networks.insert(meaning::DNS_ADDRESS.to_owned());
                }
                Dns::Kubeadm => self.label("k8s-app", "kube-dns"),
                Dns::Pods => self.label(cluster.keys[0], cluster.values[0][0]),
                Dns::Service(_) => {}
            },
            _ => {}
        }
        if end == End::Dns && cluster.dns != Dns::Address {
            self.namespaces.insert("kube-system".to_owned());
        }
    }

    fn by_selector(&mut self, selector: &Selector) {
        for requirement in &selector.requirements {
            for labels in [&mut self.subject_labels, &mut self.peer_labels] {
                let values = labels.entry(requirement.key.to_owned()).or_default();
                if let Must::In(named) | Must::NotIn(named) = &requirement.must {
                    values.extend(named.iter().map(|value| (*value).to_owned()));
                }
            }
        }
    }

    fn label(&mut self, key: &str, value: &str) {
        for labels in [&mut self.subject_labels, &mut self.peer_labels] {
            labels.entry(key.to_owned()).or_default().insert(value.to_owned());
        }
    }
}

/// The profile's own networks.
fn networks_of(cluster: &Cluster) -> impl Iterator<Item = &'static str> {
    cluster.pod_cidr.iter().chain(&cluster.node_cidr).flatten().copied()
}

/// Whether anything may ask for names.
fn may_resolve(project: &Project) -> bool {
    !project.edges.is_empty()
        || project.namespaces.iter().any(|namespace| namespace.resolve == Some(true))
        || project.services.iter().any(|service| service.resolve == Some(true))
        || project.groups.iter().any(|group| group.resolve == Some(true))
}

fn labels_of(selector: Option<&LabelSelector>, labels: &mut BTreeMap<String, BTreeSet<String>>) {
    let Some(selector) = selector else { return };
    for (key, value) in selector.match_labels.iter().flatten() {
        labels.entry(key.clone()).or_default().insert(value.clone());
    }
    for requirement in selector.match_expressions.iter().flatten() {
        let values = requirement.values.iter().flatten().cloned();
        labels.entry(requirement.key.clone()).or_default().extend(values);
    }
}

fn ports_of(entry: &NetworkPolicyPort) -> Option<Ports> {
    let protocol = match entry.protocol.as_deref() {
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        _ => Protocol::Tcp,
    };
    let number = |number: i32| u16::try_from(number).ok();
    match &entry.port {
        Some(IntOrString::Int(first)) => {
            Some(Ports::range(protocol, number(*first)?, number(entry.end_port.unwrap_or(*first))?))
        }
        _ => None,
    }
}
