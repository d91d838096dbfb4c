//! The nodes that are declared, but not in this cluster.

use std::collections::{BTreeMap, BTreeSet};

use crate::frontend::parse::tree::{Common, File, Group, Service};

/// The nodes that are not in a cluster. Of one name there can be another node that is.
#[derive(Debug, Default)]
pub(in crate::frontend::resolve) struct Elsewhere {
    /// By namespace.
    services: BTreeMap<String, BTreeSet<String>>,
    groups: BTreeSet<String>,
    externals: BTreeSet<String>,
    namespaces: BTreeSet<String>,
}

impl Elsewhere {
    /// The nodes of these files that are not in `cluster`.
    pub(super) fn of(files: &[File], cluster: &str) -> Self {
        let mut elsewhere = Self::default();
        for namespace in files.iter().flat_map(|file| &file.namespaces) {
            if !is_in(&namespace.common, cluster) {
                elsewhere.namespaces.insert(namespace.name.value.clone());
            }
        }
        for file in files {
            for service in &file.services {
                if let Some(home) = elsewhere.home_of(service, file, cluster).map(str::to_owned) {
                    elsewhere.services.entry(home).or_default().insert(service.name.value.clone());
                }
            }
            for group in
                file.groups.iter().filter(|group| elsewhere.group_is_elsewhere(group, cluster)).collect::<Vec<_>>()
            {
                elsewhere.groups.insert(group.name.value.clone());
            }
            let externals = file.externals.iter().filter(|external| !is_in(&external.common, cluster));
            elsewhere.externals.extend(externals.map(|external| external.name.value.clone()));
        }
        elsewhere
    }

    /// Whether a service of this namespace and name is elsewhere.
    pub(in crate::frontend::resolve) fn has_service(&self, namespace: &str, name: &str) -> bool {
        self.services.get(namespace).is_some_and(|services| services.contains(name))
    }

    /// Whether a group of this name is elsewhere.
    pub(in crate::frontend::resolve) fn has_group(&self, name: &str) -> bool {
        self.groups.contains(name)
    }

    /// Whether an external of this name is elsewhere.
    pub(in crate::frontend::resolve) fn has_external(&self, name: &str) -> bool {
        self.externals.contains(name)
    }

    /// Whether a namespace of this name is elsewhere.
    pub(in crate::frontend::resolve) fn has_namespace(&self, name: &str) -> bool {
        self.namespaces.contains(name)
    }

    /// The home of a service that is not in `cluster`, it or the whole namespace; `None` for one that is. A service
    /// without a home is in every cluster, so that this is reported.
    pub(super) fn home_of<'f>(&self, service: &'f Service, file: &'f File, cluster: &str) -> Option<&'f str> {
        let home = service.namespace.as_ref().or(file.namespace.as_ref())?;
        (!is_in(&service.common, cluster) || self.has_namespace(&home.value)).then_some(home.value.as_str())
    }

    /// Whether a group is not in `cluster`: it says so, or all namespaces that it lists are elsewhere.
    pub(super) fn group_is_elsewhere(&self, group: &Group, cluster: &str) -> bool {
        let gone = |listed: &[_]| !listed.is_empty() && self.all_are_elsewhere(listed);
        !is_in(&group.common, cluster) || group.namespace.as_ref().is_some_and(|listed| gone(&listed.value))
    }

    fn all_are_elsewhere(&self, listed: &[crate::frontend::parse::tree::Text]) -> bool {
        listed.iter().all(|name| self.has_namespace(&name.value))
    }
}

/// Whether a node or edge is in `cluster`, as far as it says itself.
pub(super) fn is_in(common: &Common, cluster: &str) -> bool {
    common.clusters.as_ref().is_none_or(|clusters| clusters.value.iter().any(|name| name.value == cluster))
}
