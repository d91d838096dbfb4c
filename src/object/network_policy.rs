//! `networking.k8s.io/v1` `NetworkPolicy`, as far as npgen writes it.
//!
//! Shapes from `k8s.io/api/networking/v1/types.go`. An empty peer list means everyone there, so it can't be said
//! here: [`Peers`] is either all or at least one.

use ipnet::IpNet;

use super::Metadata;

/// A `NetworkPolicy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkPolicy {
    /// Its name and whom it belongs to.
    pub metadata: Metadata,
    /// `podSelector`: the pods that it binds.
    pub pod_selector: LabelSelector,
    /// `policyTypes`: the directions in which it isolates them, `Ingress` first.
    pub policy_types: Vec<PolicyType>,
    /// The rules for calls into the pods.
    pub ingress: Vec<Commented<Rule>>,
    /// The rules for calls out of the pods.
    pub egress: Vec<Commented<Rule>>,
}

/// One entry of `policyTypes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyType {
    /// `Ingress`
    Ingress,
    /// `Egress`
    Egress,
}

/// A value with the comment lines that stand above it, each without its `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commented<T> {
    /// The lines.
    pub comment: Vec<String>,
    /// The value.
    pub value: T,
}

/// One rule of a policy: these peers, on these ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `from` or `to`.
    pub peers: Peers,
    /// `ports`; empty: every port and protocol.
    pub ports: Vec<PolicyPort>,
}

/// The peers of a rule. A list without entries can't be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peers {
    /// Every pod, node and address: no `from` or `to` at all.
    Anywhere,
    /// These: the first, and the others.
    Listed(Peer, Vec<Peer>),
}

/// One peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// Pods. Without `namespaces` those of the policy's own namespace; with both selectors, both must hold.
    Pods {
        /// `namespaceSelector`.
        namespaces: Option<LabelSelector>,
        /// `podSelector`; left out, every pod of the namespaces. At least one of the two selectors is there.
        pods: Option<LabelSelector>,
    },
    /// `ipBlock`: a network without some parts of it, each strictly inside it.
    Block {
        /// The network, masked.
        cidr: IpNet,
        /// What is left out, masked and sorted.
        except: Vec<IpNet>,
    },
}

/// One entry of `ports`, always by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyPort {
    /// `protocol`, always written.
    pub protocol: Protocol,
    /// `port` and, where it is above the first, `endPort`; `None`: every port of the protocol.
    pub range: Option<(u16, u16)>,
}

/// `protocol`: the three that the API server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// `TCP`
    Tcp,
    /// `UDP`
    Udp,
    /// `SCTP`
    Sctp,
}

/// A label selector: all requirements must hold; none selects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelSelector {
    /// `matchLabels`: key and value, sorted by key.
    pub match_labels: Vec<(String, String)>,
    /// `matchExpressions`, sorted by key.
    pub match_expressions: Vec<Requirement>,
}

/// One entry of `matchExpressions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// `In`: the value of the key is one of these, at least one.
    In(String, Vec<String>),
    /// `NotIn`: the key is not there, or its value is none of these, at least one.
    NotIn(String, Vec<String>),
    /// `Exists`: the key is there, whatever its value.
    Exists(String),
    /// `DoesNotExist`: the key is not there.
    DoesNotExist(String),
}
