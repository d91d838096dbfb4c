//! The graph → the parties that it names and their connections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analyzer::evaluate::classes::End;
use crate::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Rules, Tier};
use crate::diagnostic::{Place, SourceId};
use crate::graph::{self, End as GraphEnd, Graph, GroupNamespaces, NamespaceId, ServiceId};
use crate::sets::{Direction, Labels, Peer, Relation};
use crate::verify::meaning::Meaning;

use super::party::{Name, Party, Told, Variant};
use super::selection::{Selection, Unmatched};
use super::table::{Table, table};

/// The connections of a graph: of its services and groups, with each other and with all else that its edges name, as far
/// as the graph has a say: where an end that calls is not isolated, and neither is the one that is called, nothing is told.
///
/// What is told of a service or a group holds for its pods as far as their own selector tells: a pod that is also
/// another's may do more.
///
/// # Errors
/// Where somebody is selected who is not there.
pub fn of_graph(graph: &Graph, selection: &Selection) -> Result<Table, Unmatched> {
    let meaning = Meaning::new(graph);
    let rules = rules(&meaning);
    let mut parties = nodes(&meaning);
    parties.extend(others(&meaning));
    table(&rules, parties, selection, None)
}

/// The services and groups.
pub(super) fn nodes(meaning: &Meaning<'_>) -> Vec<Party> {
    let graph = meaning.graph();
    let services = (0..).map(ServiceId).zip(&graph.services).filter_map(|(id, node)| service(meaning, id, node));
    services.chain(graph.groups.iter().map(|node| group(graph, node))).collect()
}

/// The pods of a service; where they share their node's network, all nodes.
fn service(meaning: &Meaning<'_>, id: ServiceId, service: &graph::Service) -> Option<Party> {
    let name = Name::of_service(meaning.graph().namespace(service.namespace)?.name.clone(), service.name.clone());
    let variants = if service.host_network {
        meaning.called(&GraphEnd::Service(id)).iter().flat_map(variants).collect()
    } else {
        vec![Variant { end: End::OtherPod(service.pods.clone()), mark: String::new() }]
    };
    Some(Party { name, variants, calls: true, is_called: true, told: Told::WhereBound })
}

/// A group is one end in each namespace that has policies, since they bind its pods there, and one in all others.
fn group(graph: &Graph, group: &graph::Group) -> Party {
    let is_listed = |id: NamespaceId| match &group.namespaces {
        GroupNamespaces::Listed(listed) => listed.contains(&id),
        GroupNamespaces::Labelled | GroupNamespaces::Every => graph.namespace(id).is_some_and(|node| node.governed),
    };
    let inside = (0..).map(NamespaceId).zip(&graph.namespaces).filter(|(id, _)| is_listed(*id));
    let mut variants: Vec<Variant> = inside
        .filter_map(|(_, namespace)| {
            let pods = group.pods.intersect(&Labels::in_namespace(namespace.name.clone()))?;
            Some(Variant { end: End::OtherPod(pods), mark: format!("namespace {}", namespace.name) })
        })
        .collect();
    if !matches!(group.namespaces, GroupNamespaces::Listed(_)) {
        variants.push(Variant { end: End::OtherPod(group.pods.clone()), mark: "any other namespace".to_owned() });
    }
    let name = Name::of_group(group.name.clone());
    Party { name, variants, calls: true, is_called: true, told: Told::WhereBound }
}

/// What edges name beside services and groups, as callers and as callees: a name of the profile may be one thing where
/// it calls and another where it is called.
fn others(meaning: &Meaning<'_>) -> Vec<Party> {
    let graph = meaning.graph();
    let callers: BTreeSet<&GraphEnd> = graph.edges.iter().map(|edge| &edge.caller).collect();
    let mut called: BTreeSet<&GraphEnd> = graph.edges.iter().map(|edge| &edge.callee).collect();
    called.extend(graph.dns.as_ref().map(|resolver| &resolver.end));
    let party = |end: &GraphEnd, peers: Vec<Peer>, calls: bool| {
        let name = name(graph, end)?;
        let variants = peers.iter().flat_map(variants).collect();
        Some(Party { name, variants, calls, is_called: !calls, told: Told::WhereBound })
    };
    let callers = callers.into_iter().filter_map(|end| party(end, meaning.calling(end), true));
    callers.chain(called.into_iter().filter_map(|end| party(end, meaning.called(end), false))).collect()
}

