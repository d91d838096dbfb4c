//! What is said of a project: one line a fact, so that two readings can be held against each other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use npgen::diagnostic::Place;
use npgen::sets::{Directions, Labels, PortRange};

/// An end of an edge, by the names of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// The namespace and the name.
    Service(String, String),
    Group(String),
    External(String),
    /// A namespace that calls or is called itself.
    Namespace(String),
    /// `@namespace`, and which one.
    PodsOf(String),
    /// Any other `@NAME`, without the `@`.
    At(String),
}

/// A namespace.
#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) name: String,
    pub(crate) governed: bool,
    /// `Off`, `Audit` or `Enforce`
    pub(crate) stage: String,
    pub(crate) isolated: Directions,
    pub(crate) owner: Option<String>,
    pub(crate) resolve: Option<bool>,
    pub(crate) labels: BTreeMap<String, Option<String>>,
    pub(crate) tags: Vec<String>,
    pub(crate) meta: Option<String>,
}

/// A service, a group or an external, as far as they are alike.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) end: End,
    pub(crate) owner: Option<String>,
    pub(crate) resolve: Option<bool>,
    pub(crate) account: Option<String>,
    pub(crate) ports: Vec<(Option<String>, PortRange)>,
    pub(crate) tags: Vec<String>,
    pub(crate) meta: Option<String>,
    pub(crate) place: Place,
    pub(crate) is: Is,
}

/// What a node stands for.
#[derive(Debug)]
pub(crate) enum Is {
    Pods { labels: Labels, isolates: Directions, host_network: bool },
    PodsIn { labels: Labels, namespaces: Where },
    Outside { cidr: Vec<String>, except: Vec<String>, dns: Vec<String> },
}

/// Where the pods of a group can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Where {
    Listed(Vec<String>),
    Labelled,
    Every,
}

/// An edge.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) caller: End,
    pub(crate) callee: End,
    /// `None`: every port and protocol.
    pub(crate) ports: Option<Vec<PortRange>>,
    pub(crate) owner: Option<String>,
    /// The places where it is written, each with the reason and the file's owner.
    pub(crate) writings: Vec<(Place, Option<String>, Option<String>)>,
    pub(crate) until: Option<String>,
    /// `L4`, `Pods`, `Cidr` and `Internet`, sorted.
    pub(crate) widened: Vec<String>,
    /// The callee as written, where another end stands for it.
    pub(crate) instead_of: Option<End>,
    pub(crate) tags: Vec<String>,
    pub(crate) meta: Option<String>,
}

/// A guard.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) never: bool,
    pub(crate) from: Vec<GuardEnd>,
    pub(crate) to: Vec<GuardEnd>,
    pub(crate) except: Vec<GuardEnd>,
    /// `None`: those of the ends.
    pub(crate) ports: Option<Ports>,
    pub(crate) why: Option<String>,
    pub(crate) place: Place,
}

/// Ports; `None`: every port and protocol.
pub(crate) type Ports = Option<Vec<PortRange>>;

/// An end of a guard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GuardEnd {
    pub(crate) selected: Selected,
    /// `None`: the guard's.
    pub(crate) ports: Option<Ports>,
}

/// What an end of a guard picks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Selected {
    End(End),
    Pods(Labels),
}

/// All facts of a project.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The cluster of which something is said.
    cluster: String,
    lines: Vec<String>,
}

impl Facts {
    /// What is added from here on is about this cluster.
    pub(crate) fn begin(&mut self, cluster: Option<&str>) {
        self.cluster = cluster.map(str::to_owned).unwrap_or_default();
    }

    /// Adds one about the cluster.
    pub(crate) fn add(&mut self, kind: &str, fact: &impl Debug) {
        self.lines.push(format!("[{}] {kind}: {fact:?}", self.cluster));
    }

    /// What only one of two readings says; `None` where they agree.
    pub(crate) fn difference(mut self, mut resolved: Self) -> Option<String> {
        self.lines.sort();
        resolved.lines.sort();
        if self.lines == resolved.lines {
            return None;
        }
        let only = |these: &[String], others: &[String]| {
            let mut others = others.to_vec();
            let mut only = String::new();
            for line in these {
                // Facts can come twice: each stands for one of the other side.
                match others.iter().position(|other| other == line) {
                    Some(at) => drop(others.remove(at)),
                    None => only = format!("{only}  {line}\n"),
                }
            }
            only
        };
        let (read, graph) = (only(&self.lines, &resolved.lines), only(&resolved.lines, &self.lines));
        Some(format!("only the second reading says\n{read}only the graph says\n{graph}"))
    }
}
