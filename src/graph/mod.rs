//! The resolved service graph: the nouns of the intent language, every name looked up, every edge expanded.
//!
//! It holds nodes, edges and declared isolation, never halves: which end of an edge makes a rule, and for whom, is
//! derived twice, by `backend::compile` and by `verify::meaning`, so that one can judge the other. Whoever wants to
//! add a derived fact here must ask whether both would then believe the same mistake.

mod edge;
mod name;
mod node;

use crate::profile::Profile;

pub use edge::{Edge, EdgePorts, End, Writing};
pub use name::{DEFAULT_DENY, NAMESPACE_OBJECT, file_name, group_object_name, object_name};
pub use node::{External, ExternalId, Group, GroupId, GroupNamespaces, Namespace, NamespaceId, Service, ServiceId};

/// What the intent files mean, for one cluster.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// What the cluster is like.
    pub profile: Profile,
    /// The declared namespaces, sorted by name.
    pub namespaces: Vec<Namespace>,
    /// The services, sorted by namespace and name.
    pub services: Vec<Service>,
    /// The groups, sorted by name.
    pub groups: Vec<Group>,
    /// The externals, sorted by name.
    pub externals: Vec<External>,
    /// The edges, in canonical order: a permutation of files, tables or arrays does not change it.
    pub edges: Vec<Edge>,
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
    /// The ids of the governed namespaces, in order.
    pub fn governed(&self) -> impl Iterator<Item = NamespaceId> {
        (0..).map(NamespaceId).zip(&self.namespaces).filter(|(_, namespace)| namespace.governed).map(|(id, _)| id)
    }
}
