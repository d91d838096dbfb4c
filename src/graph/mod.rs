//! The resolved service graph: the nouns of the intent language, every name looked up, every edge expanded.
//!
//! It holds nodes, edges and declared isolation, never halves: which end of an edge makes a rule, and for whom, is
//! derived twice, by `backend::compile` and by `verify::meaning`, so that one can judge the other. Whoever wants to
//! add a derived fact here must ask whether both would then believe the same mistake.

mod edge;
mod guard;
mod left_out;
mod name;
mod node;

use std::sync::Arc;

use crate::profile::Profile;
use crate::sets::PortRange;

pub use edge::{Detail, Edge, EdgePorts, End, HeaderValue, Http, PathMatch, Widening, Writing};
pub use guard::{Guard, GuardEnd, Must, Selected};
pub use left_out::{LeftOut, Why};
pub use name::Prefix;
pub use node::{
    DeclaredPort, External, ExternalId, Group, GroupId, GroupNamespaces, Meta, Namespace, NamespaceId, Service,
    ServiceId, Stage,
};

/// What the intent files mean, for one cluster.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The cluster's name; `None` where the project has no `[clusters]`.
    pub cluster: Option<Arc<str>>,
    /// What the names of objects start with.
    pub prefix: Prefix,
    /// What the cluster is like.
    pub profile: Profile,
    /// The declared namespaces, sorted by the name that the intents give them.
    pub namespaces: Vec<Namespace>,
    /// The services, sorted by namespace and name.
    pub services: Vec<Service>,
    /// The groups, sorted by name.
    pub groups: Vec<Group>,
    /// The externals, sorted by name.
    pub externals: Vec<External>,
    /// The edges, in canonical order: a permutation of files, tables or arrays does not change it. Each wildcard is
    /// expanded, and all that the flavor cannot say is widened as its author allowed: see [`Edge::widened`].
    pub edges: Vec<Edge>,
    /// Whom name resolution asks; `None` where the profile has no `@dns`.
    pub dns: Option<Resolver>,
    /// Whether a half in a namespace must be answered by an edge in a file of that namespace's owner.
    pub consent_of_both: bool,
    /// What every edge must say of itself.
    pub required: Required,
    /// What must never and must always hold.
    pub guards: Vec<Guard>,
    /// What was written and does not count in this cluster, sorted by place.
    pub left_out: Vec<LeftOut>,
}

/// `require`: what every edge must have at one of its writings. The owner of a file counts as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Required {
    /// Somebody who answers for it.
    pub owner: bool,
    /// A reason.
    pub why: bool,
}

/// Who resolves names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolver {
    /// `@dns` itself, or the service that the profile puts in its place, which then has a half of each resolution.
    pub end: End,
    /// The ports on which it is asked, sorted, at least one.
    pub ports: Vec<PortRange>,
}

macro_rules! lookup {
    ($($function:ident, $list:ident, $id:ty, $node:ty, $what:literal;)*) => {
        impl Graph {$(
            #[doc = concat!("The ", $what, " of an id that this graph gave; `None` for any other.")]
            pub fn $function(&self, id: $id) -> Option<&$node> {
                self.$list.get(usize::try_from(id.0).ok()?)
            }
        )*}
    };
}
lookup! {
    namespace, namespaces, NamespaceId, Namespace, "namespace";
    service, services, ServiceId, Service, "service";
    group, groups, GroupId, Group, "group";
    external, externals, ExternalId, External, "external";
}

impl Graph {
    /// The folder of a namespace by its name, below `out/`: `CLUSTER/NAMESPACE`, or `NAMESPACE` where the project has no
    /// `[clusters]`.
    pub fn folder(&self, namespace: &str) -> String {
        match &self.cluster {
            Some(cluster) => format!("{cluster}/{namespace}"),
            None => namespace.to_owned(),
        }
    }

    /// The ids of the governed namespaces, in order.
    pub fn governed(&self) -> impl Iterator<Item = NamespaceId> {
        (0..).map(NamespaceId).zip(&self.namespaces).filter(|(_, namespace)| namespace.governed).map(|(id, _)| id)
    }
}
