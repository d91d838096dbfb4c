//! Graph → flavor-neutral policies: halves, grouping, merging, naming.

mod policy;

pub use policy::{Edges, Peer, Peers, Policy, Ports, Rule};
