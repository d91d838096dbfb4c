//! Ends of edges → peers.

use crate::graph::{End, External, Graph};
use crate::profile::{Profile, StandsFor, special};
use crate::sets::{Addresses, Labels};

use super::blocks::blocks;
use super::{Peer, Peers};

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

    /// What an end stands for; `None` where that is nothing, so that no rule may be made of it.
    pub(super) fn peers(&self, end: &End) -> Option<Peers> {
        match end {
            End::Service(id) => self.graph.service(*id).map(|service| pods(service.pods.clone())),
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
            End::Nodes => {
                let nodes = self.graph.profile.node_cidr.as_deref().unwrap_or_default();
                listed(blocks(nodes, &Addresses::default()))
            }
            End::Name(name) => named(&self.graph.profile, name),
        }
    }
}

/// What an `@NAME` of the profile stands for: just what the profile says, nothing cut.
pub(super) fn named(profile: &Profile, name: &str) -> Option<Peers> {
    match &profile.names.get(name)?.stands_for {
        StandsFor::Pods(labels) => Some(pods(labels.clone())),
        StandsFor::Addresses(networks) => listed(blocks(networks, &Addresses::default())),
    }
}

fn pods(labels: Labels) -> Peers {
    Peers::Listed(Peer::Pods(labels), Vec::new())
}

fn listed(peers: Vec<Peer>) -> Option<Peers> {
    let mut peers = peers.into_iter();
    peers.next().map(|first| Peers::Listed(first, peers.collect()))
}
