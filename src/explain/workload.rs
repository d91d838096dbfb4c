//! Workloads of manifests as ends of a question about the graph.

use crate::graph::{End, Graph, ServiceId};
use crate::manifest::inventory::{Inventory, Workload};
use crate::sets::{LabelKey, LabelValues, Labels, Peer, Values};
use crate::verify::sides::Sides;

use super::end::{AskError, Asked};

/// The workloads that can be asked about.
pub(super) struct Workloads<'a> {
    pub(super) inventory: &'a Inventory,
    /// What the graph lets through, for the labels that it tells pods apart by.
    pub(super) sides: &'a Sides,
}

impl Workloads<'_> {
    /// The workload of this name, `NAME` or `NAMESPACE/NAME`; `None` where there is none.
    ///
    /// It is its pods with just the labels that they have. Where one service of the graph selects them, the workload has
    /// that service's ports, and edges are written there.
    pub(super) fn asked(&self, graph: &Graph, text: &str) -> Result<Option<Asked>, AskError> {
        let path = |workload: &Workload| format!("{}/{}", workload.namespace, workload.name);
        let is_meant = |workload: &&Workload| path(workload) == text || &*workload.name == text;
        let hits: Vec<&Workload> = self.inventory.workloads.iter().filter(is_meant).collect();
        let mut paths: Vec<String> = hits.iter().map(|workload| path(workload)).collect();
        paths.dedup();
        match paths.as_slice() {
            [] => return Ok(None),
            [_] => {}
            _ => return Err(AskError::Ambiguous { name: text.to_owned(), meant: paths }),
        }
        let pods: Vec<Labels> = hits.iter().filter_map(|workload| self.pods(workload)).collect();
        let selects = |service: ServiceId| {
            graph.service(service).is_some_and(|service| pods.iter().all(|pods| pods.is_subset(&service.pods)))
        };
        let mut services = (0..).map(ServiceId).take(graph.services.len()).filter(|service| selects(*service));
        let end = match (services.next(), services.next()) {
            (Some(one), None) => Some(End::Service(one)),
            _ => None,
        };
        let peers: Vec<Peer> = pods.into_iter().map(Peer::Pods).collect();
        Ok(paths.pop().map(|text| Asked { text, end, calling: peers.clone(), called: peers }))
    }

    /// The pods of a workload: with its labels, and without the others that the graph looks at.
    fn pods(&self, workload: &Workload) -> Option<Labels> {
        let pod = self.inventory.pod(workload);
        let is_told = |key: &&LabelKey| match key {
            LabelKey::Pod(_) => true,
            // Of a namespace that is not there as an object only the name is known.
            LabelKey::Namespace(_) => self.inventory.namespace(&workload.namespace).is_some(),
            LabelKey::ServiceAccount => false,
        };
        let keys = self.sides.keys();
        let lacking = keys.into_iter().filter(is_told).filter(|key| !pod.0.contains_key(key));
        let lacking = lacking.map(|key| (key.clone(), LabelValues::absent()));
        let own = pod.0.iter().map(|(key, value)| (key.clone(), LabelValues::present(Values::one(value.clone()))));
        Labels::all_of(own.chain(lacking))
    }
}
