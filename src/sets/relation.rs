//! Who may be called by whom, and who may call whom.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::{Addresses, Direction, Labels, Pod, Port, Ports, Values};

/// A set of things at the other end of a connection, of one kind. The kinds never overlap: a range holds addresses,
/// never the pods behind them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// Pods, by label.
    Pods(Labels),
    /// Addresses that are no pod's.
    Addresses(Addresses),
    /// What only the engine knows by name, as symbols: the host, remote nodes, the API server.
    Entities(Values),
}

impl Peer {
    /// Every pod, every address and every entity: what a rule without a peer list means.
    pub fn anywhere() -> [Self; 3] {
        [Self::Pods(Labels::any()), Self::Addresses(Addresses::all()), Self::Entities(Values::all())]
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Pods(_) => false,
            Self::Addresses(addresses) => addresses.is_empty(),
            Self::Entities(names) => names.is_empty(),
        }
    }

    /// The members of both; `None` where there are none.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Pods(one), Self::Pods(other)) => one.intersect(other).map(Self::Pods),
            (Self::Addresses(one), Self::Addresses(other)) => Self::Addresses(one.intersect(other)).not_empty(),
            (Self::Entities(one), Self::Entities(other)) => Self::Entities(one.intersect(other)).not_empty(),
            _ => None,
        }
    }

    /// The members of this set that are not in `other`, in sets that do not overlap.
    pub fn minus(&self, other: &Self) -> Vec<Self> {
        let rest = match (self, other) {
            (Self::Pods(one), Self::Pods(other)) => return one.minus(other).into_iter().map(Self::Pods).collect(),
            (Self::Addresses(one), Self::Addresses(other)) => Self::Addresses(one.minus(other)),
            (Self::Entities(one), Self::Entities(other)) => Self::Entities(one.minus(other)),
            _ => self.clone(),
        };
        rest.not_empty().into_iter().collect()
    }

    fn not_empty(self) -> Option<Self> {
        Some(self).filter(|peer| !peer.is_empty())
    }

    /// One member; `None` where there is none.
    pub fn sample(&self) -> Option<Endpoint> {
        match self {
            Self::Pods(labels) => Some(Endpoint::Pod(labels.sample())),
            Self::Addresses(addresses) => addresses.first().map(Endpoint::Address),
            Self::Entities(names) => names.sample().map(Endpoint::Entity),
        }
    }

    /// Whether `endpoint` is a member.
    pub fn contains(&self, endpoint: &Endpoint) -> bool {
        match (self, endpoint) {
            (Self::Pods(labels), Endpoint::Pod(pod)) => labels.contains(pod),
            (Self::Addresses(addresses), Endpoint::Address(address)) => addresses.contains(*address),
            (Self::Entities(names), Endpoint::Entity(name)) => names.contains(name),
            _ => false,
        }
    }
}

/// One thing at the other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// A pod.
    Pod(Pod),
    /// An address that is no pod's.
    Address(IpAddr),
    /// What only the engine knows by name.
    Entity(Arc<str>),
}

impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pod(pod) => pod.fmt(out),
            Self::Address(address) => address.fmt(out),
            Self::Entity(name) => write!(out, "the entity {name}"),
        }
    }
}

/// These pods may talk to these peers on these ports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Allow {
    /// The pods at this end.
    pub subject: Labels,
    /// The other end.
    pub peer: Peer,
    /// The destination's ports.
    pub ports: Ports,
}

/// What is let through in one direction: a pod that is not isolated lets everything pass, an isolated one what at
/// least one `allowed` entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// The pods that are denied by default, as a union.
    pub isolated: Vec<Labels>,
    /// What those may do all the same, as a union.
    pub allowed: Vec<Allow>,
}

impl Relation {
    /// Whether a connection between `subject` and `peer` passes at the subject's end.
    pub fn allows(&self, subject: &Pod, peer: &Endpoint, port: Port) -> bool {
        let isolated = self.isolated.iter().any(|labels| labels.contains(subject));
        !isolated
            || self
                .allowed
                .iter()
                .any(|allow| allow.subject.contains(subject) && allow.peer.contains(peer) && allow.ports.contains(port))
    }
}

/// Both directions, each on its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Who may be called by whom.
    pub ingress: Relation,
    /// Who may call whom.
    pub egress: Relation,
}

impl Relations {
    /// The relation of one direction.
    pub fn of(&self, direction: Direction) -> &Relation {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The relation of one direction, to be filled.
    pub fn of_mut(&mut self, direction: Direction) -> &mut Relation {
        match direction {
            Direction::Ingress => &mut self.ingress,
            Direction::Egress => &mut self.egress,
        }
    }
}
