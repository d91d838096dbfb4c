//! The edges of the graph.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::PortRange;

use super::{ExternalId, GroupId, NamespaceId, ServiceId};

/// Who calls whom on which ports, and why. One edge even where it was written at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The end that opens the connection.
    pub caller: End,
    /// The end that is called; the ports are its own.
    pub callee: End,
    /// The ports that are called.
    pub ports: EdgePorts,
    /// Who answers for the edge, as written on it.
    pub owner: Option<Arc<str>>,
    /// Where it was written, in the order of the places; at least one.
    pub writings: Vec<Writing>,
}

/// One place where an edge was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Where.
    pub place: Place,
    /// The reason given there.
    pub why: Option<Arc<str>>,
    /// The owner of the file.
    pub file_owner: Option<Arc<str>>,
}

/// The ports of an edge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgePorts {
    /// Every port and protocol.
    Every,
    /// These, sorted, without repeats, at least one.
    Listed(Vec<PortRange>),
}

/// One end of an edge.
///
/// Only services and groups have halves: an end of another kind lets others in and out, and gives itself nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A service of the graph.
    Service(ServiceId),
    /// A group.
    Group(GroupId),
    /// An external.
    External(ExternalId),
    /// `@namespace`: every pod of the namespace.
    PodsOf(NamespaceId),
    /// `@cluster`: every pod of the cluster.
    Cluster,
    /// `@anywhere`: every address, pod and node.
    Anywhere,
    /// `@world`: everything that is no pod and no node of the cluster.
    World,
    /// `@internet`: the public addresses of both families.
    Internet,
    /// An `@NAME` of the profile, without the `@`.
    Name(Arc<str>),
}
