//! A project as values: what a person could have written, before any text.

use std::collections::BTreeMap;

/// The namespaces in which services and groups can live. None is an infrastructure namespace of the profile.
pub(crate) const NAMESPACES: [&str; 4] = ["ant", "bee", "cat", "dog"];

/// The names that clusters can have.
pub(crate) const CLUSTERS: [&str; 3] = ["prod", "qa", "dev"];

/// The label by which groups select namespaces, and what a namespace can have there.
pub(crate) const TEAM: &str = "team";

/// A whole project. Every index points into the list of its kind.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    /// What holds in every cluster that does not say otherwise.
    pub(crate) cluster: Cluster,
    /// `[clusters.NAME]`, each with the name of [`CLUSTERS`] at its own index.
    pub(crate) clusters: Vec<Overlay>,
    /// `consent = "both"`
    pub(crate) consent_of_both: bool,
    /// `require = ["why"]`
    pub(crate) requires_why: bool,
    pub(crate) files: Vec<File>,
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) services: Vec<Service>,
    pub(crate) groups: Vec<Group>,
    pub(crate) externals: Vec<External>,
    pub(crate) edges: Vec<Edge>,
    /// Only where nobody asks whether they hold.
    pub(crate) guards: Vec<Guard>,
}

/// What `npgen.toml` says.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// The two label keys of every selector of this project: few, so that the closed world stays small.
    pub(crate) keys: [&'static str; 2],
    /// The values that those keys have in selectors.
    pub(crate) values: [[&'static str; 2]; 2],
    pub(crate) pod_cidr: Option<Vec<&'static str>>,
    pub(crate) node_cidr: Option<Vec<&'static str>>,
    pub(crate) default_isolate: Option<Directions>,
    pub(crate) dns: Dns,
    pub(crate) ingress: Ingress,
    /// Whether the calls of `@kube-apiserver` come from another address than its own.
    pub(crate) calls_from_elsewhere: bool,
    /// Whether the mesh is `istio-ambient`.
    pub(crate) mesh: bool,
}

/// `[clusters.NAME]`: what differs there.
#[derive(Debug, Clone)]
pub(crate) struct Overlay {
    pub(crate) pod_cidr: Option<Vec<&'static str>>,
    pub(crate) node_cidr: Option<Vec<&'static str>>,
    pub(crate) dns: Option<Dns>,
    pub(crate) ingress: Option<Ingress>,
    pub(crate) mesh: Option<bool>,
    pub(crate) rename: Option<&'static str>,
}

/// What a node is in one cluster only.
#[derive(Debug, Clone)]
pub(crate) struct Override<T> {
    /// The index of the cluster.
    pub(crate) cluster: usize,
    pub(crate) fields: T,
}

/// What `@ingress` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ingress {
    /// Pods of the namespace `edge`.
    Pods(Selector),
    /// A service.
    Service(usize),
}

/// Where name resolution happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dns {
    /// The preset: `k8s-app=kube-dns` in `kube-system`. The second key is `k8s-app` then.
    Kubeadm,
    /// Pods of `kube-system` with the first key's first value.
    Pods,
    /// A link-local address.
    Address,
    /// A service, on the first port that it declares.
    Service(usize),
}

/// Which directions `isolate` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Directions {
    pub(crate) ingress: bool,
    pub(crate) egress: bool,
}

/// Seen from the pod that a policy binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Ingress,
    Egress,
}

impl Direction {
    pub(crate) const BOTH: [Self; 2] = [Self::Ingress, Self::Egress];
}

/// One intent file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The path below `intents/`.
    pub(crate) path: String,
    /// The namespace in force, an index.
    pub(crate) namespace: Option<usize>,
    pub(crate) owner: Option<&'static str>,
}

/// A namespace.
#[derive(Debug, Clone)]
pub(crate) struct Namespace {
    /// The name of [`NAMESPACES`] at its own index, and in one cluster what it is called there.
    pub(crate) name: String,
    /// Whether it is there at all.
    pub(crate) here: bool,
    /// The only clusters in which it is.
    pub(crate) clusters: Option<Vec<usize>>,
    pub(crate) overrides: Vec<Override<NamespaceFields>>,
    /// `stage = "off"`
    pub(crate) off: bool,
    /// Its label [`TEAM`]; `None`: it has none.
    pub(crate) team: Option<&'static str>,
    pub(crate) isolate: Option<Directions>,
    pub(crate) resolve: Option<bool>,
    pub(crate) owner: Option<&'static str>,
}

