//! The kinds of objects that are asked for.

/// A kind of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The group of its API; empty for the core.
    pub group: &'static str,
    /// The version in which it is read.
    pub version: &'static str,
    /// Its name in paths.
    pub plural: &'static str,
    /// Its name in objects.
    pub name: &'static str,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// What of its objects is asked for.
    pub part: Part,
    /// What it is needed for.
    pub purpose: Purpose,
}

/// What of an object is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its metadata.
    Metadata,
}

/// What a kind is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To say anything at all: without it there is no answer.
    Policies,
    /// To say who can reach whom.
    Connections,
    /// To say who can reach whom, where the cluster has such policies.
    AdminPolicies,
    /// To say what the cluster is like.
    Profile,
}

/// The group of the policies of administrators.
pub const ADMIN_GROUP: &str = "policy.networking.k8s.io";

impl Kind {
    /// All that is asked for, in this order: what others refer to comes first.
    pub const ALL: [Self; 13] = [
        Self::of("", "v1", "namespaces", "Namespace").for_all(),
        Self::of("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy").needed_for(Purpose::Policies),
        Self::admin("v1alpha2", "clusternetworkpolicies", "ClusterNetworkPolicy"),
        Self::admin("v1alpha1", "adminnetworkpolicies", "AdminNetworkPolicy"),
        Self::admin("v1alpha1", "baselineadminnetworkpolicies", "BaselineAdminNetworkPolicy"),
        Self::of("", "v1", "services", "Service"),
        Self::of("", "v1", "replicationcontrollers", "ReplicationController").metadata(),
        Self::of("apps", "v1", "replicasets", "ReplicaSet").metadata(),
        Self::of("batch", "v1", "jobs", "Job").metadata(),
        Self::of("", "v1", "pods", "Pod"),
        Self::of("", "v1", "nodes", "Node").for_all().needed_for(Purpose::Profile),
        Self::of("apps", "v1", "daemonsets", "DaemonSet").needed_for(Purpose::Profile),
        Self::of("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice").needed_for(Purpose::Profile),
    ];

    const fn of(group: &'static str, version: &'static str, plural: &'static str, name: &'static str) -> Self {
        Self { group, version, plural, name, namespaced: true, part: Part::Whole, purpose: Purpose::Connections }
    }

    const fn admin(version: &'static str, plural: &'static str, name: &'static str) -> Self {
        Self::of(ADMIN_GROUP, version, plural, name).for_all().needed_for(Purpose::AdminPolicies)
    }

    const fn for_all(self) -> Self {
        Self { namespaced: false, ..self }
    }

    const fn metadata(self) -> Self {
        Self { part: Part::Metadata, ..self }
    }

    const fn needed_for(self, purpose: Purpose) -> Self {
        Self { purpose, ..self }
    }

    /// Whether it is that of the namespaces.
    pub(super) fn is_namespace(&self) -> bool {
        self.name == "Namespace"
    }

    /// `v1`, `networking.k8s.io/v1`.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.to_owned() } else { format!("{}/{}", self.group, self.version) }
    }

    /// As kubectl has it: `pods`, `networkpolicies.networking.k8s.io`.
    pub fn full_name(&self) -> String {
        if self.group.is_empty() { self.plural.to_owned() } else { format!("{}.{}", self.plural, self.group) }
    }

    /// Where its objects are: all of them, or those of one namespace.
    pub fn path(&self, namespace: Option<&str>) -> String {
        let root = if self.group.is_empty() { "/api" } else { "/apis" };
        let version = self.api_version();
        match namespace {
            // A namespace is in no namespace, but who looks at one only may not be allowed to see the others.
            Some(namespace) if self.is_namespace() => format!("{root}/{version}/{}/{namespace}", self.plural),
            Some(namespace) if self.namespaced => format!("{root}/{version}/namespaces/{namespace}/{}", self.plural),
            _ => format!("{root}/{version}/{}", self.plural),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_api() {
        let path = |name: &str, namespace| {
            Kind::ALL.iter().find(|kind| kind.name == name).map(|kind| kind.path(namespace)).expect("a kind")
        };
        assert_eq!(path("Pod", None), "/api/v1/pods");
        assert_eq!(path("Pod", Some("shop")), "/api/v1/namespaces/shop/pods");
        assert_eq!(path("Namespace", Some("shop")), "/api/v1/namespaces/shop");
        assert_eq!(path("NetworkPolicy", None), "/apis/networking.k8s.io/v1/networkpolicies");
        let admin = "/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies";
        assert_eq!(path("AdminNetworkPolicy", Some("shop")), admin);
    }
}