/// What an end is called that is no service and no group.
fn name(graph: &Graph, end: &GraphEnd) -> Option<Name> {
    let at = |text: String| Name::At(Arc::from(text));
    let name = match end {
        GraphEnd::Service(_) | GraphEnd::Group(_) => return None,
        GraphEnd::Namespace(id) => Name::Named { name: graph.namespace(*id)?.name.clone(), kind: "Namespace" },
        GraphEnd::External(id) => Name::Named { name: graph.external(*id)?.name.clone(), kind: "External" },
        GraphEnd::PodsOf(id) => at(format!("@namespace/{}", graph.namespace(*id)?.name)),
        GraphEnd::Cluster => at("@cluster".to_owned()),
        GraphEnd::Anywhere => at("@anywhere".to_owned()),
        GraphEnd::World => at("@world".to_owned()),
        GraphEnd::Internet => at("@internet".to_owned()),
        GraphEnd::Nodes => at("@nodes".to_owned()),
        GraphEnd::Name(name) => at(format!("@{name}")),
    };
    Some(name)
}

/// The ends that a peer is.
fn variants(peer: &Peer) -> Vec<Variant> {
    match peer {
        Peer::Pods(labels) => vec![Variant { end: End::OtherPod(labels.clone()), mark: "pods".to_owned() }],
        Peer::Addresses(addresses) => {
            addresses.ranges().map(|range| Variant { end: End::Range(range), mark: range.to_string() }).collect()
        }
        Peer::Entities(names) => {
            let name = names.sample();
            name.into_iter().map(|name| Variant { mark: format!("entity {name}"), end: End::Entity(name) }).collect()
        }
    }
}

/// What a graph means, as rules.
pub fn rules(meaning: &Meaning<'_>) -> Rules {
    let mut policies = Vec::new();
    for id in meaning.graph().governed() {
        let Some(namespace) = meaning.graph().namespace(id) else { continue };
        let relations = meaning.relations(id);
        for direction in Direction::BOTH {
            add(&mut policies, relations.of(direction), direction, &namespace.name);
        }
    }
    Rules { policies }
}

/// The kind under which rules of a graph go: what a graph means is no object, but a namespace's.
const OF_GRAPH: &str = "Namespace";

/// Whether a policy is none that somebody wrote, but what a graph means.
pub fn is_of_graph(policy: &Policy) -> bool {
    policy.object.kind == OF_GRAPH
}

/// A policy for each set of pods that is isolated or may do something.
fn add(policies: &mut Vec<Policy>, relation: &Relation, direction: Direction, namespace: &str) {
    let mut said: BTreeMap<&Labels, Vec<Rule>> = BTreeMap::new();
    for isolated in &relation.isolated {
        said.entry(isolated).or_default();
    }
    for allow in &relation.allowed {
        said.entry(&allow.subject).or_default().push(Rule {
            name: String::new(),
            action: Action::Allow,
            peers: [allow.peer.clone()].into(),
            symbols: Vec::new(),
            ports: allow.ports.clone(),
            span: 0..0,
        });
    }
    policies.extend(said.into_iter().map(|(subject, rules)| {
        let (ingress, egress) = match direction {
            Direction::Ingress => (Some(rules), None),
            Direction::Egress => (None, Some(rules)),
        };
        Policy {
            object: ObjectId { kind: OF_GRAPH.to_owned(), namespace: String::new(), name: namespace.to_owned() },
            place: Place { source: SourceId::default(), start: 0, end: 0 },
            tier: Tier::NetworkPolicy,
            subject: Some(subject.clone()),
            ingress,
            egress,
        }
    }));
}