/// What can differ of a namespace.
#[derive(Debug, Clone)]
pub(crate) struct NamespaceFields {
    pub(crate) isolate: Option<Directions>,
    pub(crate) off: Option<bool>,
}

#[derive(Debug, Clone)]
pub(crate) struct Service {
    /// Whether it is there at all.
    pub(crate) here: bool,
    /// The only clusters in which it is.
    pub(crate) clusters: Option<Vec<usize>>,
    pub(crate) overrides: Vec<Override<ServiceFields>>,
    pub(crate) isolate: Option<Directions>,
    /// `service_account`, with `fallback = ["pods"]`.
    pub(crate) account: bool,
    pub(crate) name: String,
    pub(crate) namespace: usize,
    /// `None`: the default selector, the first key with the service's name.
    pub(crate) pods: Option<Selector>,
    pub(crate) ports: Declared,
    pub(crate) owner: Option<&'static str>,
    pub(crate) resolve: Option<bool>,
    pub(crate) file: usize,
}

/// What can differ of a service.
#[derive(Debug, Clone)]
pub(crate) struct ServiceFields {
    pub(crate) pods: Option<Selector>,
    /// Others under the same names, or the only one of a list.
    pub(crate) ports: Option<Declared>,
    pub(crate) isolate: Option<Directions>,
}

#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Whether it is there at all.
    pub(crate) here: bool,
    /// The only clusters in which it is.
    pub(crate) clusters: Option<Vec<usize>>,
    /// Other pods.
    pub(crate) overrides: Vec<Override<Selector>>,
    /// What the label [`TEAM`] of its namespaces must be; then none is listed.
    pub(crate) team: Option<Must>,
    pub(crate) name: String,
    /// Empty: every namespace.
    pub(crate) namespaces: Vec<usize>,
    /// `None`: every pod there.
    pub(crate) pods: Option<Selector>,
    pub(crate) ports: Declared,
    pub(crate) resolve: Option<bool>,
    pub(crate) file: usize,
}

/// Addresses, and parts of them that are left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Networks {
    pub(crate) cidr: Vec<&'static str>,
    pub(crate) except: Vec<&'static str>,
}

/// What stands for the DNS names of an external.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InsteadOfNames {
    /// `fallback = ["cidr"]`
    Cidr,
    /// `fallback = ["internet"]`
    Internet,
}

#[derive(Debug, Clone)]
pub(crate) struct External {
    /// Whether it is there at all.
    pub(crate) here: bool,
    /// The only clusters in which it is.
    pub(crate) clusters: Option<Vec<usize>>,
    /// Other addresses.
    pub(crate) overrides: Vec<Override<Networks>>,
    /// Whether it is called by a DNS name, and what may stand for that.
    pub(crate) dns: Option<InsteadOfNames>,
    pub(crate) name: String,
    pub(crate) networks: Networks,
    pub(crate) ports: Declared,
    pub(crate) file: usize,
}

/// All requirements must hold; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    pub(crate) requirements: Vec<Requirement>,
    /// Whether it is written as a string where a table could say it too.
    pub(crate) as_string: bool,
}

/// What a label must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub(crate) key: &'static str,
    pub(crate) must: Must,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Must {
    In(Vec<&'static str>),
    NotIn(Vec<&'static str>),
    Exist,
    BeAbsent,
}

/// The ports that a node declares, each name with one or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    /// Whether they have names. If not, each entry is one port of a list.
    pub(crate) named: bool,
    pub(crate) entries: Vec<Vec<Ports>>,
}

impl Declared {
    /// The name of an entry.
    pub(crate) fn name(entry: usize) -> String {
        format!("port-{entry}")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
    Sctp,
    /// A packet can be of it; no port of this language's core is.
    Icmp,
}

/// Ports of one protocol, first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ports {
    pub(crate) protocol: Protocol,
    pub(crate) first: u16,
    pub(crate) last: u16,
}

/// An end of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Service(usize),
    Group(usize),
    External(usize),
    /// `@namespace` or `@namespace/NAME`.
    PodsOf(usize),
    /// A namespace that calls or is called itself.
    Namespace(usize),
    /// `*` or `NAMESPACE/*`.
    Every(Option<usize>),
    Nodes,
    Cluster,
    Anywhere,
    World,
    Internet,
    Dns,
    /// `@kube-apiserver`: 172.18.0.2/32, port 6443.
    ApiServer,
    /// `@ingress`: pods, no ports of its own.
    Ingress,
}

