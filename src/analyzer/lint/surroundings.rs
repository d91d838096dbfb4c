//! What a policy is looked at beside.

use std::collections::BTreeMap;

use crate::analyzer::evaluate::{Policy, Rules, Tier};
use crate::diagnostic::Place;
use crate::manifest::inventory::Inventory;
use crate::sets::{Direction, LabelKey, Labels, Pod};

use super::together::adding_nothing;

/// All policies, and what runs.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The network policies, by namespace.
    by_namespace: BTreeMap<&'a str, Vec<&'a Policy>>,
    /// The rules of network policies that several others hide together, by where they stand.
    hidden: BTreeMap<Place, Vec<Place>>,
    /// The administrator's policies, in the order in which they judge.
    admins: Vec<&'a Policy>,
    /// The pods of the workloads, one for each; none of those that use their node's network.
    pods: Vec<Pod>,
}

impl<'a> Surroundings<'a> {
    /// All policies, and the inventory of the manifests that hold them.
    pub fn new(rules: &'a Rules, inventory: &Inventory) -> Self {
        let mut by_namespace: BTreeMap<&str, Vec<&Policy>> = BTreeMap::new();
        for policy in rules.policies.iter().filter(|policy| policy.tier == Tier::NetworkPolicy) {
            by_namespace.entry(&policy.object.namespace).or_default().push(policy);
        }
        let mut admins: Vec<&Policy> =
            rules.policies.iter().filter(|policy| policy.tier != Tier::NetworkPolicy).collect();
        admins.sort_by_key(|policy| policy.order());
        let workloads = inventory.workloads.iter().filter(|workload| !workload.host_network);
        let namespaces = by_namespace.values();
        let hidden = namespaces.flat_map(|policies| Direction::BOTH.map(|way| adding_nothing(policies, way)));
        let hidden = hidden.flatten().map(|hidden| (hidden.place, hidden.by)).collect();
        Self { by_namespace, hidden, admins, pods: workloads.map(|workload| inventory.pod(workload)).collect() }
    }

    /// The network policies of a namespace.
    pub(super) fn in_namespace(&self, namespace: &str) -> &[&'a Policy] {
        self.by_namespace.get(namespace).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the rules stand that together hide the rule of a network policy at this place; `None` where it is needed or
    /// one other says it all.
    pub(super) fn hidden_by_several(&self, rule: Place) -> Option<&[Place]> {
        self.hidden.get(&rule).map(Vec::as_slice)
    }

    /// The administrator's policies, in the order in which they judge.
    pub(super) fn admins(&self) -> &[&'a Policy] {
        &self.admins
    }

    /// How many workloads there are in the namespaces that a set looks at, where it holds none of them; `None` where it
    /// holds one, or where nothing is known of those namespaces.
    pub(super) fn all_missed(&self, labels: &Labels) -> Option<usize> {
        let of_namespace = labels.requirements().iter().filter(|(key, _)| matches!(key, LabelKey::Namespace(_)));
        let namespaces = Labels::all_of(of_namespace.cloned())?;
        let mut near = 0;
        for pod in self.pods.iter().filter(|pod| namespaces.contains(pod)) {
            if labels.contains(pod) {
                return None;
            }
            near += 1;
        }
        (near > 0).then_some(near)
    }
}
