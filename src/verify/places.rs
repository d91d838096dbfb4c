//! What is declared of the namespaces in which pods can be.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::{Graph, Namespace};
use crate::sets::{LabelKey, LabelValues, Labels, Peer, Values};

/// The declared namespaces of a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Every pod of each, as far as its labels are declared; by name.
    namespaces: BTreeMap<Arc<str>, Labels>,
}

impl Places {
    /// Looks through a graph once.
    pub fn of(graph: &Graph) -> Self {
        let namespaces = graph.namespaces.iter().map(|namespace| (namespace.name.clone(), pods_of(namespace)));
        Self { namespaces: namespaces.collect() }
    }

    /// The pods of a set, namespace by namespace, with what is declared of each, so that none is asked about that cannot
    /// be; those of all other namespaces last. What is no pod stays as it is.
    pub fn placed(&self, peer: Peer) -> Vec<Peer> {
        let Peer::Pods(labels) = peer else { return vec![peer] };
        let mut placed: Vec<Labels> = self.namespaces.values().filter_map(|pods| labels.intersect(pods)).collect();
        let elsewhere = LabelValues::present(Values::all_but(self.namespaces.keys().cloned()));
        placed.extend(labels.narrow(&LabelKey::namespace_name(), &elsewhere));
        placed.into_iter().map(Peer::Pods).collect()
    }

    /// Whether these are pods of namespaces that the graph does not declare.
    pub fn is_outside(&self, peer: &Peer) -> bool {
        let Peer::Pods(labels) = peer else { return false };
        let names = labels.get(&LabelKey::namespace_name());
        names.is_none_or(|names| self.namespaces.keys().all(|declared| !names.values.contains(declared)))
    }
}

/// Every pod of a namespace, as far as its labels are declared.
fn pods_of(namespace: &Namespace) -> Labels {
    let all = Labels::in_namespace(namespace.name.clone());
    namespace.labels.iter().fold(all, |pods, (key, value)| {
        let values = match value {
            Some(value) => LabelValues::present(Values::one(value.clone())),
            None => LabelValues::absent(),
        };
        // A label is declared once, so nothing contradicts it.
        pods.narrow(&LabelKey::Namespace(key.clone()), &values).unwrap_or(pods)
    })
}
