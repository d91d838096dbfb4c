//! Intent files and their nodes.

use std::sync::Arc;

use super::{Edge, Guard, Ports, Selector, Spanned, Text};
use crate::diagnostic::SourceId;

/// One intent file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The file.
    pub source: SourceId,
    /// `namespace`
    pub namespace: Option<Text>,
    /// `owner`
    pub owner: Option<Text>,
    /// `[services.NAME]`
    pub services: Vec<Service>,
    /// `[externals.NAME]`
    pub externals: Vec<External>,
    /// `[groups.NAME]`
    pub groups: Vec<Group>,
    /// `[namespaces.NAME]`
    pub namespaces: Vec<Namespace>,
    /// `[[never]]` and `[[always]]`
    pub guards: Vec<Guard>,
}

impl File {
    /// A file in which nothing is written.
    pub fn empty(source: SourceId) -> Self {
        Self {
            source,
            namespace: None,
            owner: None,
            services: Vec::new(),
            externals: Vec::new(),
            groups: Vec::new(),
            namespaces: Vec::new(),
            guards: Vec::new(),
        }
    }
}

/// A table under a name, which is a node of the graph: `F` are the fields of its kind, `N` what its kind may have under
/// `namespace`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<F, N = ()> {
    /// Its name.
    pub name: Text,
    /// `namespace`, for a kind that lives in one.
    pub namespace: N,
    /// The fields that `in` can replace.
    pub fields: F,
    /// `calls`
    pub calls: Vec<Edge>,
    /// `callers`
    pub callers: Vec<Edge>,
    /// What every node may have; `tags`, `meta` and `allow` can be replaced too.
    pub common: Common,
    /// `in`: by cluster, the fields that differ there.
    pub overrides: Vec<Override<F>>,
}

/// `[services.NAME]`
pub type Service = Node<ServiceFields, Option<Text>>;

/// `[externals.NAME]`
pub type External = Node<ExternalFields>;

/// `[groups.NAME]`; `namespace` is one or a list.
pub type Group = Node<GroupFields, Option<Spanned<Vec<Text>>>>;

/// `[namespaces.NAME]`
pub type Namespace = Node<NamespaceFields>;

/// What every node may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Common {
    /// `clusters`: only in these.
    pub clusters: Option<Spanned<Vec<Text>>>,
    /// `tags`
    pub tags: Vec<Text>,
    /// `meta`, as JSON.
    pub meta: Option<Arc<serde_json::Value>>,
    /// `allow`: lints that are silent here, each with its reason.
    pub allow: Vec<(Text, Text)>,
}

/// What differs in one cluster: each field that is given replaces that of the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override<F> {
    /// The cluster.
    pub cluster: Text,
    /// The fields.
    pub fields: F,
    /// `tags`, `meta` and `allow`, where given.
    pub tags: Option<Vec<Text>>,
    /// `meta`, where given.
    pub meta: Option<Arc<serde_json::Value>>,
    /// `allow`, where given.
    pub allow: Option<Vec<(Text, Text)>>,
}

/// The fields of a service, save its namespace and edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceFields {
    /// `pods`
    pub pods: Option<Spanned<Selector>>,
    /// `service_account`
    pub service_account: Option<Text>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `owner`
    pub owner: Option<Text>,
    /// `isolate`
    pub isolate: Option<Spanned<Vec<Spanned<Isolate>>>>,
    /// `host_network`
    pub host_network: Option<Spanned<bool>>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
    /// `fallback`
    pub fallback: Option<Spanned<Vec<Spanned<Fallback>>>>,
}

/// The fields of an external, save its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExternalFields {
    /// `cidr`
    pub cidr: Option<Spanned<Vec<Text>>>,
    /// `except`
    pub except: Option<Spanned<Vec<Text>>>,
    /// `dns`
    pub dns: Option<Spanned<Vec<Text>>>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `fallback`
    pub fallback: Option<Spanned<Vec<Spanned<Fallback>>>>,
}

/// The fields of a group, save its namespaces by name and its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupFields {
    /// `namespaces`, by label.
    pub namespaces: Option<Spanned<Selector>>,
    /// `pods`
    pub pods: Option<Spanned<Selector>>,
    /// `service_account`
    pub service_account: Option<Text>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
    /// `fallback`
    pub fallback: Option<Spanned<Vec<Spanned<Fallback>>>>,
}

/// The fields of a namespace, save its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamespaceFields {
    /// `labels`: a value, or `false` for a label that is not there.
    pub labels: Option<Spanned<NamespaceLabels>>,
    /// `owner`
    pub owner: Option<Text>,
    /// `stage`
    pub stage: Option<Spanned<Stage>>,
    /// `isolate`
    pub isolate: Option<Spanned<Vec<Spanned<Isolate>>>>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
}

/// The labels of a namespace as declared, in the order of the file.
pub type NamespaceLabels = Vec<(Text, Spanned<NamespaceLabel>)>;

/// A label of a namespace as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamespaceLabel {
    /// A string: its value.
    Value(String),
    /// `false`: the namespace has no such label.
    Absent,
}

/// `stage`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// `"off"`
    Off,
    /// `"audit"`
    Audit,
    /// `"enforce"`
    Enforce,
}

/// One entry of `fallback`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fallback {
    /// `"l4"`
    L4,
    /// `"pods"`
    Pods,
    /// `"cidr"`
    Cidr,
    /// `"internet"`
    Internet,
}

/// One entry of `isolate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isolate {
    /// `"ingress"`
    Ingress,
    /// `"egress"`
    Egress,
}
