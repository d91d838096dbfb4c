//! The nodes of the graph.

use std::sync::Arc;

use ipnet::IpNet;

use crate::diagnostic::Place;
use crate::sets::{Directions, Labels};

/// A namespace by its position in [`super::Graph::namespaces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespaceId(pub u32);

/// A service by its position in [`super::Graph::services`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(pub u32);

/// A group by its position in [`super::Graph::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// An external by its position in [`super::Graph::externals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(pub u32);

/// A namespace that the intents declare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: Arc<str>,
    /// Whether npgen writes policies for it: a service lives here, or `isolate` is written for it.
    pub governed: bool,
    /// The directions that are denied by default for every pod of it.
    pub isolated: Directions,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: whether every pod of it may ask for names.
    pub resolve: Option<bool>,
}

/// A workload of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its name, without the namespace.
    pub name: Arc<str>,
    /// Where it lives.
    pub namespace: NamespaceId,
    /// Its pods; the namespace's name is among the labels.
    pub pods: Labels,
    /// Who answers for it: its own owner, else its file's.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: name resolution without calls, or none in spite of them.
    pub resolve: Option<bool>,
    /// Where it is declared.
    pub place: Place,
}

/// Pods that the graph does not own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Arc<str>,
    /// Its pods; where it is limited to namespaces, their names are among the labels.
    pub pods: Labels,
    /// Where its pods can be.
    pub namespaces: GroupNamespaces,
    /// Who answers for it: its file's owner.
    pub owner: Option<Arc<str>>,
    /// `resolve` as written: name resolution without calls, or none in spite of them.
    pub resolve: Option<bool>,
    /// Where it is declared.
    pub place: Place,
}

/// Where the pods of a group can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupNamespaces {
    /// In these, sorted.
    Listed(Vec<NamespaceId>),
    /// In every namespace, declared or not.
    Every,
}

/// Addresses outside the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// Its name.
    pub name: Arc<str>,
    /// Its networks: masked, sorted, none inside another, pods and nodes of the cluster not yet cut out.
    pub cidr: Vec<IpNet>,
    /// What is left out: masked, sorted, each strictly inside a network of `cidr`.
    pub except: Vec<IpNet>,
    /// Where it is declared.
    pub place: Place,
}
