//! The addresses of pods and nodes, as ranges: those that were seen, and none wider.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::manifest::inventory::Inventory;
use crate::sets::Addresses;

use super::pod_addresses;
use super::read::Node;

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// The objects that tell it were not read.
    #[error("the {0} were not read")]
    NotRead(&'static str),
    /// There are no objects that tell it.
    #[error("there are no {0}")]
    None(&'static str),
    /// Kubernetes hands out no ranges to some nodes: their pods' addresses come from elsewhere.
    #[error("{0} of {1} nodes have no `podCIDR`, so the plug-in hands out the pods' addresses")]
    NodesWithout(usize, usize),
    /// Pods have other addresses than those that Kubernetes hands out.
    #[error("{0} of {1} addresses of pods are outside of the nodes' `podCIDR`, so the plug-in hands out others")]
    PodsOutside(usize, usize),
    /// Not all have the same ports.
    #[error("not all addresses have the same ports")]
    PortsDiffer,
}

/// The ranges of the pods' addresses: those of the nodes, where these are what pods really have.
///
/// A node has a `podCIDR` where Kubernetes hands it out, whether the plug-in keeps to it or not: only the addresses of
/// pods tell.
pub(super) fn pod_cidr(nodes: Option<&[Node]>, pods: Option<&Inventory>) -> Result<Vec<IpNet>, Unknown> {
    let nodes = known(nodes)?;
    let addresses: Vec<IpAddr> = pods.map(|pods| pod_addresses(pods).collect()).ok_or(Unknown::NotRead("pods"))?;
    let without = nodes.iter().filter(|node| node.pod_cidrs.is_empty()).count();
    if without > 0 {
        return Err(Unknown::NodesWithout(without, nodes.len()));
    }
    let ranges = Addresses::nets(nodes.iter().flat_map(|node| &node.pod_cidrs));
    let outside = addresses.iter().filter(|address| !ranges.contains(**address)).count();
    match (addresses.len(), outside) {
        (0, _) => Err(Unknown::None("addresses of pods")),
        (_, 0) => Ok(ranges.to_nets()),
        (all, outside) => Err(Unknown::PodsOutside(outside, all)),
    }
}

/// The addresses of the nodes.
pub(super) fn node_cidr(nodes: Option<&[Node]>) -> Result<Vec<IpNet>, Unknown> {
    let addresses = known(nodes)?.iter().flat_map(|node| &node.addresses);
    let mut addresses: Vec<IpNet> = addresses.copied().map(IpNet::from).collect();
    addresses.sort_unstable();
    addresses.dedup();
    if addresses.is_empty() { Err(Unknown::None("addresses of nodes")) } else { Ok(addresses) }
}

fn known(nodes: Option<&[Node]>) -> Result<&[Node], Unknown> {
    match nodes {
        None => Err(Unknown::NotRead("nodes")),
        Some([]) => Err(Unknown::None("nodes")),
        Some(nodes) => Ok(nodes),
    }
}
