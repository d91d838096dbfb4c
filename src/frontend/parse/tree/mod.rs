//! The syntax tree: what was written, every value with its place, nothing looked up.

mod date;
mod edge;
mod guard;
mod node;
mod project;

use crate::diagnostic::Place;

pub use date::{Date, NoDate};
pub use edge::{Edge, EdgeDetail, HeaderValue, Http};
pub use guard::{Guard, GuardEnd};
pub use node::{
    Common, External, ExternalFields, Fallback, File, Group, GroupFields, Isolate, Namespace, NamespaceFields,
    NamespaceLabel, NamespaceLabels, Node, Override, Service, ServiceFields, Stage,
};
pub use project::{
    Cluster, Flavor, NameDefinition, NameEntry, NameSource, NameTable, Paths, Profile, Project, Required,
};

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
