//! In what the three kinds differ.

use crate::analyzer::evaluate::Action;

/// A kind of the administrator's policies.
#[derive(Debug)]
pub(in super::super) struct Kind {
    /// Its `apiVersion`.
    pub(in super::super) api_version: &'static str,
    /// Its `kind`.
    pub(in super::super) name: &'static str,
    /// How its objects are ordered.
    pub(super) priority: Priority,
    /// What a rule can do, in the kind's words.
    pub(super) actions: &'static [(&'static str, Action)],
    /// How many rules a direction, and how many peers and ports a rule can have.
    pub(super) most: usize,
    /// The key of a rule's ports.
    pub(super) ports_key: &'static str,
    /// How a port is written.
    pub(super) ports: PortForm,
    /// Whether who selects pods must also say `namespaceSelector`; where it is left out it selects all.
    pub(super) needs_namespace_selector: bool,
    /// Whether DNS names can be peers.
    pub(super) has_domains: bool,
}

/// How the objects of a kind are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Priority {
    /// There is only one object, called `default`, in the baseline.
    None,
    /// By `priority`, in the tier `Admin`.
    Admin,
    /// By `priority`, in the tier that `tier` says.
    InTier,
}

/// How a port is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PortForm {
    /// `portNumber`, `portRange` or `namedPort`.
    Ports,
    /// `tcp`, `udp`, `sctp` or `destinationNamedPort`.
    Protocols,
}

/// Source: `apis/v1alpha1/adminnetworkpolicy_types.go` of `sigs.k8s.io/network-policy-api`.
pub(in super::super) static ADMIN: Kind = Kind {
    api_version: "policy.networking.k8s.io/v1alpha1",
    name: "AdminNetworkPolicy",
    priority: Priority::Admin,
    actions: &[("Allow", Action::Allow), ("Deny", Action::Deny), ("Pass", Action::Pass)],
    most: 100,
    ports_key: "ports",
    ports: PortForm::Ports,
    needs_namespace_selector: true,
    has_domains: true,
};

/// Source: `apis/v1alpha1/baselineadminnetworkpolicy_types.go`.
pub(in super::super) static BASELINE: Kind = Kind {
    api_version: "policy.networking.k8s.io/v1alpha1",
    name: "BaselineAdminNetworkPolicy",
    priority: Priority::None,
    actions: &[("Allow", Action::Allow), ("Deny", Action::Deny)],
    most: 100,
    ports_key: "ports",
    ports: PortForm::Ports,
    needs_namespace_selector: true,
    has_domains: false,
};

/// Source: `apis/v1alpha2/clusternetworkpolicy_types.go`.
pub(in super::super) static CLUSTER: Kind = Kind {
    api_version: "policy.networking.k8s.io/v1alpha2",
    name: "ClusterNetworkPolicy",
    priority: Priority::InTier,
    actions: &[("Accept", Action::Allow), ("Deny", Action::Deny), ("Pass", Action::Pass)],
    most: 25,
    ports_key: "protocols",
    ports: PortForm::Protocols,
    needs_namespace_selector: false,
    has_domains: true,
};
