//! The names that a graph has for sets of addresses and of pods.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::connections::Who;
use crate::graph::{End, NamespaceId};
use crate::sets::{Addresses, Peer};
use crate::verify::meaning::Meaning;

/// The names that a graph has for sets of addresses and of pods: `@internet`, `@dns`, an external.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    of_addresses: BTreeMap<Addresses, String>,
    /// By what changes call the pods where nobody knows a name for them.
    of_pods: BTreeMap<Arc<str>, String>,
}

impl Names {
    /// The names that the edges of a graph speak of, and those of its namespaces and of name resolution.
    pub(super) fn of(meaning: &Meaning<'_>) -> Self {
        let graph = meaning.graph();
        let mut names = Self::default();
        for id in (0..).map(NamespaceId).take(graph.namespaces.len()) {
            names.add_end(meaning, &End::PodsOf(id), false);
        }
        for edge in &graph.edges {
            names.add_end(meaning, &edge.caller, true);
            names.add_end(meaning, &edge.callee, false);
        }
        if let Some(resolver) = &graph.dns {
            names.add_end(meaning, &resolver.end, false);
        }
        names
    }

    /// Adds those of another graph, which come before what is here.
    pub(super) fn add(&mut self, other: Self) {
        self.of_addresses.extend(other.of_addresses);
        self.of_pods.extend(other.of_pods);
    }

    /// The name of whoever is at an end of a change; `None` where there is no other than that of the change itself.
    pub fn of_end(&self, who: &Who) -> Option<&str> {
        match who {
            Who::Party(name) => self.of_pods.get(name),
            Who::Addresses(addresses) => self.of_addresses.get(addresses),
        }
        .map(String::as_str)
    }

    fn add_end(&mut self, meaning: &Meaning<'_>, end: &End, calls: bool) {
        let graph = meaning.graph();
        let name = match end {
            End::World => "@world".to_owned(),
            End::Internet => "@internet".to_owned(),
            End::Nodes => "@nodes".to_owned(),
            End::Name(name) => format!("@{name}"),
            End::PodsOf(id) => match graph.namespace(*id) {
                Some(namespace) => format!("@namespace/{}", namespace.name),
                None => return,
            },
            End::External(id) => match graph.external(*id) {
                Some(external) => external.name.to_string(),
                None => return,
            },
            End::Service(_) | End::Group(_) | End::Namespace(_) | End::Cluster | End::Anywhere => return,
        };
        let peers = if calls { meaning.calling(end) } else { meaning.called(end) };
        match peers.as_slice() {
            [Peer::Addresses(addresses)] => {
                self.of_addresses.insert(addresses.clone(), name);
            }
            [Peer::Pods(pods)] => {
                self.of_pods.insert(pods.to_string().into(), name);
            }
            _ => {}
        }
    }
}
