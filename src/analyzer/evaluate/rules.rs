//! The rules model: what policies of every flavor come down to.

use std::fmt;
use std::ops::Range;

use crate::sets::{Direction, Labels, Peer, Ports};

/// The policies that judge a connection, all at once: they add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// The policies, in the order in which they were read.
    pub policies: Vec<Policy>,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The object that it stands in.
    pub object: ObjectId,
    /// The pods that it binds; `None`: its selector contradicts itself, so none.
    pub subject: Option<Labels>,
    /// What it lets in; `None`: it does not isolate for ingress.
    pub ingress: Option<Vec<Rule>>,
    /// What it lets out; `None`: it does not isolate for egress.
    pub egress: Option<Vec<Rule>>,
}

impl Policy {
    /// The rules of one direction; `None`: the policy does not isolate in it.
    pub fn rules(&self, direction: Direction) -> Option<&[Rule]> {
        match direction {
            Direction::Ingress => self.ingress.as_deref(),
            Direction::Egress => self.egress.as_deref(),
        }
    }
}

/// One rule: any of these peers, on these ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The peers, as a union; empty: none.
    pub peers: Vec<Peer>,
    /// The destination's ports.
    pub ports: Ports,
    /// The bytes of the file that the rule takes up.
    pub span: Range<u32>,
}

/// Which object of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Its kind.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// `NetworkPolicy shop/npgen-cart`.
impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}
