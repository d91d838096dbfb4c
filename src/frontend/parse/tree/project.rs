//! `npgen.toml`.

use super::{Guard, Isolate, Namespace, Ports, Selector, Spanned, Text};
use crate::diagnostic::{Level, Place};

/// `npgen.toml`. What is left out is `None` or empty; the defaults are filled in when names are resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// `flavor`
    pub flavor: Option<Spanned<Flavor>>,
    /// `require`
    pub require: Vec<Spanned<Required>>,
    /// `consent = "both"`: where it is written; `None` for `"either"`.
    pub consent_of_both: Option<Place>,
    /// `shared`: names of ports.
    pub shared: Vec<Text>,
    /// `prefix`
    pub prefix: Option<Text>,
    /// `manifests`: files and folders, from the project's folder.
    pub manifests: Vec<Text>,
    /// `[paths]`
    pub paths: Paths,
    /// `[lints]`
    pub lints: Vec<(Text, Spanned<Level>)>,
    /// `[defaults] pods`
    pub default_pods: Option<Spanned<Selector>>,
    /// `[defaults] isolate`
    pub default_isolate: Option<Spanned<Vec<Spanned<Isolate>>>>,
    /// `[profile]`
    pub profile: Profile,
    /// `[clusters.NAME]`, in the order of the file.
    pub clusters: Vec<Cluster>,
    /// `[namespaces.NAME]`
    pub namespaces: Vec<Namespace>,
    /// `[[never]]` and `[[always]]`
    pub guards: Vec<Guard>,
}

/// `flavor`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flavor {
    /// `"kubernetes"`
    #[default]
    Kubernetes,
    /// `"cilium"`
    Cilium,
    /// `"calico"`
    Calico,
}

/// One entry of `require`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// `"owner"`
    Owner,
    /// `"why"`
    Why,
}

/// `[paths]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// `intents`
    pub intents: Option<Text>,
    /// `out`
    pub out: Option<Text>,
    /// `templates`
    pub templates: Option<Text>,
}

/// `[profile]`, and the same keys in `[clusters.NAME]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// `engine`
    pub engine: Option<Text>,
    /// `version`
    pub version: Option<Text>,
    /// `mesh`
    pub mesh: Option<Text>,
    /// `pod_cidr`
    pub pod_cidr: Option<Vec<Text>>,
    /// `node_cidr`
    pub node_cidr: Option<Vec<Text>>,
    /// `names`, in the order of the file.
    pub names: Vec<NameEntry>,
}

/// `[clusters.NAME]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Its name.
    pub name: Text,
    /// `flavor`
    pub flavor: Option<Spanned<Flavor>>,
    /// What of the profile differs.
    pub profile: Profile,
    /// `context`: for whoever asks the cluster itself.
    pub context: Option<Text>,
    /// `rename`: a pattern with `{namespace}`.
    pub rename: Option<Text>,
}

/// One entry of `names`.
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
    /// A string: a preset (`kubeadm`), or a service (`ingress/nginx`, `kube-system/coredns:dns`).
    Short(Text),
    /// A table.
    Table(Box<NameTable>),
}

/// A table that says what an `@NAME` stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameTable {
    /// `preset`: one that needs more than its name.
    pub preset: Option<Text>,
    /// `service`: a service, where `from` must be said too.
    pub service: Option<Text>,
    /// `namespace`
    pub namespace: Option<Text>,
    /// `pods`
    pub pods: Option<Spanned<Selector>>,
    /// `cidr`
    pub cidr: Option<Spanned<Vec<Text>>>,
    /// `ports`
    pub ports: Option<Spanned<Ports>>,
    /// `from`
    pub from: Vec<NameSource>,
    /// The whole table.
    pub place: Place,
}

/// Where the calls of an `@NAME` come from, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameSource {
    /// A string: `@nodes`, or a service.
    Short(Text),
    /// A table with pods or addresses.
    Table {
        /// `namespace`
        namespace: Option<Text>,
        /// `pods`
        pods: Option<Spanned<Selector>>,
        /// `cidr`
        cidr: Option<Spanned<Vec<Text>>>,
        /// The whole table.
        place: Place,
    },
}
