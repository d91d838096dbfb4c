//! One `@NAME` of the profile.

use ipnet::IpNet;

use crate::sets::{Labels, PortRange};

/// What an `@NAME` of the profile stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The pods or addresses.
    pub stands_for: StandsFor,
    /// The ports on which it is called, sorted; `None`: an edge must say one.
    pub ports: Option<Vec<PortRange>>,
}

/// The things that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsFor {
    /// Pods by label; the namespace's name is among the labels.
    Pods(Labels),
    /// Addresses, masked and sorted. Nothing is cut out of them.
    Addresses(Vec<IpNet>),
}
