//! Who made which pods: pods and their makers → workloads.
//!
//! A pod goes by its topmost owner as far as references tell: a replica set's pods are its deployment's where the
//! replica set is there to say so. Where pods are there, they and not their template are what runs.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;

use crate::manifest::inventory::{LivePod, Workload};

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
    /// The pods by workload, save the last ones.
    pods: BTreeMap<Alike, Vec<LivePod>>,
    /// The pods that came last, all of one workload: most stand together with others of theirs.
    last: Option<(Alike, Vec<LivePod>)>,
}

/// An object: its namespace, kind and name.
pub(super) type Id = (Arc<str>, Arc<str>, Arc<str>);

/// A workload without its pods. Two are equal where object, labels, service account, network and ports are: nothing else
/// matters to a policy or a node.
#[derive(Debug)]
struct Alike(Workload);

#[derive(Debug)]
struct Maker {
    workload: Workload,
    owner: Option<Owner>,
    /// Whether it is to make no pods.
    idle: bool,
}

impl Owners {
    /// Takes a pod.
    pub(super) fn pod(&mut self, mut workload: Workload, pod: LivePod, owner: Option<Owner>) {
        if let Some(owner) = owner {
            (workload.kind, workload.name) = (owner.kind, owner.name);
        }
        let alike = Alike(workload);
        match &mut self.last {
            Some((last, pods)) if *last == alike && last.0.place < alike.0.place => pods.push(pod),
            _ => {
                self.keep_last();
                self.last = Some((alike, vec![pod]));
            }
        }
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
        self.keep_last();
        for (alike, pods) in later.pods.into_iter().chain(later.last) {
            self.keep(alike, pods);
        }
    }

    /// The workloads, sorted by namespace, name, kind and labels.
    pub(super) fn finish(mut self) -> Vec<Workload> {
        self.keep_last();
        for (Alike(mut workload), pods) in mem::take(&mut self.pods) {
            (workload.namespace, workload.kind, workload.name) = self.topmost(id(&workload));
            self.keep(Alike(workload), pods);
        }
        let running = self.pods.iter().filter(|(_, pods)| !pods.iter().all(|pod| pod.finished));
        let running: BTreeSet<Id> = running.map(|(Alike(workload), _)| id(workload)).collect();
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
            self.keep(Alike(template), Vec::new());
        }
        let with_pods = |(Alike(workload), mut pods): (Alike, Vec<LivePod>)| {
            pods.sort();
            Workload { pods, ..workload }
        };
        let mut workloads: Vec<Workload> = self.pods.into_iter().map(with_pods).collect();
        workloads.sort_by(|left, right| {
            let key = |workload: &Workload| (workload.namespace.clone(), workload.name.clone(), workload.kind.clone());
            (key(left), &left.labels, left.place).cmp(&(key(right), &right.labels, right.place))
        });
        workloads
    }

    /// Puts the last pods to the others.
    fn keep_last(&mut self) {
        if let Some((alike, pods)) = self.last.take() {
            self.keep(alike, pods);
        }
    }

    /// Puts pods to the others of their workload, which is kept as it stands in the first place.
    fn keep(&mut self, alike: Alike, mut pods: Vec<LivePod>) {
        if self.pods.get_key_value(&alike).is_some_and(|(known, _)| alike.0.place < known.0.place) {
            pods.extend(self.pods.remove(&alike).unwrap_or_default());
        }
        self.pods.entry(alike).or_default().append(&mut pods);
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

impl Alike {
    /// What it has in common with those that are alike.
    fn common(&self) -> impl Ord + '_ {
        let Self(workload) = self;
        (
            &workload.namespace,
            &workload.kind,
            &workload.name,
            &workload.labels,
            &workload.service_account,
            workload.host_network,
        )
    }

    /// Its ports, as far as they matter to a policy or a node.
    fn ports(&self) -> impl Iterator<Item = impl Ord + '_> {
        let ports = self.0.containers.iter().flat_map(|container| &container.ports);
        ports.map(|port| (&port.name, port.protocol, port.number, port.host_port))
    }
}

impl Ord for Alike {
    fn cmp(&self, other: &Self) -> Ordering {
        self.common().cmp(&other.common()).then_with(|| self.ports().cmp(other.ports()))
    }
}

impl PartialOrd for Alike {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Alike {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Alike {}
