//! What a cluster is like for network policies: which plug-in runs, whether it enforces them and what it makes of the
//! API, where names are resolved, where the API server is, and which addresses are inside.
//!
//! Everything told was seen in a snapshot of the cluster; what could not be seen is told as unknown, with the reason.

mod differences;
mod image;
mod plugin;
mod ranges;
mod read;
mod resolution;
mod servers;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use ipnet::IpNet;

use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::emit::json::json;
use crate::manifest::inventory::{Gathering, Inventory};
use crate::manifest::read::objects;
use crate::profile::{Engine, Version};
use crate::snapshot::Seal;

pub use differences::Difference;
pub use plugin::{Enforces, Plugin};
pub use ranges::Unknown;
pub use resolution::{Resolution, Resolver};
pub use servers::ApiServer;

use read::{DaemonSet, Node, Slice};

/// Where an object would be that names no namespace. An API server leaves none out.
const DEFAULT_NAMESPACE: &str = "default";

/// What was found out about a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The name of the cluster.
    pub cluster: String,
    /// The version of its API server; `None` where it is not known.
    pub version: Option<String>,
    /// How many nodes it has; `None` where they were not read.
    pub nodes: Option<usize>,
    /// How many namespaces it has.
    pub namespaces: usize,
    /// Which families of addresses its pods have.
    pub families: Families,
    /// The plug-ins that run, sorted by plug-in; `None` where the DaemonSets were not read.
    pub plugins: Option<Vec<Running>>,
    /// The groups of the API that belong to plug-ins of which no DaemonSet was seen, each with its plug-in.
    pub left_over: Vec<(String, Plugin)>,
    /// Whether all nodes are of k3s, which has a plug-in in its own process.
    pub k3s: bool,
    /// Whether policies are enforced.
    pub enforcement: Enforcement,
    /// What those that enforce policies make of the API.
    pub differences: Vec<Difference>,
    /// Who resolves names.
    pub resolution: Resolution,
    /// Where the API server is.
    pub api_server: Result<ApiServer, Unknown>,
    /// The ranges of the pods' addresses, masked, sorted, none inside another.
    pub pod_cidr: Result<Vec<IpNet>, Unknown>,
    /// The nodes' addresses, sorted.
    pub node_cidr: Result<Vec<IpNet>, Unknown>,
}

/// Families of addresses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Families {
    /// IPv4.
    pub v4: bool,
    /// IPv6.
    pub v6: bool,
}

/// A plug-in that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Which it is.
    pub plugin: Plugin,
    /// Its version, as far as the tag of its image tells; that of the Cilium inside where it is GKE's.
    pub version: Option<Version>,
    /// The DaemonSet that runs it, with its namespace: `kube-system/cilium`.
    pub daemon_set: String,
    /// Its image; `None` where it is known by the name of the DaemonSet alone.
    pub image: Option<String>,
    /// Whether it enforces policies.
    pub enforces: Enforces,
}

/// Whether the policies of a cluster are enforced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enforcement {
    /// They are, by these; at least one.
    By(Vec<Plugin>),
    /// It can't be seen.
    Unknown,
    /// Nothing that runs enforces them.
    Nobody,
}

impl Findings {
    /// What enforces the policies, as a profile has it, with its version where the image tells it. `None` where it is
    /// not known, where several do, and where npgen knows nothing of what does.
    pub fn engine(&self) -> Option<(Engine, Option<Version>)> {
        let Enforcement::By(plugins) = &self.enforcement else { return None };
        let [plugin] = plugins.as_slice() else { return None };
        let running = self.plugins.iter().flatten().find(|running| running.plugin == *plugin)?;
        let version = running.version.filter(|_| *plugin != Plugin::GkeDataplaneV2);
        Some((plugin.engine()?, version))
    }
}

