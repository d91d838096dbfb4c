//! What each side of a connection lets through, over all namespaces at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::meaning::Meaning;
use crate::sets::{Allow, Direction, LabelKey, Labels, Peer, Pod, Ports, Relation, Relations};

/// All connections from any of these to any of those on any of these ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connections {
    /// Who calls.
    pub caller: Peer,
    /// Who is called.
    pub callee: Peer,
    /// On which ports.
    pub ports: Ports,
}

impl Connections {
    /// The end at which a direction is judged, and the other one.
    pub fn ends(&self, direction: Direction) -> (&Peer, &Peer) {
        match direction {
            Direction::Egress => (&self.caller, &self.callee),
            Direction::Ingress => (&self.callee, &self.caller),
        }
    }

    /// The same with other ends, in the order of [`Connections::ends`].
    fn between(direction: Direction, own: Peer, far: Peer, ports: Ports) -> Self {
        match direction {
            Direction::Egress => Self { caller: own, callee: far, ports },
            Direction::Ingress => Self { caller: far, callee: own, ports },
        }
    }
}

/// The relations of every namespace of a graph.
#[derive(Debug)]
pub struct Sides {
    by_namespace: BTreeMap<Arc<str>, Relations>,
}

impl Sides {
    /// Asks a meaning for all its governed namespaces.
    pub fn of(meaning: &Meaning<'_>) -> Self {
        let graph = meaning.graph();
        let named = |id| Some((graph.namespace(id)?.name.clone(), meaning.relations(id)));
        Self { by_namespace: graph.governed().filter_map(named).collect() }
    }

    /// Every key that tells pods apart somewhere.
    pub fn keys(&self) -> BTreeSet<&LabelKey> {
        let relations = self.by_namespace.values().flat_map(|relations| Direction::BOTH.map(|way| relations.of(way)));
        let labels = relations.flat_map(|relation| {
            let peers = relation.allowed.iter().filter_map(|allow| match &allow.peer {
                Peer::Pods(labels) => Some(labels),
                Peer::Addresses(_) | Peer::Entities(_) => None,
            });
            relation.isolated.iter().chain(relation.allowed.iter().map(|allow| &allow.subject)).chain(peers)
        });
        labels.flat_map(Labels::requirements).map(|(key, _)| key).collect()
    }

    /// Whether a pod is isolated in a direction.
    pub fn is_isolated(&self, direction: Direction, pod: &Pod) -> bool {
        let isolates = |relations: &Relations| relations.of(direction).isolated.iter().any(|set| set.contains(pod));
        self.by_namespace.values().any(isolates)
    }

    /// The part of some connections that one side lets through, in pieces that may overlap.
    pub fn passing(&self, direction: Direction, asked: &Connections) -> Vec<Connections> {
        let (Peer::Pods(own), far) = asked.ends(direction) else { return vec![asked.clone()] };
        let piece = |own, far, ports| Connections::between(direction, Peer::Pods(own), far, ports);
        let mut passing: Vec<Connections> = self
            .not_isolated(direction, own)
            .into_iter()
            .map(|own| piece(own, far.clone(), asked.ports.clone()))
            .collect();
        for allow in self.relevant(direction, own).flat_map(|relation| &relation.allowed) {
            let ports = asked.ports.intersect(&allow.ports);
            if ports.is_empty() {
                continue;
            }
            if let (Some(own), Some(far)) = (own.intersect(&allow.subject), far.intersect(&allow.peer)) {
                passing.push(piece(own, far, ports));
            }
        }
        passing
    }

    /// The part of some connections that one side must open if they are to pass, and what it opens there.
    pub fn needed(&self, direction: Direction, asked: &Connections) -> (Vec<Allow>, Vec<Allow>) {
        let (Peer::Pods(own), far) = asked.ends(direction) else { return Default::default() };
        let (mut needed, mut opened) = (Vec::new(), Vec::new());
        for relation in self.relevant(direction, own) {
            let isolated = relation.isolated.iter().filter_map(|isolated| own.intersect(isolated));
            needed.extend(isolated.map(|subject| Allow { subject, peer: far.clone(), ports: asked.ports.clone() }));
            opened.extend(relation.allowed.iter().filter(|allow| !own.is_disjoint(&allow.subject)).cloned());
        }
        (needed, opened)
    }

    /// The pods of a set that are not isolated, in sets that do not overlap.
    pub fn not_isolated(&self, direction: Direction, own: &Labels) -> Vec<Labels> {
        let mut open = vec![own.clone()];
        for isolated in self.relevant(direction, own).flat_map(|relation| &relation.isolated) {
            open = open.iter().flat_map(|pods| pods.minus(isolated)).collect();
        }
        open
    }

    /// The relations of the namespaces in which pods of a set can be.
    fn relevant(&self, direction: Direction, own: &Labels) -> impl Iterator<Item = &Relation> {
        let name = LabelKey::namespace_name();
        let in_it = move |namespace: &str| own.get(&name).is_none_or(|names| names.values.contains(namespace));
        let here = self.by_namespace.iter().filter(move |(namespace, _)| in_it(namespace));
        here.map(move |(_, relations)| relations.of(direction))
    }
}
