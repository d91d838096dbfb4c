use std::sync::Arc;

use super::*;
use crate::diagnostic::{Place, SourceId};
use crate::graph::{Namespace, Service};
use crate::manifest::inventory::Gathering;
use crate::manifest::read;
use crate::sets::{Directions, LabelKey, LabelValues, Labels, Values};

/// A graph with the service `cart` in the namespace `shop`, of the pods with `app=cart`.
fn graph() -> Graph {
    let name = LabelKey::Pod(Arc::from("app"));
    let pods = Labels::in_namespace("shop").narrow(&name, &LabelValues::present(Values::one("cart")));
    let cart = Service {
        name: Arc::from("cart"),
        pods: pods.expect("such pods can be"),
        place: Place::new(SourceId(1), 0..1),
        ..Service::default()
    };
    let shop = Namespace {
        name: Arc::from("shop"),
        governed: true,
        isolated: Directions::BOTH,
        place: Some(Place::new(SourceId(1), 2..3)),
        ..Namespace::default()
    };
    Graph { namespaces: vec![shop], services: vec![cart], ..Graph::default() }
}

fn messages(graph: &Graph, manifests: &str) -> Vec<String> {
    let (mut gathering, mut found) = (Gathering::new("shop"), Diagnostics::default());
    read::objects(SourceId(0), manifests, &mut found, &mut |object, found| gathering.add(&object, found));
    assert!(of_graph(graph, &gathering.finish(), &mut found), "they speak of the same");
    found.into_sorted().into_iter().map(|found| found.message).collect()
}

const CART: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {template: {metadata: {labels: {app: cart}}, spec: {}}}
";

#[test]
fn what_agrees_is_not_mentioned() {
    assert_eq!(messages(&graph(), CART), Vec::<String>::new());
}

#[test]
fn labels_of_a_namespace_are_compared_with_those_declared() {
    let mut graph = graph();
    let namespace = graph.namespaces.first_mut().expect("it is there");
    namespace.labels = [("env", Some("prod")), ("team", None), ("zone", Some("a"))]
        .map(|(key, value)| (Arc::from(key), value.map(Arc::from)))
        .into();
    let told = |labels: &str| {
        messages(
            &graph,
            &format!("{CART}---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {labels}}}\n"),
        )
    };
    assert_eq!(told("{env: prod, zone: a, more: x}"), Vec::<String>::new());
    for labels in ["{env: dev, zone: a}", "{env: prod}", "{env: prod, zone: a, team: x}"] {
        assert_eq!(told(labels), ["the namespace `shop` has other labels than the intents declare"], "{labels}");
    }
}

#[test]
fn labels_that_are_declared_stand_for_a_namespace_that_is_not_there() {
    let mut graph = graph();
    let env = LabelKey::Namespace(Arc::from("env"));
    for service in &mut graph.services {
        let narrowed = service.pods.narrow(&env, &LabelValues::present(Values::one("prod")));
        service.pods = narrowed.expect("such pods can be");
    }
    assert_eq!(messages(&graph, CART).len(), 1, "nothing is known of the label");
    let namespace = graph.namespaces.first_mut().expect("it is there");
    namespace.labels.insert(Arc::from("env"), Some(Arc::from("prod")));
    assert_eq!(messages(&graph, CART), Vec::<String>::new());
}

#[test]
fn a_service_said_to_be_on_the_host_network_is_there() {
    let mut graph = graph();
    for service in &mut graph.services {
        service.host_network = true;
    }
    let not_so = "the service `cart` is said to be on the host network, and the pods of the Deployment `cart` are not";
    assert_eq!(messages(&graph, CART), [not_so]);
    assert_eq!(messages(&graph, &CART.replace("spec: {}", "spec: {hostNetwork: true}")), Vec::<String>::new());
}

#[test]
fn manifests_of_something_else_are_not_compared() {
    let other = CART.replace("name: cart", "name: cart, namespace: other");
    let (mut gathering, mut found) = (Gathering::new("shop"), Diagnostics::default());
    read::objects(SourceId(0), &other, &mut found, &mut |object, found| gathering.add(&object, found));
    assert!(!of_graph(&graph(), &gathering.finish(), &mut found));
    assert!(found.is_empty());
}
