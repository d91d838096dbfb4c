//! The clauses on what an end stands for as the other end of a half, and on what is cut out of ranges.

use crate::graph::{End, External, Graph};
use crate::profile::special::{EVERY_ADDRESS, NOT_PUBLIC, PUBLIC};
use crate::profile::{Mesh, Profile, StandsFor};
use crate::sets::{Addresses, Labels, Peer};

/// What the ends of a graph stand for.
#[derive(Debug)]
pub(super) struct Peers<'g> {
    graph: &'g Graph,
    world: Addresses,
    internet: Addresses,
}

impl<'g> Peers<'g> {
    /// Works out what does not depend on an end.
    pub(super) fn of(graph: &'g Graph) -> Self {
        Self { graph, world: world(&graph.profile), internet: internet(&graph.profile) }
    }

    /// The mesh that the cluster has.
    pub(super) fn mesh(&self) -> Mesh {
        self.graph.profile.mesh
    }

    /// The peers that an end stands for where it calls, as a union.
    ///
    /// `C10` A name with `from` stands, where it calls, for what `from` lists.
    pub(super) fn of_caller(&self, end: &End) -> Vec<Peer> {
        match end {
            End::Name(name) => {
                let from = self.graph.profile.names.get(&**name).and_then(|name| name.from.as_deref());
                from.map_or_else(|| self.of_callee(end), |from| named(from, &self.graph.profile))
            }
            _ => self.of_callee(end),
        }
    }

    /// The peers that an end stands for where it is called, as a union. An end that the graph lacks is nobody.
    pub(super) fn of_callee(&self, end: &End) -> Vec<Peer> {
        let graph = self.graph;
        let pods = |labels: Option<Labels>| labels.map(Peer::Pods).into_iter().collect();
        match end {
            // `H6` A half towards a service or a group opens the way for that service's or group's pods and for nothing
            // else.
            End::Service(id) => match graph.service(*id) {
                // `H12` As the other end of a half, a service on the host network is the nodes.
                Some(service) if service.host_network => range(nodes(&graph.profile)),
                service => pods(service.map(|service| service.pods.clone())),
            },
            End::Group(id) => pods(graph.group(*id).map(|group| group.pods.clone())),
            // `A3` `@namespace/NAME` is every pod of that namespace.
            End::Namespace(id) | End::PodsOf(id) => {
                pods(graph.namespace(*id).map(|named| Labels::in_namespace(named.name.clone())))
            }
            // `A1` `@cluster` is every pod of the cluster.
            End::Cluster => pods(Some(Labels::any())),
            // `A5` `@anywhere` is every pod, every node and every address.
            End::Anywhere => Peer::anywhere().to_vec(),
            End::World => range(self.world.clone()),
            End::Internet => range(self.internet.clone()),
            // `A12` `@nodes` is the profile's `node_cidr`.
            End::Nodes => range(nodes(&graph.profile)),
            End::External(id) => {
                graph.external(*id).map(|node| range(external(node, &graph.profile))).unwrap_or_default()
            }
            End::Name(name) => {
                let name = graph.profile.names.get(&**name);
                name.map(|name| named(&name.peers, &graph.profile)).unwrap_or_default()
            }
        }
    }
}

/// `X5` An external is never a pod or a node of the cluster: the profile's `pod_cidr` and `node_cidr` are cut out of
/// it.
fn external(node: &External, profile: &Profile) -> Addresses {
    Addresses::nets(&node.cidr).minus(&Addresses::nets(&node.except)).minus(&profile.inside())
}

/// `A6` `@world` is every address of both families that is no pod's and no node's.
fn world(profile: &Profile) -> Addresses {
    Addresses::nets(&EVERY_ADDRESS).minus(&profile.inside())
}

/// `A8` `@internet` is the public addresses of both families. `A9` `@internet` holds no address of the profile's
/// `pod_cidr` and `node_cidr`. `A10` Of IPv6, `@internet` holds only addresses from `2000::/3`.
fn internet(profile: &Profile) -> Addresses {
    Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC)).minus(&profile.inside())
}

/// `C1` A name of the profile stands for pods or for addresses. `C4` Nothing is cut out of a name's addresses.
fn named(all: &[StandsFor], profile: &Profile) -> Vec<Peer> {
    let peers = all.iter().flat_map(|one| match one {
        StandsFor::Pods(pods) => vec![Peer::Pods(pods.clone())],
        StandsFor::Addresses(nets) => range(Addresses::nets(nets)),
        StandsFor::Nodes => range(nodes(profile)),
    });
    peers.collect()
}

fn nodes(profile: &Profile) -> Addresses {
    Addresses::nets(profile.node_cidr.iter().flatten())
}

fn range(addresses: Addresses) -> Vec<Peer> {
    vec![Peer::Addresses(addresses)]
}
