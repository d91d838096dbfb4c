//! One `@NAME` of the profile.

use ipnet::IpNet;

use crate::sets::{Labels, PortRange};

/// What an `@NAME` of the profile stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Whom its callers call: all of these; at least one.
    pub peers: Vec<StandsFor>,
    /// Where its own calls come from, if elsewhere; at least one.
    pub from: Option<Vec<StandsFor>>,
    /// The ports on which it is called, sorted; `None`: an edge must say one.
    pub ports: Option<Vec<PortRange>>,
}

impl Name {
    /// A name that stands for one thing, from where its calls come too.
    pub fn of(stands_for: StandsFor, ports: Option<Vec<PortRange>>) -> Self {
        Self { peers: vec![stands_for], from: None, ports }
    }

    /// Where its own calls come from.
    pub fn sources(&self) -> &[StandsFor] {
        self.from.as_deref().unwrap_or(&self.peers)
    }
}

/// The things that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsFor {
    /// Pods by label; the namespace's name is among the labels.
    Pods(Labels),
    /// Addresses, masked and sorted. Nothing is cut out of them.
    Addresses(Vec<IpNet>),
    /// The nodes of the cluster, which are those of [`super::Profile::node_cidr`].
    Nodes,
}
