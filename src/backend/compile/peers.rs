//! Ends of edges → peers.

use crate::graph::{End, External, Graph};
use crate::profile::{Mesh, Profile, StandsFor, special};
use crate::sets::{Addresses, Labels};

use super::blocks::blocks;
use super::{Peer, Peers, Ports};

/// What the ends of a graph stand for. The ends that are ranges are cut once.
#[derive(Debug)]
pub(super) struct Ends<'g> {
    graph: &'g Graph,
    /// In the order of the graph's externals.
    externals: Vec<Option<Peers>>,
    world: Option<Peers>,
    internet: Option<Peers>,
}

impl<'g> Ends<'g> {
    /// Cuts the cluster's own ranges out of all that means no pod and no node.
    pub(super) fn new(graph: &'g Graph) -> Self {
        let inside = graph.profile.inside();
        let external = |external: &External| {
            let cut = Addresses::nets(&external.except).union(&inside);
            listed(blocks(&external.cidr, &cut))
        };
        let not_public = Addresses::nets(&special::NOT_PUBLIC).union(&inside);
        Self {
            graph,
            externals: graph.externals.iter().map(external).collect(),
            world: listed(blocks(&special::EVERY_ADDRESS, &inside)),
            internet: listed(blocks(&special::PUBLIC, &not_public)),
        }
    }

    /// What an end stands for that calls; `None` where that is nothing, so that no rule may be made of it.
    pub(super) fn calling(&self, end: &End) -> Option<Peers> {
        match end {
            End::Name(name) => all_of(&self.graph.profile, self.graph.profile.names.get(&**name)?.sources()),
            _ => self.called(end),
        }
    }

    /// What an end stands for that is called; `None` where that is nothing.
    pub(super) fn called(&self, end: &End) -> Option<Peers> {
        match end {
            End::Service(id) => match self.graph.service(*id)? {
                service if service.host_network => listed(nodes(&self.graph.profile)),
                service => Some(pods(service.pods.clone())),
            },
            End::Group(id) => self.graph.group(*id).map(|group| pods(group.pods.clone())),
            End::External(id) => self.externals.get(usize::try_from(id.0).ok()?)?.clone(),
            End::Namespace(id) | End::PodsOf(id) => {
                let namespace = self.graph.namespace(*id)?;
                Some(pods(Labels::in_namespace(namespace.name.clone())))
            }
            End::Cluster => Some(pods(Labels::any())),
            End::Anywhere => Some(Peers::Anywhere),
            End::World => self.world.clone(),
            End::Internet => self.internet.clone(),
            End::Nodes => listed(nodes(&self.graph.profile)),
            End::Name(name) => all_of(&self.graph.profile, &self.graph.profile.names.get(&**name)?.peers),
        }
    }
}

/// What a name of the profile stands for: just what the profile says, nothing cut.
fn all_of(profile: &Profile, all: &[StandsFor]) -> Option<Peers> {
    let peers = all.iter().flat_map(|one| match one {
        StandsFor::Pods(labels) => vec![Peer::Pods(labels.clone())],
        StandsFor::Addresses(networks) => blocks(networks, &Addresses::default()),
        StandsFor::Nodes => nodes(profile),
    });
    listed(peers.collect())
}

/// What of a rule goes through the tunnel of a mesh: its peers that are pods, and the tunnel's port. `None` where nothing
/// does: a tunnel takes TCP between pods.
pub(super) fn tunnelled(mesh: Mesh, peers: &Peers, ports: &Ports) -> Option<(Peers, Ports)> {
    let tunnel = mesh.tunnel().filter(|_| ports.has_tcp())?;
    let is_pods = |peer: &&Peer| matches!(peer, Peer::Pods(_));
    let pods = match peers {
        Peers::Anywhere => Some(pods(Labels::any())),
        Peers::Listed(first, others) => listed([first].into_iter().chain(others).filter(is_pods).cloned().collect()),
    };
    Some((pods?, Ports::Listed(vec![tunnel])))
}

fn nodes(profile: &Profile) -> Vec<Peer> {
    blocks(profile.node_cidr.as_deref().unwrap_or_default(), &Addresses::default())
}

fn pods(labels: Labels) -> Peers {
    Peers::Listed(Peer::Pods(labels), Vec::new())
}

fn listed(peers: Vec<Peer>) -> Option<Peers> {
    let mut peers = peers.into_iter();
    peers.next().map(|first| Peers::Listed(first, peers.collect()))
}
