//! A project as values: what a person could have written, before any text.

use std::collections::BTreeMap;

/// The namespaces in which services and groups can live. None is an infrastructure namespace of the profile.
pub(crate) const NAMESPACES: [&str; 4] = ["ant", "bee", "cat", "dog"];

/// A whole project. Every index points into the list of its kind.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) cluster: Cluster,
    pub(crate) files: Vec<File>,
    pub(crate) namespaces: Vec<Namespace>,
    pub(crate) services: Vec<Service>,
    pub(crate) groups: Vec<Group>,
    pub(crate) externals: Vec<External>,
    pub(crate) edges: Vec<Edge>,
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
    /// `@ingress`, whose pods have the first key's first value in the namespace `edge`.
    pub(crate) ingress: Selector,
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

/// A namespace: its name is that of [`NAMESPACES`] at its own index.
#[derive(Debug, Clone)]
pub(crate) struct Namespace {
    pub(crate) isolate: Option<Directions>,
    pub(crate) resolve: Option<bool>,
    pub(crate) owner: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) namespace: usize,
    /// `None`: the default selector, the first key with the service's name.
    pub(crate) pods: Option<Selector>,
    pub(crate) ports: Declared,
    pub(crate) owner: Option<&'static str>,
    pub(crate) resolve: Option<bool>,
    pub(crate) file: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    /// Empty: every namespace.
    pub(crate) namespaces: Vec<usize>,
    /// `None`: every pod there.
    pub(crate) pods: Option<Selector>,
    pub(crate) ports: Declared,
    pub(crate) resolve: Option<bool>,
    pub(crate) file: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct External {
    pub(crate) name: String,
    pub(crate) cidr: Vec<&'static str>,
    pub(crate) except: Vec<&'static str>,
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
    /// `@namespace`, with the writer's namespace.
    Namespace(usize),
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

#[derive(Debug, Clone)]
pub(crate) struct Edge {
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

/// One pod: its namespace, which has no label but its name, and its labels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pod {
    pub(crate) namespace: String,
    pub(crate) labels: BTreeMap<String, String>,
}

impl Selector {
    /// Whether a pod with these labels is selected.
    pub(crate) fn selects(&self, labels: &BTreeMap<String, String>) -> bool {
        self.requirements.iter().all(|requirement| {
            let value = labels.get(requirement.key).map(String::as_str);
            match &requirement.must {
                Must::In(values) => value.is_some_and(|value| values.contains(&value)),
                Must::NotIn(values) => value.is_none_or(|value| !values.contains(&value)),
                Must::Exist => value.is_some(),
                Must::BeAbsent => value.is_none(),
            }
        })
    }
}

impl Project {
    /// Whether a pod is one of a service's.
    pub(crate) fn service_has(&self, service: &Service, pod: &Pod) -> bool {
        pod.namespace == NAMESPACES[service.namespace]
            && match &service.pods {
                Some(selector) => selector.selects(&pod.labels),
                None => pod.labels.get(self.cluster.keys[0]) == Some(&service.name),
            }
    }

    /// Whether a pod is one of a group's.
    pub(crate) fn group_has(group: &Group, pod: &Pod) -> bool {
        (group.namespaces.is_empty() || group.namespaces.iter().any(|at| NAMESPACES[*at] == pod.namespace))
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
