//! The objects that only the doctor looks at: nodes, DaemonSets and EndpointSlices.
//!
//! What an API server hands out has the right shape; a part that has not reads as if it were not there.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::sets::{PortRange, Protocol};

/// A node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// The ranges from which its pods get their addresses, where Kubernetes hands these out.
    pub(super) pod_cidrs: Vec<IpNet>,
    /// Its addresses, inside and outside.
    pub(super) addresses: Vec<IpAddr>,
    /// The version of its kubelet.
    pub(super) kubelet: String,
}

/// A DaemonSet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DaemonSet {
    pub(super) namespace: String,
    pub(super) name: String,
    /// The name and the image of each container.
    pub(super) containers: Vec<(String, String)>,
}

/// What is behind a service, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) namespace: String,
    /// The name of the service.
    pub(super) service: String,
    /// The addresses that can be called.
    pub(super) addresses: Vec<IpAddr>,
    /// The ports there, each with its name, which may be empty.
    pub(super) ports: Vec<(String, PortRange)>,
}

impl Node {
    pub(super) fn read(object: &Json) -> Self {
        let addresses = list(object, "/status/addresses")
            .iter()
            .filter(|address| matches!(address.get("type").and_then(Json::as_str), Some("InternalIP" | "ExternalIP")));
        let mut addresses: Vec<IpAddr> =
            addresses.filter_map(|address| address.get("address")?.as_str()?.parse().ok()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        let both = list(object, "/spec/podCIDRs").iter().chain(object.pointer("/spec/podCIDR"));
        Self {
            pod_cidrs: both.filter_map(|cidr| cidr.as_str()?.parse().ok()).collect(),
            addresses,
            kubelet: text(object, "/status/nodeInfo/kubeletVersion"),
        }
    }
}

impl DaemonSet {
    pub(super) fn read(object: &Json) -> Self {
        let containers = list(object, "/spec/template/spec/containers").iter();
        Self {
            namespace: text(object, "/metadata/namespace"),
            name: text(object, "/metadata/name"),
            containers: containers.map(|container| (text(container, "/name"), text(container, "/image"))).collect(),
        }
    }

    /// `kube-system/cilium`.
    pub(super) fn full_name(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

impl Slice {
    pub(super) fn read(object: &Json) -> Self {
        // Whether one is ready is unknown where nothing is said, and then it counts as ready: `EndpointConditions` in
        // `k8s.io/api/discovery/v1/types.go`.
        let is_ready = |endpoint: &&Json| endpoint.pointer("/conditions/ready").is_none_or(|ready| *ready != false);
        let endpoints = list(object, "/endpoints").iter().filter(is_ready);
        let addresses = endpoints.flat_map(|endpoint| list(endpoint, "/addresses"));
        Self {
            namespace: text(object, "/metadata/namespace"),
            service: text(object, "/metadata/labels/kubernetes.io~1service-name"),
            addresses: addresses.filter_map(|address| address.as_str()?.parse().ok()).collect(),
            ports: list(object, "/ports").iter().filter_map(port).collect(),
        }
    }
}

fn port(port: &Json) -> Option<(String, PortRange)> {
    let number = u16::try_from(port.get("port")?.as_u64()?).ok()?;
    let protocol = text(port, "/protocol");
    let protocol =
        Protocol::NAMED.into_iter().find(|(name, _)| *name == protocol).map_or(Protocol::Tcp, |(_, known)| known);
    Some((text(port, "/name"), PortRange::one(protocol, number)))
}

fn list<'o>(object: &'o Json, path: &str) -> &'o [Json] {
    object.pointer(path).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn text(object: &Json, path: &str) -> String {
    object.pointer(path).and_then(Json::as_str).unwrap_or_default().to_owned()
}
