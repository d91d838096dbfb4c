//! The nodes of the graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipnet::IpNet;

use crate::diagnostic::Place;
use crate::sets::{Directions, Labels, PortRange};

/// A namespace by its position in [`super::Graph::namespaces`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespaceId(pub u32);

/// A service by its position in [`super::Graph::services`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(pub u32);

/// A group by its position in [`super::Graph::groups`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// An external by its position in [`super::Graph::externals`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(pub u32);

/// The user's own data on a node or an edge, as JSON: kept and reported, never read.
pub type Meta = Arc<serde_json::Value>;

/// A namespace that the intents declare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namespace {
    /// Its name in the cluster, after `rename`.
    pub name: Arc<str>,
    /// Its name in the intents.
    pub declared: Arc<str>,
    /// Its labels as declared, by key; `None`: declared to be absent. Of a key that is not here nothing is known. Its
    /// name is not among them.
    pub labels: BTreeMap<Arc<str>, Option<Arc<str>>>,
    /// Whether npgen writes policies for it: a service that is not on the host network lives here, or `isolate` is
    /// written for it.
    pub governed: bool,
    /// How far what is written for it counts.
    pub stage: Stage,
    /// The directions that are denied by default for every pod of it, once its stage is `enforce`.
    pub isolated: Directions,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: whether every pod of it may ask for names.
    pub resolve: Option<bool>,
    /// Words for guards and reports, sorted.
    pub tags: Vec<Arc<str>>,
    /// The user's own data.
    pub meta: Option<Meta>,
    /// The first place where `[namespaces.NAME]` is written; `None` where it is nowhere.
    pub place: Option<Place>,
}

/// How far the policies of a namespace are enforced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing is written, and its pods are not isolated.
    Off,
    /// What is denied is only reported.
    Audit,
    /// What is denied is denied.
    #[default]
    Enforce,
}

/// A workload of the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name, without the namespace.
    pub name: Arc<str>,
    /// Where it lives.
    pub namespace: NamespaceId,
    /// Its pods; the namespace's name is among the labels. Its service account is not, where the flavor can't select by
    /// it.
    pub pods: Labels,
    /// The account that its pods run under, as written.
    pub service_account: Option<Arc<str>>,
    /// The directions that are denied by default for its own pods, beside those of its namespace.
    pub isolates: Directions,
    /// Whether its pods share their node's network: then it is nodes as a peer, and has no halves.
    pub host_network: bool,
    /// The ports that it declares, for reports; sorted.
    pub ports: Vec<DeclaredPort>,
    /// Who answers for it: its own owner, else its file's.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: name resolution without calls, or none in spite of them.
    pub resolve: Option<bool>,
    /// Words for guards and reports, sorted.
    pub tags: Vec<Arc<str>>,
    /// The user's own data.
    pub meta: Option<Meta>,
    /// Where it is declared.
    pub place: Place,
}

/// Pods that the graph does not own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Arc<str>,
    /// Its pods; where it is limited to namespaces, by name or label, that is among the labels.
    pub pods: Labels,
    /// The account that its pods run under, as written.
    pub service_account: Option<Arc<str>>,
    /// The ports that it declares, for reports; sorted.
    pub ports: Vec<DeclaredPort>,
    /// Where its pods can be.
    pub namespaces: GroupNamespaces,
    /// Who answers for it: its file's owner.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: name resolution without calls, or none in spite of them.
    pub resolve: Option<bool>,
    /// Words for guards and reports, sorted.
    pub tags: Vec<Arc<str>>,
    /// The user's own data.
    pub meta: Option<Meta>,
    /// Where it is declared.
    pub place: Place,
}

/// A port that a node declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeclaredPort {
    /// The name, where it has one.
    pub name: Option<Arc<str>>,
    /// The port.
    pub range: PortRange,
}

/// Where the pods of a group can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum GroupNamespaces {
    /// In these, sorted.
    Listed(Vec<NamespaceId>),
    /// In every one with the labels that the group's pods name of their namespace, declared or not. Every governed
    /// namespace declares those labels, or their absence.
    Labelled,
    /// In every namespace, declared or not.
    #[default]
    Every,
}

/// Addresses outside the cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct External {
    /// Its name.
    pub name: Arc<str>,
    /// Its networks: masked, sorted, none inside another, pods and nodes of the cluster not yet cut out.
    pub cidr: Vec<IpNet>,
    /// What is left out: masked, sorted, each strictly inside a network of `cidr`.
    pub except: Vec<IpNet>,
    /// Its DNS names and patterns, lower case, sorted. Where there are any, they are what it means, and `cidr` is only
    /// what may stand for them.
    pub dns: Vec<Arc<str>>,
    /// The ports that it declares, for reports; sorted.
    pub ports: Vec<DeclaredPort>,
    /// Words for guards and reports, sorted.
    pub tags: Vec<Arc<str>>,
    /// The user's own data.
    pub meta: Option<Meta>,
    /// Where it is declared.
    pub place: Place,
}
