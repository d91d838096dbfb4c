//! Services.

use std::net::IpAddr;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::Protocol;

use super::{LabelMap, Workload};

/// A Kubernetes Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The namespace.
    pub namespace: Arc<str>,
    /// The name.
    pub name: Arc<str>,
    /// Its own labels, not those of its pods.
    pub labels: LabelMap,
    /// How it is reached.
    pub kind: ServiceKind,
    /// The labels of the pods behind it; empty where it has no selector.
    pub selector: LabelMap,
    /// Its ports.
    pub ports: Vec<ServicePort>,
    /// Its addresses inside the cluster; none where they are not known or it has none.
    pub cluster_ips: Vec<IpAddr>,
    /// To which pods calls from outside the cluster go.
    pub external_traffic_policy: TrafficPolicy,
    /// To which pods calls from inside the cluster go.
    pub internal_traffic_policy: TrafficPolicy,
    /// Where its name stands.
    pub place: Place,
    /// Where its selector stands; its name where it has none.
    pub selector_place: Place,
}

impl Service {
    /// Whether calls go to the pods of a workload.
    pub fn selects(&self, workload: &Workload) -> bool {
        let has = |(key, value): (&Arc<str>, &Arc<str>)| workload.labels.get(key) == Some(value);
        workload.namespace == self.namespace && !self.selector.is_empty() && self.selector.iter().all(has)
    }
}

/// How a service is reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// At an address inside the cluster.
    ClusterIp,
    /// At the addresses of its pods: `clusterIP: None`.
    Headless,
    /// Also at a port of each node.
    NodePort,
    /// Also at a load balancer.
    LoadBalancer,
    /// Under another DNS name, which this is.
    ExternalName(Arc<str>),
}

/// A port of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePort {
    /// Its name, where it has one.
    pub name: Option<Arc<str>>,
    /// The protocol.
    pub protocol: Protocol,
    /// The number at the service's address.
    pub number: u16,
    /// The port of the pods.
    pub target: PortRef,
    /// The port of each node.
    pub node_port: Option<u16>,
    /// Where it is declared.
    pub place: Place,
}

/// A port as others name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortRef {
    /// By number.
    Number(u16),
    /// By name, which each pod may declare for another number.
    Name(Arc<str>),
}

/// To which pods calls go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrafficPolicy {
    /// To any: a call from outside the cluster then seems to come from a node.
    #[default]
    Cluster,
    /// To those of the node at which the call arrives: it keeps its source.
    Local,
}
