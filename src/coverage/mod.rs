//! Which workloads are isolated, in which direction, by which policies.
//!
//! A workload is isolated in a direction where a `NetworkPolicy` that judges it selects its pods. The policies of an
//! administrator judge too, and are named, but they isolate nobody: what none of their rules matches passes. A workload
//! on the host network is no pod to a policy: it is listed and not counted.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyzer::evaluate::{ObjectId, Policy, Rules, Tier};
use crate::manifest::inventory::{Inventory, Workload};
use crate::sets::{Direction, Directions, Labels, Pod};

/// What is isolated, namespace by namespace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The namespaces in which workloads are, sorted by name.
    pub namespaces: Vec<Namespace>,
}

/// One namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: Arc<str>,
    /// Its workloads, sorted by name and kind.
    pub workloads: Vec<Covered>,
}

/// One workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Its name.
    pub name: Arc<str>,
    /// Its kind.
    pub kind: Arc<str>,
    /// Whether its pods are nodes to a policy, so that none binds them.
    pub host_network: bool,
    /// What judges the connections that come in.
    pub ingress: Judges,
    /// What judges the connections that go out.
    pub egress: Judges,
}

/// The policies that judge one direction of a workload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judges {
    /// Those that isolate it, sorted; empty: it is not isolated.
    pub isolating: Vec<ObjectId>,
    /// Those of an administrator, sorted.
    pub others: Vec<ObjectId>,
}

/// How many directions of how many workloads are isolated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// The workloads that a policy can bind.
    pub workloads: usize,
    /// Those of them that are isolated for ingress.
    pub ingress: usize,
    /// Those of them that are isolated for egress.
    pub egress: usize,
}

impl Totals {
    /// The isolated directions among all, in whole percent, rounded down: 100 only where all are. Without workloads
    /// nothing is left open.
    pub fn percent(self) -> usize {
        match self.workloads * 2 {
            0 => 100,
            directions => (self.ingress + self.egress) * 100 / directions,
        }
    }
}

impl Covered {
    /// What judges one direction.
    pub fn judges(&self, direction: Direction) -> &Judges {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }
}

impl Namespace {
    /// The totals of the namespace.
    pub fn totals(&self) -> Totals {
        let bound = self.workloads.iter().filter(|workload| !workload.host_network);
        bound.fold(Totals::default(), |totals, workload| Totals {
            workloads: totals.workloads + 1,
            ingress: totals.ingress + usize::from(!workload.ingress.isolating.is_empty()),
            egress: totals.egress + usize::from(!workload.egress.isolating.is_empty()),
        })
    }
}

impl Coverage {
    /// The totals of all namespaces.
    pub fn totals(&self) -> Totals {
        self.namespaces.iter().map(Namespace::totals).fold(Totals::default(), |all, one| Totals {
            workloads: all.workloads + one.workloads,
            ingress: all.ingress + one.ingress,
            egress: all.egress + one.egress,
        })
    }
}

/// Holds the workloads of an inventory against policies.
pub fn coverage(inventory: &Inventory, rules: &Rules) -> Coverage {
    let policies = Policies::of(rules);
    let mut namespaces: BTreeMap<Arc<str>, Vec<Covered>> = BTreeMap::new();
    for workload in inventory.workloads.iter().filter(|workload| !workload.is_finished()) {
        let covered = covered(workload, &inventory.pod(workload), &policies);
        let workloads = namespaces.entry(workload.namespace.clone()).or_default();
        // Pods of one owner that are not alike stand for one workload: it is isolated only where all of them are.
        match workloads.last_mut().filter(|last| last.name == covered.name && last.kind == covered.kind) {
            Some(last) => last.also(covered),
            None => workloads.push(covered),
        }
    }
    let namespaces = namespaces.into_iter().map(|(name, workloads)| Namespace { name, workloads }).collect();
    Coverage { namespaces }
}

/// The namespaces in which pods run that a policy can bind, and in which no `NetworkPolicy` binds all pods there can be,
/// with the directions in which that is so; sorted by name.
pub fn open_namespaces(inventory: &Inventory, rules: &Rules) -> BTreeMap<Arc<str>, Directions> {
    let bound = inventory.workloads.iter().filter(|workload| !workload.host_network && !workload.is_finished());
    let mut open: BTreeMap<Arc<str>, Directions> =
        bound.map(|workload| (workload.namespace.clone(), Directions::BOTH)).collect();
    for policy in rules.policies.iter().filter(|policy| policy.tier == Tier::NetworkPolicy) {
        let whole = policy.subject.as_ref().filter(|subject| subject.requirements().len() == 1);
        let Some(directions) = whole.and_then(Labels::namespace).and_then(|namespace| open.get_mut(&namespace)) else {
            continue;
        };
        *directions = directions.minus(Directions::BOTH.filter(|direction| policy.rules(direction).is_some()));
    }
    open.retain(|_, directions| !directions.is_none());
    open
}

/// Policies by the namespace of the pods that they select; `None`: pods of several.
struct Policies<'r>(BTreeMap<Option<Arc<str>>, Vec<&'r Policy>>);

impl<'r> Policies<'r> {
    fn of(rules: &'r Rules) -> Self {
        let mut policies: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for policy in &rules.policies {
            let namespace = policy.subject.as_ref().and_then(Labels::namespace);
            policies.entry(namespace).or_default().push(policy);
        }
        Self(policies)
    }

    /// Those that may select pods of a namespace.
    fn of_namespace(&self, namespace: &Arc<str>) -> impl Iterator<Item = &'r Policy> {
        let theirs = self.0.get(&Some(namespace.clone())).into_iter();
        theirs.chain(self.0.get(&None)).flatten().copied()
    }
}

fn covered(workload: &Workload, pod: &Pod, policies: &Policies<'_>) -> Covered {
    let judges = |direction| {
        let mut judges = Judges::default();
        let selects = |policy: &&Policy| {
            policy.rules(direction).is_some() && policy.subject.as_ref().is_some_and(|subject| subject.contains(pod))
        };
        let theirs = policies.of_namespace(&workload.namespace);
        for policy in theirs.filter(selects).filter(|_| !workload.host_network) {
            let list = match policy.tier {
                Tier::NetworkPolicy => &mut judges.isolating,
                Tier::Admin(_) | Tier::Baseline(_) => &mut judges.others,
            };
            list.push(policy.object.clone());
        }
        judges.isolating.sort_unstable();
        judges.others.sort_unstable();
        judges
    };
    Covered {
        name: workload.name.clone(),
        kind: workload.kind.clone(),
        host_network: workload.host_network,
        ingress: judges(Direction::Ingress),
        egress: judges(Direction::Egress),
    }
}

impl Covered {
    /// Takes up pods of the same workload that are not like those before.
    fn also(&mut self, other: Self) {
        self.host_network &= other.host_network;
        for (own, other) in [(&mut self.ingress, other.ingress), (&mut self.egress, other.egress)] {
            if own.isolating.is_empty() || other.isolating.is_empty() {
                own.isolating.clear();
            } else {
                own.isolating.extend(other.isolating);
            }
            own.others.extend(other.others);
            own.isolating.sort_unstable();
            own.isolating.dedup();
            own.others.sort_unstable();
            own.others.dedup();
        }
    }
}
