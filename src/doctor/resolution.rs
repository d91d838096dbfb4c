//! Who resolves names: the services for it, what is really behind them, and the preset of a profile that says the same.

use std::net::IpAddr;

use crate::manifest::inventory::{LabelMap, Service};
use crate::profile::{DNS_PRESETS, NODE_LOCAL, StandsFor, dns_preset};
use crate::sets::{LabelKey, LabelValues, Labels, PortRange, Values};

use super::Unknown;
use super::image::Image;
use super::read::{DaemonSet, Slice};

/// The port at which pods ask a service for names.
const DNS: u16 = 53;

/// The service by which the resolvers on the nodes ask the others: nobody else does. From the manifest of `NodeLocal
/// DNSCache` in Kubernetes' `cluster/addons/dns/nodelocaldns`.
const UPSTREAM: &str = "kube-dns-upstream";

/// Who resolves the names of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The services, sorted by namespace and name.
    pub resolvers: Vec<Resolver>,
    /// What was not read of what tells it; `None` where nothing is missing.
    pub unread: Option<Unknown>,
    /// The DaemonSet that runs a resolver on each node, with its namespace, where there is one.
    pub node_local: Option<String>,
    /// The preset that says the same; `None` where there is none, or nothing to say.
    pub preset: Option<&'static str>,
}

/// A service that resolves names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolver {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its addresses inside the cluster.
    pub addresses: Vec<IpAddr>,
    /// The labels of the pods behind it.
    pub selector: LabelMap,
    /// How many addresses are behind it.
    pub endpoints: usize,
    /// The ports of the pods that answer, sorted; empty where they are not known.
    pub ports: Vec<PortRange>,
}

impl Resolver {
    /// The pods behind it; `None` where it has no selector.
    fn pods(&self) -> Option<Labels> {
        if self.selector.is_empty() {
            return None;
        }
        let own = self
            .selector
            .iter()
            .map(|(key, value)| (LabelKey::Pod(key.clone()), LabelValues::present(Values::one(value.clone()))));
        Labels::in_namespace(self.namespace.as_str()).intersect(&Labels::all_of(own)?)
    }

    /// The preset that has its pods and exactly its ports.
    fn preset(&self) -> Option<&'static str> {
        let pods = self.pods()?;
        let fits = |preset: &&str| {
            dns_preset(preset).is_some_and(|name| {
                let of_pods = |peer: &StandsFor| matches!(peer, StandsFor::Pods(all) if pods.is_subset(all));
                name.ports.as_ref() == Some(&self.ports) && name.peers.iter().any(of_pods)
            })
        };
        DNS_PRESETS.into_iter().find(fits)
    }
}

/// Finds who resolves names.
pub(super) fn resolution(
    services: Option<&[Service]>,
    daemon_sets: Option<&[DaemonSet]>,
    slices: Option<&[Slice]>,
) -> Resolution {
    let unread = match (services, slices) {
        (None, _) => Some(Unknown::NotRead("services")),
        (_, None) => Some(Unknown::NotRead("EndpointSlices")),
        _ => None,
    };
    let services = services.unwrap_or_default().iter().filter(|service| is_resolver(service));
    let resolvers: Vec<Resolver> = services.map(|service| resolver(service, slices.unwrap_or_default())).collect();
    let node_local = daemon_sets.unwrap_or_default().iter().find(|one| is_node_local(one)).map(DaemonSet::full_name);
    let preset = match (resolvers.as_slice(), &node_local) {
        ([resolver], None) => resolver.preset(),
        // The preset for a resolver on each node has the pods of this one, too.
        ([resolver], Some(_)) => resolver.preset().filter(|preset| *preset == "kubeadm").map(|_| NODE_LOCAL),
        _ => None,
    };
    Resolution { resolvers, unread, node_local, preset }
}

/// Whether a service resolves names: the one that kubeadm, kind, k3s, RKE2, EKS, GKE and AKS label, or that of
/// OpenShift's DNS operator.
fn is_resolver(service: &Service) -> bool {
    match &*service.namespace {
        "kube-system" => {
            let is_labelled = service.labels.get("k8s-app").is_some_and(|label| &**label == "kube-dns");
            (is_labelled || matches!(&*service.name, "kube-dns" | "coredns")) && &*service.name != UPSTREAM
        }
        "openshift-dns" => &*service.name == "dns-default",
        _ => false,
    }
}

fn resolver(service: &Service, slices: &[Slice]) -> Resolver {
    let own = |slice: &&Slice| slice.namespace == *service.namespace && slice.service == *service.name;
    let asked = service.ports.iter().filter(|port| port.number == DNS);
    let names: Vec<&str> = asked.map(|port| port.name.as_deref().unwrap_or_default()).collect();
    let of_service = || slices.iter().filter(own);
    let ports = of_service().flat_map(|slice| &slice.ports).filter(|(name, _)| names.contains(&name.as_str()));
    let mut ports: Vec<PortRange> = ports.map(|(_, port)| *port).collect();
    ports.sort_unstable();
    ports.dedup();
    Resolver {
        namespace: service.namespace.to_string(),
        name: service.name.to_string(),
        addresses: service.cluster_ips.clone(),
        selector: service.selector.clone(),
        endpoints: of_service().map(|slice| slice.addresses.len()).sum(),
        ports,
    }
}

/// Whether a DaemonSet runs a resolver on each node.
fn is_node_local(daemon_set: &DaemonSet) -> bool {
    let has_image = daemon_set.containers.iter().any(|(_, image)| Image::read(image).is("k8s-dns-node-cache"));
    has_image || matches!(daemon_set.name.as_str(), "node-local-dns" | "nodelocaldns")
}
