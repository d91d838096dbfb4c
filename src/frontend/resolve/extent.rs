//! How far an end reaches: the pods and addresses that it stands for, to hold two ends against each other.

use crate::graph::End;
use crate::profile::StandsFor;
use crate::profile::special::{EVERY_ADDRESS, NOT_PUBLIC, PUBLIC};
use crate::sets::{Addresses, Labels};

use super::names::Names;

/// Pods and addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Extent {
    /// Whether it is everyone.
    everyone: bool,
    pods: Vec<Labels>,
    addresses: Addresses,
}

impl Extent {
    /// That of an end, as the one that calls.
    pub(super) fn of_caller(end: &End, names: Names<'_>) -> Self {
        match end {
            End::Name(name) => match names.known.profile.names.get(&**name) {
                Some(name) => Self::of_peers(name.from.as_deref().unwrap_or(&name.peers), names),
                None => Self::default(),
            },
            _ => Self::of_callee(end, names),
        }
    }

    /// That of an end, as the one that is called.
    pub(super) fn of_callee(end: &End, names: Names<'_>) -> Self {
        let profile = &names.known.profile;
        let in_namespace = |id| names.nodes.namespaces.get(id).map(|named| Labels::in_namespace(named.name.clone()));
        match end {
            End::Service(id) => match names.service(*id) {
                Some(service) if service.host_network => Self::of_callee(&End::Nodes, names),
                service => Self::of_pods(service.map(|service| service.pods.clone())),
            },
            End::Group(id) => Self::of_pods(names.group(*id).map(|group| group.pods.clone())),
            End::Namespace(id) | End::PodsOf(id) => Self::of_pods(in_namespace(*id)),
            End::Cluster => Self::of_pods(Some(Labels::any())),
            End::Anywhere => Self { everyone: true, ..Self::default() },
            End::World => Self::of_addresses(Addresses::nets(&EVERY_ADDRESS).minus(&profile.inside())),
            End::Internet => Self::of_addresses(
                Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC)).minus(&profile.inside()),
            ),
            End::Nodes => Self::of_addresses(Addresses::nets(profile.node_cidr.iter().flatten())),
            End::External(id) => match names.external(*id) {
                Some(external) => Self::of_addresses(
                    Addresses::nets(&external.cidr).minus(&Addresses::nets(&external.except)).minus(&profile.inside()),
                ),
                None => Self::default(),
            },
            End::Name(name) => match profile.names.get(&**name) {
                Some(name) => Self::of_peers(&name.peers, names),
                None => Self::default(),
            },
        }
    }

    fn of_pods(pods: Option<Labels>) -> Self {
        Self { pods: pods.into_iter().collect(), ..Self::default() }
    }

    fn of_addresses(addresses: Addresses) -> Self {
        Self { addresses, ..Self::default() }
    }

    fn of_peers(peers: &[StandsFor], names: Names<'_>) -> Self {
        let mut extent = Self::default();
        for peer in peers {
            match peer {
                StandsFor::Pods(pods) => extent.pods.push(pods.clone()),
                StandsFor::Addresses(nets) => extent.addresses = extent.addresses.union(&Addresses::nets(nets)),
                StandsFor::Nodes => {
                    let nodes = Addresses::nets(names.known.profile.node_cidr.iter().flatten());
                    extent.addresses = extent.addresses.union(&nodes);
                }
            }
        }
        extent
    }

    /// Whether all of another one is in it, as far as one selector of it shows.
    pub(super) fn contains(&self, other: &Self) -> bool {
        let holds = |pods: &Labels| self.pods.iter().any(|own| pods.is_subset(own));
        self.everyone || (!other.everyone && other.pods.iter().all(holds) && other.addresses.is_subset(&self.addresses))
    }

    /// Whether something can be in both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let meet = |pods: &Labels| self.pods.iter().any(|own| !own.is_disjoint(pods));
        self.everyone
            || other.everyone
            || other.pods.iter().any(meet)
            || !self.addresses.intersect(&other.addresses).is_empty()
    }
}
