//! The rules model: what policies of every flavor come down to.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::{Direction, Labels, Peer, Ports};

/// The policies that judge a connection.
///
/// They judge tier by tier, see [`Tier`]. In each tier only the policies count that select the pod and judge the
/// direction; the first tier that decides has the last word, and what no tier decides passes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// The policies, in the order in which they were read.
    pub policies: Vec<Policy>,
}

/// When a policy judges, and how: the smaller tier judges first.
///
/// In an ordered tier, `Admin` and `Baseline`, policies are asked by priority, those of equal priority, whose order the
/// API leaves open, by kind and name, and each policy's rules from first to last. The first rule that matches decides:
/// [`Action::Pass`] hands over to the next tier, and so does a tier of which no rule matches.
///
/// The policies of `NetworkPolicy` add up and have no order: where any of them judges the direction, what no rule of any
/// of them allows is denied.
///
/// Sources: `ClusterNetworkPolicySpec` in `sigs.k8s.io/network-policy-api/apis/v1alpha2/clusternetworkpolicy_types.go`,
/// `AdminNetworkPolicySpec` in `.../v1alpha1/adminnetworkpolicy_types.go`, `k8s.io/api/networking/v1/types.go`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The cluster's administrator, before all others; the lower priority judges first.
    Admin(u16),
    /// The namespaces' own policies.
    NetworkPolicy,
    /// The administrator's defaults for what those leave open; the lower priority judges first.
    Baseline(u16),
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The object that it stands in.
    pub object: ObjectId,
    /// The file that it was read from, and the bytes of the object there.
    pub place: Place,
    /// When it judges.
    pub tier: Tier,
    /// The pods that it binds; `None`: its selector contradicts itself, so none.
    pub subject: Option<Labels>,
    /// What it says of what comes in; `None`: it does not judge ingress.
    pub ingress: Option<Vec<Rule>>,
    /// What it says of what goes out; `None`: it does not judge egress.
    pub egress: Option<Vec<Rule>>,
}

impl Policy {
    /// The rules of one direction; `None`: the policy does not judge it. An empty list of a `NetworkPolicy` isolates.
    pub fn rules(&self, direction: Direction) -> Option<&[Rule]> {
        match direction {
            Direction::Ingress => self.ingress.as_deref(),
            Direction::Egress => self.egress.as_deref(),
        }
    }

    /// The policy as if the text in which it was read stood elsewhere.
    #[must_use]
    pub fn moved(&self, from: Place, to: Place) -> Self {
        let moved = |at: u32| at.wrapping_sub(from.start).wrapping_add(to.start);
        let mut policy = self.clone();
        let Place { start, end, .. } = self.place;
        policy.place = Place { source: to.source, start: moved(start), end: moved(end) };
        for rule in [&mut policy.ingress, &mut policy.egress].into_iter().flatten().flatten() {
            rule.span = moved(rule.span.start)..moved(rule.span.end);
        }
        policy
    }

    /// What orders the policies of an ordered tier: priority, then kind and name.
    pub fn order(&self) -> (Tier, &ObjectId) {
        (self.tier, &self.object)
    }
}

/// What a rule does with what it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Lets it pass. All that a `NetworkPolicy` can say.
    Allow,
    /// Stops it.
    Deny,
    /// Leaves it to the next tier, whatever the rest of this tier says.
    Pass,
}

/// One rule: any of these peers, on these ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name that its author gave it; empty where there is none.
    pub name: String,
    /// What becomes of what it matches.
    pub action: Action,
    /// The peers, as a union; empty: none.
    pub peers: Arc<[Peer]>,
    /// More peers, known only to who knows the cluster's nodes or its DNS.
    pub symbols: Vec<Symbol>,
    /// The destination's ports. Names among them are those of the destination's container ports.
    pub ports: Ports,
    /// The bytes of the file that the rule takes up.
    pub span: Range<u32>,
}

/// A peer that policies name by something that no pod and no address shows.
///
/// It matches nothing until someone puts addresses in its place. Who judges rules with symbols that nobody resolved
/// must say so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// The nodes with these labels, which stand in the set as a pod's.
    Nodes(Labels),
    /// The addresses that a DNS name has, `*.` at its start standing for one or more labels.
    Domain(Arc<str>),
}

/// Which object of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    /// Its kind.
    pub kind: String,
    /// Its namespace; empty where the object is the whole cluster's.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// `NetworkPolicy shop/npgen-cart`, `AdminNetworkPolicy no-metadata`.
impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            return write!(out, "{} {}", self.kind, self.name);
        }
        write!(out, "{} {}/{}", self.kind, self.namespace, self.name)
    }
}
