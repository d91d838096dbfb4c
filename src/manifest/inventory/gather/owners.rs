//! Who made which pods: pods and their makers → workloads.
//!
//! A pod goes by its topmost owner as far as references tell: a replica set's pods are its deployment's where the
//! replica set is there to say so. Where pods are there, they and not their template are what runs.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;

use crate::manifest::inventory::{LabelMap, Workload};
use crate::sets::Protocol;

use super::metadata::Owner;

/// How many owners a pod can have above each other: references in a circle must end somewhere.
const MOST_OWNERS: usize = 16;

/// Pods and makers of pods, until all are there.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// The objects that make pods.
    makers: BTreeMap<Id, Vec<Maker>>,
    /// The owners of objects of which no more is known.
    owned: BTreeMap<Id, Owner>,
    /// The pods, those that are alike in one workload, by the object that made them.
    pods: BTreeMap<Alike, Workload>,
}

/// An object: its namespace, kind and name.
pub(super) type Id = (Arc<str>, Arc<str>, Arc<str>);

/// What pods of one workload have in common.
type Alike = (Id, LabelMap, Arc<str>, bool, Vec<AlikePort>);

/// A port as far as it matters to a policy or a node.
type AlikePort = (Option<Arc<str>>, Protocol, u16, Option<u16>);

#[derive(Debug)]
struct Maker {
    workload: Workload,
    owner: Option<Owner>,
    /// Whether it is to make no pods.
    idle: bool,
}

impl Owners {
    /// Takes a pod.
    pub(super) fn pod(&mut self, mut pod: Workload, owner: Option<Owner>) {
        if let Some(owner) = owner {
            (pod.kind, pod.name) = (owner.kind, owner.name);
        }
        self.alike(pod);
    }

    /// Takes an object with a template.
    pub(super) fn maker(&mut self, workload: Workload, owner: Option<Owner>, idle: bool) {
        self.makers.entry(id(&workload)).or_default().push(Maker { workload, owner, idle });
    }

    /// Takes an object of which only the metadata is known: its pods are its owner's.
    pub(super) fn owned(&mut self, id: Id, owner: Option<Owner>) {
        if let Some(owner) = owner {
            self.owned.insert(id, owner);
        }
    }

    /// Takes what others hold, as if it came after what is here.
    pub(super) fn append(&mut self, later: Self) {
        for (id, makers) in later.makers {
            self.makers.entry(id).or_default().extend(makers);
        }
        self.owned.extend(later.owned);
        for pods in later.pods.into_values() {
            self.alike(pods);
        }
    }

    /// The workloads, sorted by namespace, name, kind and labels.
    pub(super) fn finish(mut self) -> Vec<Workload> {
        for (_, mut workload) in mem::take(&mut self.pods) {
            (workload.namespace, workload.kind, workload.name) = self.topmost(id(&workload));
            self.alike(workload);
        }
        let running = self.pods.values().filter(|workload| !workload.is_finished());
        let running: BTreeSet<Id> = running.map(id).collect();
        let mut templates = Vec::new();
        for (own, makers) in &self.makers {
            let top = self.topmost(own.clone());
            let stands_for_it = top != *own && self.makers.contains_key(&top);
            if running.contains(&top) || stands_for_it {
                continue;
            }
            for maker in makers.iter().filter(|maker| maker.owner.is_none() || !maker.idle) {
                let mut workload = maker.workload.clone();
                (_, workload.kind, workload.name) = top.clone();
                templates.push(workload);
            }
        }
        for template in templates {
            self.alike(template);
        }
        let mut workloads: Vec<Workload> = self.pods.into_values().collect();
        for workload in &mut workloads {
            workload.pods.sort();
        }
        workloads.sort_by(|left, right| {
            let key = |workload: &Workload| (workload.namespace.clone(), workload.name.clone(), workload.kind.clone());
            (key(left), &left.labels, left.place).cmp(&(key(right), &right.labels, right.place))
        });
        workloads
    }

    /// Puts pods to those that are alike.
    fn alike(&mut self, mut pods: Workload) {
        let ports = pods.containers.iter().flat_map(|container| &container.ports);
        let ports = ports.map(|port| (port.name.clone(), port.protocol, port.number, port.host_port)).collect();
        let key = (id(&pods), pods.labels.clone(), pods.service_account.clone(), pods.host_network, ports);
        match self.pods.get_mut(&key) {
            Some(known) => {
                known.pods.append(&mut pods.pods);
                if pods.place < known.place {
                    pods.pods = mem::take(&mut known.pods);
                    *known = pods;
                }
            }
            None => {
                self.pods.insert(key, pods);
            }
        }
    }

    /// The topmost owner of an object, itself where it has none.
    fn topmost(&self, own: Id) -> Id {
        let mut top = own;
        for _ in 0..MOST_OWNERS {
            let maker = self.makers.get(&top).and_then(|makers| makers.first());
            let owner = maker.and_then(|maker| maker.owner.as_ref()).or_else(|| self.owned.get(&top));
            let Some(owner) = owner else { break };
            top = (top.0, owner.kind.clone(), owner.name.clone());
        }
        top
    }
}

fn id(workload: &Workload) -> Id {
    (workload.namespace.clone(), workload.kind.clone(), workload.name.clone())
}
