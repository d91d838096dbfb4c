//! The syntax tree: what was written, every value with its place, nothing looked up.

use crate::diagnostic::{Place, SourceId};

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub place: Place,
}

/// A text and where it was written.
pub type Text = Spanned<String>;

/// `npgen.toml`. What is left out is `None`; the defaults are filled in when names are resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// `[defaults] pods`
    pub default_pods: Option<Spanned<Selector>>,
    /// `[defaults] isolate`
    pub default_isolate: Option<Spanned<Vec<Spanned<Isolate>>>>,
    /// `[profile] pod_cidr`
    pub pod_cidr: Option<Vec<Text>>,
    /// `[profile] node_cidr`
    pub node_cidr: Option<Vec<Text>>,
    /// `[profile.names]`, in the order of the file.
    pub names: Vec<NameEntry>,
}

/// One entry of `[profile.names]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameEntry {
    /// The name, without the `@`.
    pub name: Text,
    /// What it stands for.
    pub definition: NameDefinition,
}

/// What an `@NAME` stands for, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameDefinition {
    /// A string: a preset.
    Preset(Text),
    /// A table.
    Table {
        /// `namespace`
        namespace: Option<Text>,
        /// `pods`
        pods: Option<Spanned<Selector>>,
        /// `cidr`
        cidr: Option<Spanned<Vec<Text>>>,
        /// `ports`
        ports: Option<Spanned<Ports>>,
        /// The whole table.
        place: Place,
    },
}

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
}

/// `[services.NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: Text,
    /// `namespace`
    pub namespace: Option<Text>,
    /// `pods`
    pub pods: Option<Spanned<Selector>>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `owner`
    pub owner: Option<Text>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
    /// `calls`
    pub calls: Vec<Edge>,
    /// `callers`
    pub callers: Vec<Edge>,
}

/// `[externals.NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// Its name.
    pub name: Text,
    /// `cidr`
    pub cidr: Option<Spanned<Vec<Text>>>,
    /// `except`
    pub except: Option<Spanned<Vec<Text>>>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `calls`
    pub calls: Vec<Edge>,
    /// `callers`
    pub callers: Vec<Edge>,
}

/// `[groups.NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Text,
    /// `namespace`, one or a list.
    pub namespace: Option<Spanned<Vec<Text>>>,
    /// `pods`
    pub pods: Option<Spanned<Selector>>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
    /// `calls`
    pub calls: Vec<Edge>,
    /// `callers`
    pub callers: Vec<Edge>,
}

/// `[namespaces.NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: Text,
    /// `owner`
    pub owner: Option<Text>,
    /// `isolate`
    pub isolate: Option<Spanned<Vec<Spanned<Isolate>>>>,
    /// `resolve`
    pub resolve: Option<Spanned<bool>>,
}

/// One entry of `isolate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isolate {
    /// `"ingress"`
    Ingress,
    /// `"egress"`
    Egress,
}

/// `pods`: which pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// A table of labels, in the order of the file.
    Table(Vec<(Text, Spanned<LabelValue>)>),
    /// A string in kubectl's syntax.
    Kubectl(Text),
}

/// What a label must be, in a selector table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelValue {
    /// A string: just this value.
    One(String),
    /// A list: one of these.
    OneOf(Vec<Text>),
    /// `true`: any value.
    Present,
    /// `false`: not there.
    Absent,
}

/// `ports` of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ports {
    /// A table of names, each with one port or several.
    Named(Vec<(Text, Vec<Port>)>),
    /// A list without names.
    Listed(Vec<Port>),
}

/// One port as written: `8080`, or the text of a string like `"53/udp"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// A number.
    Number(Spanned<i64>),
    /// A string, not yet read.
    Text(Text),
}

/// One entry of `calls` or `callers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The other end as written, with its `:port` if it has one.
    pub end: Text,
    /// `port`
    pub port: Option<Spanned<Vec<Port>>>,
    /// `why`
    pub why: Option<Text>,
    /// `owner`
    pub owner: Option<Text>,
    /// The whole entry.
    pub place: Place,
}
