//! Random graphs, as the frontend would give them: what is made of each is what it means.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::backend::Kubernetes;
use crate::graph::{Group, GroupId, GroupNamespaces, Stage};
use crate::profile::Mesh;
use crate::sets::Direction;

/// Choices, taken one at a time; zero where they run out.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % end
    }

    fn directions(&mut self) -> Directions {
        let bits = self.below(4);
        Directions { ingress: bits & 1 == 1, egress: bits & 2 == 2 }
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }

    fn resolve(&mut self) -> Option<bool> {
        [None, None, Some(true), Some(false)][self.below(4)]
    }

    fn values(&mut self) -> LabelValues {
        match self.below(5) {
            0 => LabelValues::present(Values::one("a")),
            1 => LabelValues::present(Values::only(["a", "b"])),
            2 => LabelValues::or_absent(Values::all_but(["a"])),
            3 => LabelValues::present(Values::all()),
            _ => LabelValues::absent(),
        }
    }

    /// Some pods of `all`, by one label or two.
    fn pods(&mut self, mut all: Labels) -> Labels {
        for key in ["app", "tier"].iter().take(1 + self.below(2)) {
            all = all.narrow(&LabelKey::Pod((*key).into()), &self.values()).expect("each key is narrowed once");
        }
        all
    }
}

fn random(choices: Vec<u8>) -> Graph {
    let mut choices = Choices(choices.into_iter());
    let mut graph = graph();
    graph.edges.clear();
    graph.services.clear();
    graph.profile.node_cidr = Some(vec!["172.18.0.0/16".parse().expect("a network")]);
    graph.profile.mesh = if choices.one_in(3) { Mesh::IstioAmbient } else { Mesh::None };
    for namespace in &mut graph.namespaces {
        namespace.governed = true;
        namespace.isolated = choices.directions();
        namespace.stage = if choices.one_in(6) { Stage::Off } else { Stage::Enforce };
        namespace.resolve = choices.resolve();
        let env: [Option<Arc<str>>; 3] = [None, Some("a".into()), Some("b".into())];
        namespace.labels.insert("env".into(), env[choices.below(3)].clone());
    }
    for at in 0..4_u32 {
        let namespace = NamespaceId(at / 3);
        let home = Labels::in_namespace(graph.namespaces[usize::try_from(namespace.0).expect("few")].name.clone());
        graph.services.push(Service {
            isolates: if choices.one_in(2) { choices.directions() } else { Directions::NONE },
            host_network: choices.one_in(8),
            resolve: choices.resolve(),
            pods: choices.pods(home),
            ..service(&format!("s{at}"), namespace.0, "shop")
        });
    }
    for at in 0..2 {
        let (namespaces, all) = match choices.below(3) {
            0 => (GroupNamespaces::Every, Labels::any()),
            1 => (GroupNamespaces::Listed(vec![SHOP]), Labels::in_namespace("shop")),
            _ => {
                let key = LabelKey::Namespace("env".into());
                let values = choices.values();
                (GroupNamespaces::Labelled, Labels::any().narrow(&key, &values).expect("a free key"))
            }
        };
        let (pods, resolve) = (choices.pods(all), choices.resolve());
        graph.groups.push(Group { name: format!("g{at}").into(), pods, namespaces, resolve, ..Group::default() });
    }
    if choices.one_in(3) {
        graph.dns.as_mut().expect("there is one").end = End::Service(ServiceId(3));
    }
    for _ in 0..choices.below(8) {
        let (caller, callee) = (end(&mut choices), end(&mut choices));
        let port = PortRange::one([Protocol::Tcp, Protocol::Udp][choices.below(2)], 80);
        let ports = if choices.one_in(5) { EdgePorts::Every } else { EdgePorts::Listed(vec![port]) };
        graph.edges.push(Edge { caller, callee, ports, ..Edge::default() });
    }
    graph
}

fn end(choices: &mut Choices) -> End {
    match choices.below(12) {
        at @ 0..4 => End::Service(ServiceId(u32::try_from(at).expect("few"))),
        at @ 4..6 => End::Group(GroupId(u32::try_from(at).expect("few") - 4)),
        at @ 6..8 => End::Namespace(NamespaceId(u32::try_from(at).expect("few") - 6)),
        8 => End::External(ExternalId(0)),
        9 => End::Nodes,
        10 => End::Anywhere,
        _ => End::Cluster,
    }
}

/// How much is there to be wrong about: the objects, and the directions in which pods are isolated for two reasons.
fn weigh(graph: &Graph) -> (usize, usize) {
    let meaning = Meaning::new(graph);
    let objects = graph.governed().map(|namespace| meaning.objects(namespace));
    let objects: Vec<String> = objects.flatten().map(|object| object.name).collect();
    let reasons = graph.governed().flat_map(|namespace| {
        let relations = meaning.relations(namespace);
        Direction::BOTH.map(|direction| relations.of(direction).isolated.len())
    });
    (objects.iter().filter(|name| name.starts_with("npgen-at-")).count(), reasons.filter(|count| *count > 1).count())
}

#[test]
fn what_is_made_of_a_graph_is_what_it_means() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let met = std::cell::Cell::new((0, 0));
    let ran = runner.run(&proptest::collection::vec(any::<u8>(), 100), |choices| {
        let graph = random(choices);
        let (joined, reasons) = weigh(&graph);
        met.set((met.get().0 + joined, met.get().1 + reasons));
        let mut found = Diagnostics::default();
        run(&graph, &Kubernetes, &|_| {}, &mut found);
        let found: Vec<String> = found.into_sorted().into_iter().map(|one| one.message).collect();
        prop_assert!(found.is_empty(), "{found:?}\n{graph:#?}");
        Ok(())
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    assert!(met.get().0 > 300 && met.get().1 > 300, "too little was met: {:?}", met.get());
}