/// Finds out what it can about the cluster of a snapshot, of which this is the text and what its last line says.
pub fn examine(source: SourceId, text: &str, seal: &Seal, found: &mut Diagnostics) -> Findings {
    let mut gathering = Gathering::new(DEFAULT_NAMESPACE);
    let (mut nodes, mut daemon_sets, mut slices) = (Vec::new(), Vec::new(), Vec::new());
    objects(source, text, found, &mut |object, found| match &*object.kind {
        "Node" => nodes.push(Node::read(&json(&object.node))),
        "DaemonSet" => daemon_sets.push(DaemonSet::read(&json(&object.node))),
        "EndpointSlice" => slices.push(Slice::read(&json(&object.node))),
        "Namespace" | "Service" | "Pod" => gathering.add(&object, found),
        _ => {}
    });
    let inventory = gathering.finish();
    let (nodes, daemon_sets, slices) = (
        Some(nodes).filter(|_| !seal.lacks("Node")),
        Some(daemon_sets).filter(|_| !seal.lacks("DaemonSet")),
        Some(slices).filter(|_| !seal.lacks("EndpointSlice")),
    );
    let plugins = daemon_sets.as_deref().map(running);
    let left_over = left_over(seal, plugins.as_deref().unwrap_or_default());
    // Its policy controller, that of kube-router, is a part of its own process, and so is Flannel:
    // <https://docs.k3s.io/networking/networking-services#network-policy-controller>.
    let k3s =
        nodes.as_ref().is_some_and(|nodes| !nodes.is_empty() && nodes.iter().all(|node| node.kubelet.contains("+k3s")));
    let enforcement = enforcement(plugins.as_deref(), !left_over.is_empty() || k3s);
    Findings {
        cluster: seal.cluster.clone(),
        version: seal.server.as_ref().map(|server| server.version.clone()).filter(|version| !version.is_empty()),
        nodes: nodes.as_ref().map(Vec::len),
        namespaces: inventory.namespaces.len(),
        families: families(&inventory),
        differences: differences::of(plugins.as_deref().unwrap_or_default()),
        resolution: resolution::resolution(
            Some(inventory.services.as_slice()).filter(|_| !seal.lacks("Service")),
            daemon_sets.as_deref(),
            slices.as_deref(),
        ),
        api_server: servers::api_server(slices.as_deref()),
        pod_cidr: ranges::pod_cidr(nodes.as_deref(), Some(&inventory).filter(|_| !seal.lacks("Pod"))),
        node_cidr: ranges::node_cidr(nodes.as_deref()),
        plugins,
        left_over,
        k3s,
        enforcement,
    }
}

/// The plug-ins that DaemonSets run, each once.
fn running(daemon_sets: &[DaemonSet]) -> Vec<Running> {
    let of_one = |daemon_set| {
        Plugin::of_daemon_set(daemon_set).into_iter().map(move |(plugin, image)| Running {
            plugin,
            version: image.and_then(|image| image::Image::read(image).version()),
            daemon_set: daemon_set.full_name(),
            image: image.map(str::to_owned),
            enforces: plugin.enforces(daemon_set, image),
        })
    };
    let mut running: Vec<Running> = daemon_sets.iter().flat_map(of_one).collect();
    // A DaemonSet that is known by its image tells more than one that is known by its name.
    running.sort_by(|one, other| {
        let key = |running: &Running| (running.plugin, running.image.is_none(), running.daemon_set.clone());
        key(one).cmp(&key(other))
    });
    running.dedup_by_key(|running| running.plugin);
    running
}

/// The groups of plug-ins that do not run. Cilium's are those of GKE's Dataplane V2, too.
fn left_over(seal: &Seal, running: &[Running]) -> Vec<(String, Plugin)> {
    let runs = |plugin| {
        running.iter().any(|running| {
            running.plugin == plugin || plugin == Plugin::Cilium && running.plugin == Plugin::GkeDataplaneV2
        })
    };
    let groups = seal.server.iter().flat_map(|server| &server.groups);
    let known = groups.filter_map(|group| Some((group.clone(), Plugin::of_group(group)?)));
    let mut left_over: Vec<(String, Plugin)> = known.filter(|(_, plugin)| !runs(*plugin)).collect();
    left_over.sort();
    left_over
}

/// Whether policies are enforced. `hidden` says that something may run that no DaemonSet shows.
fn enforcement(running: Option<&[Running]>, hidden: bool) -> Enforcement {
    let running = running.unwrap_or_default();
    let enforcing: Vec<Plugin> =
        running.iter().filter(|running| running.enforces == Enforces::Yes).map(|running| running.plugin).collect();
    let none_does = !running.is_empty() && running.iter().all(|running| running.enforces == Enforces::No);
    if !enforcing.is_empty() {
        Enforcement::By(enforcing)
    } else if none_does && !hidden {
        Enforcement::Nobody
    } else {
        Enforcement::Unknown
    }
}

/// The families of the addresses that pods have which are not on their node's network.
fn families(inventory: &Inventory) -> Families {
    let addresses = || pod_addresses(inventory);
    Families { v4: addresses().any(|address| address.is_ipv4()), v6: addresses().any(|address| address.is_ipv6()) }
}

/// The addresses of the pods that are not on their node's network and did not run to their end.
fn pod_addresses(inventory: &Inventory) -> impl Iterator<Item = IpAddr> {
    let workloads = inventory.workloads.iter().filter(|workload| !workload.host_network);
    let pods = workloads.flat_map(|workload| &workload.pods).filter(|pod| !pod.finished);
    pods.flat_map(|pod| pod.addresses.iter().copied())
}
