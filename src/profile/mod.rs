//! What a cluster is like: the facts that only its operator knows, as values.
//!
//! Both ways of the proof read these facts: they are given, not derived. Nothing here knows a service graph.

mod engine;
mod mesh;
mod name;
mod preset;
pub mod special;

use std::collections::BTreeMap;

use ipnet::IpNet;

pub use engine::{Engine, Version};
pub use mesh::Mesh;
pub use name::{Name, StandsFor};
pub use preset::{DNS_PRESETS, NODE_LOCAL, dns_preset, node_local_dns};

use crate::sets::Addresses;

/// What one cluster is like.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The ranges of the pods' addresses; empty: none that a range could hold; `None`: not given.
    pub pod_cidr: Option<Vec<IpNet>>,
    /// The ranges of the nodes' addresses; empty: none that a range could hold; `None`: not given.
    pub node_cidr: Option<Vec<IpNet>>,
    /// What enforces the policies.
    pub engine: Engine,
    /// The version of the engine; `None`: not given.
    pub version: Option<Version>,
    /// The service mesh.
    pub mesh: Mesh,
    /// What `@NAME` stands for, by name without the `@`.
    pub names: BTreeMap<String, Name>,
}

impl Profile {
    /// The addresses that are a pod's or a node's as far as the profile says. A range that means the world outside
    /// never holds them.
    pub fn inside(&self) -> Addresses {
        Addresses::nets(self.pod_cidr.iter().chain(&self.node_cidr).flatten())
    }

    /// Whether the profile says of every address if it is a pod's or a node's.
    pub fn knows_inside(&self) -> bool {
        self.pod_cidr.is_some() && self.node_cidr.is_some()
    }
}
