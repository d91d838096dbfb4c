//! Flavor-neutral policies.

use std::sync::Arc;

use ipnet::IpNet;

use crate::sets::{Direction, Directions, Labels, PortRange};

/// One policy: some pods of one namespace, the directions in which they are isolated, and what is let through all the
/// same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The object's name.
    pub name: String,
    /// The file inside the namespace's folder.
    pub file: String,
    /// The namespace's name.
    pub namespace: Arc<str>,
    /// The pods that it binds; the namespace's name is among the labels.
    pub subject: Labels,
    /// The directions in which it isolates them.
    pub isolates: Directions,
    /// What is let through, ingress first, in canonical order.
    pub rules: Vec<Rule>,
    /// Who answers for it, sorted, without repeats: the owner of the node that it is for, and those written on edges.
    pub owners: Vec<Arc<str>>,
    /// The reasons given for its edges, sorted, without repeats.
    pub reasons: Vec<Arc<str>>,
}

/// One thing that is let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Into the pods or out of them.
    pub direction: Direction,
    /// The other end.
    pub peers: Peers,
    /// The destination's ports.
    pub ports: Ports,
    /// What the rule is there for: a line for each edge, sorted, without repeats.
    pub comment: Vec<String>,
}

/// The other end of a rule. It can't be empty: an empty list would mean everyone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peers {
    /// Every pod, node and address.
    Anywhere,
    /// These: the first, and the others.
    Listed(Peer, Vec<Peer>),
}

/// One peer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// Pods by label; where they are limited to namespaces, that is among the labels.
    Pods(Labels),
    /// A network without some parts of it.
    Block {
        /// The network, masked.
        cidr: IpNet,
        /// What is left out: masked, sorted, none inside another, each strictly inside `cidr`.
        except: Vec<IpNet>,
    },
}

/// The ports of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ports {
    /// Every port and protocol.
    Every,
    /// These, sorted, without repeats, at least one.
    Listed(Vec<PortRange>),
}
