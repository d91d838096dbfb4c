//! The edges of the graph.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::{PortRange, Ports};

use super::{ExternalId, GroupId, Meta, NamespaceId, ServiceId};

/// Who calls whom on which ports, and why. One edge even where it was written at both ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// What few edges have.
    pub detail: Option<Box<Detail>>,
}

/// What few edges have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// The last day on which it holds, as written (`2027-03-31`).
    pub until: Option<Arc<str>>,
    /// The layer-7 conditions of which one must hold; empty: none is asked for. Only in flavors that have them.
    pub http: Vec<Http>,
    /// What its author gave up since the flavor can't say it, sorted; a report lists it. The ends, ports and conditions
    /// are what is left.
    pub widened: Vec<Widening>,
    /// Where each of these is allowed: an entry of a `fallback`, in the same order.
    pub allowed_at: Vec<Place>,
    /// The callee as it was written, where [`Widening::Internet`] put `@internet` in its place.
    pub instead_of: Option<End>,
    /// Words for guards and reports, sorted.
    pub tags: Vec<Arc<str>>,
    /// The user's own data.
    pub meta: Option<Meta>,
}

/// One way in which an edge opens more than was meant, since its author allowed that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Widening {
    /// The conditions of `http` are dropped.
    L4,
    /// The service account of an end is dropped: its labels alone say which pods.
    Pods,
    /// The networks of an external stand for its DNS names.
    Cidr,
    /// All public addresses stand for the DNS names of an external.
    Internet,
}

/// One layer-7 condition: all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Http {
    /// One of these methods, sorted; empty: any.
    pub methods: Vec<Arc<str>>,
    /// The path, without the query.
    pub path: Option<PathMatch>,
    /// The host.
    pub host: Option<Arc<str>>,
    /// Headers by lower-case name, sorted.
    pub headers: Vec<(Arc<str>, HeaderValue)>,
}

/// What a path must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathMatch {
    /// Just this.
    Exact(Arc<str>),
    /// Anything that starts so.
    Prefix(Arc<str>),
    /// A regular expression (RE2) for the whole path.
    Regex(Arc<str>),
}

/// What a header must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderValue {
    /// There, with any value.
    Present,
    /// Just this value.
    Exact(Arc<str>),
}

impl Edge {
    /// In which ways it opens more than was meant, as its author allowed; sorted.
    pub fn widened(&self) -> &[Widening] {
        self.detail.as_ref().map_or(&[], |detail| &detail.widened)
    }

    /// Where it is allowed to open more in one way: an entry of a `fallback`. `None` where it does not.
    pub fn allowed_at(&self, widening: Widening) -> Option<Place> {
        let detail = self.detail.as_ref()?;
        let at = detail.widened.iter().position(|known| *known == widening)?;
        detail.allowed_at.get(at).copied()
    }

    /// The callee as it was written: what another end stands for where the author allowed that.
    pub fn meant_callee(&self) -> &End {
        self.detail.as_ref().and_then(|detail| detail.instead_of.as_ref()).unwrap_or(&self.callee)
    }
}

/// In the words of a comment or report, behind `widened: `.
impl fmt::Display for Widening {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::L4 => "every request, not only those of its `http`",
            Self::Pods => "its labels without the service account",
            Self::Cidr => "its networks for its DNS names",
            Self::Internet => "`@internet` for its DNS names",
        })
    }
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
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgePorts {
    /// Every port and protocol.
    #[default]
    Every,
    /// These, sorted, without repeats, at least one.
    Listed(Vec<PortRange>),
}

impl EdgePorts {
    /// The same as a set.
    pub fn to_ports(&self) -> Ports {
        match self {
            Self::Every => Ports::all(),
            Self::Listed(ranges) => ranges.iter().fold(Ports::none(), |all, range| all.union(&range.to_ports())),
        }
    }
}

/// One end of an edge.
///
/// Only services, groups and namespaces have halves: an end of another kind lets others in and out, and gives itself
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A service of the graph.
    Service(ServiceId),
    /// A group.
    Group(GroupId),
    /// A namespace that calls or is called itself: every pod of it, which get the half.
    Namespace(NamespaceId),
    /// An external.
    External(ExternalId),
    /// `@namespace`: every pod of the namespace, which get no half.
    PodsOf(NamespaceId),
    /// `@cluster`: every pod of the cluster.
    Cluster,
    /// `@anywhere`: every address, pod and node.
    #[default]
    Anywhere,
    /// `@world`: everything that is no pod and no node of the cluster.
    World,
    /// `@internet`: the public addresses of both families.
    Internet,
    /// `@nodes`: the nodes of the cluster.
    Nodes,
    /// An `@NAME` of the profile, without the `@`, that stands for pods or addresses.
    Name(Arc<str>),
}
