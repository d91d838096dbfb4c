//! What manifests, or a listing of a cluster, say runs there: namespaces, workloads, services, and what they are
//! configured with.
//!
//! Only what npgen asks about is kept, with its places; of every other kind the objects are counted. A Secret is never
//! looked into. Policies are none of this room's business: `analyzer::raise` reads them.
//!
//! [`Gathering`] takes objects one by one; the same objects give the same inventory, whatever order they come in.

mod config_map;
mod gather;
mod ingress;
mod namespace;
mod service;
mod workload;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::{LabelKey, NAMESPACE_NAME, Pod};

pub use config_map::{ConfigEntry, ConfigMap};
pub use gather::Gathering;
pub use ingress::{Backend, Ingress};
pub use namespace::Namespace;
pub use service::{PortRef, Service, ServiceKind, ServicePort, TrafficPolicy};
pub use workload::{Container, ContainerPort, ContainerRole, EnvFrom, EnvSource, EnvVariable, LivePod, Text, Workload};

/// Labels: value by key.
pub type LabelMap = BTreeMap<Arc<str>, Arc<str>>;

/// The objects of manifests or of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The namespaces that are there as objects, sorted by name.
    pub namespaces: Vec<Namespace>,
    /// The workloads, sorted by namespace, name, kind and labels. Two of them have the same namespace, name and kind
    /// where pods of one owner are not alike.
    pub workloads: Vec<Workload>,
    /// The services, sorted by namespace and name.
    pub services: Vec<Service>,
    /// The config maps, sorted by namespace and name.
    pub config_maps: Vec<ConfigMap>,
    /// The ingresses, sorted by namespace and name.
    pub ingresses: Vec<Ingress>,
    /// How many objects there are of each kind that is not looked into, by `apiVersion` and `kind`.
    pub others: BTreeMap<(String, String), usize>,
    /// Documents that are no Kubernetes objects: where each starts, in the order of the files.
    pub no_objects: Vec<Place>,
    /// How many objects that live in a namespace name none: they count as being in the default one.
    pub without_namespace: usize,
}

impl Inventory {
    /// The namespace of this name; `None` where it is not there as an object.
    pub fn namespace(&self, name: &str) -> Option<&Namespace> {
        let at = self.namespaces.binary_search_by(|namespace| (*namespace.name).cmp(name)).ok()?;
        self.namespaces.get(at)
    }

    /// The service of this name.
    pub fn service(&self, namespace: &str, name: &str) -> Option<&Service> {
        let found =
            self.services.binary_search_by(|service| (&*service.namespace, &*service.name).cmp(&(namespace, name)));
        self.services.get(found.ok()?)
    }

    /// The config map of this name.
    pub fn config_map(&self, namespace: &str, name: &str) -> Option<&ConfigMap> {
        let found = self.config_maps.binary_search_by(|map| (&*map.namespace, &*map.name).cmp(&(namespace, name)));
        self.config_maps.get(found.ok()?)
    }

    /// A workload's pods as a policy sees them: their labels, those of their namespace, the service account. The
    /// namespace has its name as a label even where it is not there as an object.
    pub fn pod(&self, workload: &Workload) -> Pod {
        let mut pod = Pod::default();
        for (key, value) in self.namespace(&workload.namespace).into_iter().flat_map(|namespace| &namespace.labels) {
            pod.0.insert(LabelKey::Namespace(key.clone()), value.clone());
        }
        pod.0.insert(LabelKey::Namespace(Arc::from(NAMESPACE_NAME)), workload.namespace.clone());
        for (key, value) in &workload.labels {
            pod.0.insert(LabelKey::Pod(key.clone()), value.clone());
        }
        pod.0.insert(LabelKey::ServiceAccount, workload.service_account.clone());
        pod
    }

    /// The workloads that a service selects; none where it has no selector.
    pub fn selected_by<'i>(&'i self, service: &'i Service) -> impl Iterator<Item = &'i Workload> {
        self.workloads.iter().filter(|workload| service.selects(workload))
    }
}
