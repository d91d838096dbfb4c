//! What can stand at either end of a connection, as far as policies can tell.

use std::sync::Arc;

use crate::sets::{AddressRange, Labels, NamedPort, Peer, Pod};

/// One end of connections. A clone shares what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Pods that are alike.
    Pod {
        /// Their labels, those of their namespace, and their service account.
        pod: Arc<Pod>,
        /// The ports of their containers that have names.
        ports: Arc<[PortNumber]>,
    },
    /// Any other pod of a set: one of which no more is known than that it is a member. Only what holds the whole set
    /// holds it.
    OtherPod(Labels),
    /// Addresses that are no pod's. No policy binds them. Only what holds the whole range holds it, so a range is best
    /// one of [`super::split`]'s.
    Range(AddressRange),
    /// What only the engine knows by name, such as a node. No policy binds it.
    Entity(Arc<str>),
}

/// The number that a container has for the name of a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortNumber {
    /// The name, and the protocol that it is of.
    pub port: NamedPort,
    /// The number.
    pub number: u16,
}

impl End {
    /// Whether policies can bind it.
    pub fn is_pod(&self) -> bool {
        matches!(self, Self::Pod { .. } | Self::OtherPod(_))
    }

    /// Whether every member of this end is one of `labels`.
    pub fn is_among(&self, labels: &Labels) -> bool {
        match self {
            Self::Pod { pod, .. } => labels.contains(pod),
            Self::OtherPod(own) => own.is_subset(labels),
            Self::Range(_) | Self::Entity(_) => false,
        }
    }

    /// Whether every member of this end is one of `peer`.
    pub fn is_in(&self, peer: &Peer) -> bool {
        match (self, peer) {
            (Self::Pod { .. } | Self::OtherPod(_), Peer::Pods(labels)) => self.is_among(labels),
            (Self::Range(range), Peer::Addresses(addresses)) => range.to_addresses().is_subset(addresses),
            (Self::Entity(name), Peer::Entities(names)) => names.contains(name),
            _ => false,
        }
    }
}