/// The ports of an edge as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Called {
    /// None are written: all that the callee declares.
    Implied,
    /// Entries of a callee with names, by name.
    Names(Vec<usize>),
    /// By number.
    Numbers(Vec<Ports>),
    /// `any`
    Any,
    /// `any/udp` and the like.
    AnyOf(Protocol),
}

/// When an edge ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// Its last day is over.
    Over,
    /// Its last day is near.
    Soon,
    /// Its last day is far.
    Far,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct Edge {
    /// The only clusters in which it counts.
    pub(crate) clusters: Option<Vec<usize>>,
    pub(crate) until: Option<Until>,
    /// Whether it allows every `fallback` itself.
    pub(crate) fallback: bool,
    pub(crate) caller: End,
    pub(crate) callee: End,
    pub(crate) called: Called,
    pub(crate) at_caller: bool,
    pub(crate) at_callee: bool,
    pub(crate) why: Option<&'static str>,
    pub(crate) owner: Option<&'static str>,
    /// Whether a bare name is written as `namespace/name` all the same.
    pub(crate) qualified: bool,
}

/// `[[never]]` or `[[always]]`.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    pub(crate) file: usize,
    pub(crate) never: bool,
    pub(crate) from: Vec<End>,
    pub(crate) to: Vec<End>,
    pub(crate) except: Vec<End>,
    pub(crate) port: Option<Ports>,
    /// The only clusters in which it is asked.
    pub(crate) clusters: Option<Vec<usize>>,
}

/// One pod: its namespace, with the labels of that beside its name, and its own labels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pod {
    pub(crate) namespace: String,
    pub(crate) namespace_labels: BTreeMap<String, String>,
    pub(crate) labels: BTreeMap<String, String>,
}

impl Selector {
    /// Whether a pod with these labels is selected.
    pub(crate) fn selects(&self, labels: &BTreeMap<String, String>) -> bool {
        self.requirements.iter().all(|requirement| requirement.must.be(labels.get(requirement.key)))
    }
}

impl Must {
    /// Whether a label with this value, or without one, is as it must be.
    pub(crate) fn be(&self, value: Option<&String>) -> bool {
        let value = value.map(String::as_str);
        match self {
            Self::In(values) => value.is_some_and(|value| values.contains(&value)),
            Self::NotIn(values) => value.is_none_or(|value| !values.contains(&value)),
            Self::Exist => value.is_some(),
            Self::BeAbsent => value.is_none(),
        }
    }
}

impl Project {
    /// Whether a pod is one of a service's.
    pub(crate) fn service_has(&self, service: &Service, pod: &Pod) -> bool {
        service.here
            && pod.namespace == self.namespaces[service.namespace].name
            && match &service.pods {
                Some(selector) => selector.selects(&pod.labels),
                None => pod.labels.get(self.cluster.keys[0]) == Some(&service.name),
            }
    }

    /// Whether a pod is one of a group's.
    pub(crate) fn group_has(&self, group: &Group, pod: &Pod) -> bool {
        let is_listed = |at: &usize| self.namespaces[*at].here && self.namespaces[*at].name == pod.namespace;
        group.here
            && (group.namespaces.is_empty() || group.namespaces.iter().any(is_listed))
            && group.team.as_ref().is_none_or(|must| must.be(pod.namespace_labels.get(TEAM)))
            && group.pods.as_ref().is_none_or(|selector| selector.selects(&pod.labels))
    }

    /// The ports that an end declares; `None` for an end that can't.
    pub(crate) fn declared(&self, end: End) -> Option<Declared> {
        let listed = |entries: Vec<Vec<Ports>>| Declared { named: false, entries };
        match end {
            End::Service(at) => Some(self.services[at].ports.clone()),
            End::Group(at) => Some(self.groups[at].ports.clone()),
            End::External(at) => Some(self.externals[at].ports.clone()),
            End::Dns => Some(listed(vec![vec![Ports::one(Protocol::Udp, 53)], vec![Ports::one(Protocol::Tcp, 53)]])),
            End::ApiServer => Some(listed(vec![vec![Ports::one(Protocol::Tcp, 6443)]])),
            _ => None,
        }
    }
}

impl Ports {
    pub(crate) const fn one(protocol: Protocol, number: u16) -> Self {
        Self { protocol, first: number, last: number }
    }

    pub(crate) const fn range(protocol: Protocol, first: u16, last: u16) -> Self {
        Self { protocol, first, last }
    }

    pub(crate) fn has(self, protocol: Protocol, number: u16) -> bool {
        self.protocol == protocol && (self.first..=self.last).contains(&number)
    }
}
