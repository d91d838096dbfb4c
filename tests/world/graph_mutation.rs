//! Single mutations of a graph: one thing that a clause of the language says is forgotten, or taken for another.
//!
//! What is made of a mutant is what a wrong backend would have made of the graph.

use std::collections::BTreeMap;

use npgen::graph::{End, Graph, GroupNamespaces, Stage};
use npgen::profile::{Mesh, StandsFor};
use npgen::sets::{Directions, LabelKey, LabelValues, Labels, Values};

/// What is done to a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    ServiceIsolationForgotten,
    ServiceIsolationInvented,
    StageForgotten,
    /// A service is looked for in the namespace of the name that the intents give.
    NewNameForgotten,
    /// An edge of a namespace itself is left out.
    NamespaceEdgeForgotten,
    /// An edge of a namespace itself is one with its pods, which have no half.
    NamespaceTakenForItsPods,
    LabelOfNamespaceForgotten,
    /// A name of the profile has the pods of another namespace.
    NameOfOtherPods,
    /// The calls of a name come from where it is called.
    CallsFromElsewhereForgotten,
    /// The service that stands for `@dns` lets nobody in that only asks for names.
    ServiceBehindDnsForgotten,
    MeshForgotten,
    /// What holds in another cluster.
    OtherCluster,
}

impl Kind {
    pub(crate) const ALL: [Self; 12] = [
        Self::ServiceIsolationForgotten,
        Self::ServiceIsolationInvented,
        Self::StageForgotten,
        Self::NewNameForgotten,
        Self::NamespaceEdgeForgotten,
        Self::NamespaceTakenForItsPods,
        Self::LabelOfNamespaceForgotten,
        Self::NameOfOtherPods,
        Self::CallsFromElsewhereForgotten,
        Self::ServiceBehindDnsForgotten,
        Self::MeshForgotten,
        Self::OtherCluster,
    ];
}

/// Every mutant of a graph, by kind. `clusters` are the graphs of all clusters of its project.
pub(crate) fn mutants(graph: &Graph, clusters: &[Graph]) -> BTreeMap<Kind, Vec<Graph>> {
    let mut found: BTreeMap<Kind, Vec<Graph>> = BTreeMap::new();
    let mut add = |kind: Kind, change: &dyn Fn(&mut Graph)| {
        let mut mutant = graph.clone();
        change(&mut mutant);
        found.entry(kind).or_default().push(mutant);
    };
    for (at, service) in graph.services.iter().enumerate() {
        if service.isolates.is_none() {
            add(Kind::ServiceIsolationInvented, &|graph| graph.services[at].isolates = Directions::BOTH);
        } else {
            add(Kind::ServiceIsolationForgotten, &|graph| graph.services[at].isolates = Directions::NONE);
        }
        let home = &graph.namespace(service.namespace).expect("the graph's own").name;
        if let Some(declared) = declared(home) {
            add(Kind::NewNameForgotten, &|graph| {
                let pods = &mut graph.services[at].pods;
                *pods = with(pods, &LabelKey::namespace_name(), Some(&declared));
            });
        }
    }
    for (at, namespace) in graph.namespaces.iter().enumerate() {
        if namespace.stage == Stage::Off {
            add(Kind::StageForgotten, &|graph| graph.namespaces[at].stage = Stage::Enforce);
        }
    }
    for (at, group) in graph.groups.iter().enumerate() {
        if group.namespaces == GroupNamespaces::Labelled {
            add(Kind::LabelOfNamespaceForgotten, &|graph| {
                let pods = &mut graph.groups[at].pods;
                *pods = with(pods, &LabelKey::Namespace("team".into()), None);
            });
        }
    }
    for (at, edge) in graph.edges.iter().enumerate() {
        if [&edge.caller, &edge.callee].iter().any(|end| matches!(end, End::Namespace(_))) {
            add(Kind::NamespaceEdgeForgotten, &|graph| drop(graph.edges.remove(at)));
            add(Kind::NamespaceTakenForItsPods, &|graph| {
                let edge = &mut graph.edges[at];
                for end in [&mut edge.caller, &mut edge.callee] {
                    if let End::Namespace(id) = *end {
                        *end = End::PodsOf(id);
                    }
                }
            });
        }
    }
    for (name, value) in &graph.profile.names {
        let is_pods = value.peers.iter().any(|peer| matches!(peer, StandsFor::Pods(_)));
        let other = || vec![StandsFor::Pods(Labels::in_namespace("of-nobody"))];
        if is_pods {
            add(Kind::NameOfOtherPods, &|graph| change_name(graph, name, &|value| value.peers = other()));
        }
        if value.from.is_some() {
            add(Kind::CallsFromElsewhereForgotten, &|graph| change_name(graph, name, &|value| value.from = None));
        }
    }
    if graph.dns.as_ref().is_some_and(|dns| matches!(dns.end, End::Service(_))) {
        add(Kind::ServiceBehindDnsForgotten, &|graph| {
            graph.dns.iter_mut().for_each(|dns| dns.end = End::Name("dns".into()));
        });
    }
    if graph.profile.mesh != Mesh::None {
        add(Kind::MeshForgotten, &|graph| graph.profile.mesh = Mesh::None);
    }
    for other in clusters.iter().filter(|other| other.cluster != graph.cluster) {
        add(Kind::OtherCluster, &|graph| *graph = Graph { cluster: graph.cluster.clone(), ..other.clone() });
    }
    found
}

fn change_name(graph: &mut Graph, name: &str, change: &dyn Fn(&mut npgen::profile::Name)) {
    change(graph.profile.names.get_mut(name).expect("it is one of the graph's"));
}

/// The name that the intents give to a namespace that is renamed.
fn declared(namespace: &str) -> Option<String> {
    let declared = namespace.strip_prefix("old-").or_else(|| namespace.split_once('-').map(|(declared, _)| declared));
    declared.map(str::to_owned)
}

/// Pods with another value of a label, or with any.
fn with(pods: &Labels, key: &LabelKey, value: Option<&str>) -> Labels {
    let others = pods.requirements().iter().filter(|(other, _)| other != key).cloned();
    let own = value.map(|value| (key.clone(), LabelValues::present(Values::one(value))));
    Labels::all_of(others.chain(own)).expect("each label is asked for once")
}
