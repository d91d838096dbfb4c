//! Stages, services that isolate, and where groups by label have pods.

use super::*;
use crate::graph::Stage;

/// `cart` isolates for egress, `shop` for ingress only.
fn cart_isolates(edges: Vec<Edge>) -> Graph {
    let mut graph = graph(edges);
    graph.namespaces[0].isolated = Directions { ingress: true, egress: false };
    graph.services[0].isolates = Directions { ingress: false, egress: true };
    graph
}

/// The labels of the pods that a group of both services' pods has: whatever `tier` says.
fn tier(graph: &mut Graph) {
    let tier = LabelValues::present(Values::one("front"));
    let pods = Labels::in_namespace("shop").narrow(&LabelKey::Pod("tier".into()), &tier).expect("some pods");
    graph.groups = vec![group("tier", GroupNamespaces::Listed(vec![SHOP]), pods)];
}

/// Names, directions and pods of the policies of `shop`.
fn bound(graph: &Graph) -> Vec<(String, Directions, String)> {
    let policies = Compiler::new(graph).policies(SHOP).into_iter();
    policies.map(|policy| (policy.name, policy.isolates, policy.subject.sample().to_string())).collect()
}

#[test]
fn a_namespace_whose_stage_is_off_gets_nothing() {
    let mut graph = cart_isolates(vec![edge(End::Service(CART), End::Service(WEB), tcp(80))]);
    graph.namespaces[0].stage = Stage::Off;
    assert_eq!(shown(&graph, SHOP), [""; 0]);
}

#[test]
fn a_service_that_isolates_has_its_policy_with_its_directions_even_without_a_rule() {
    let mut graph = cart_isolates(Vec::new());
    let ingress = Directions { ingress: true, egress: false };
    let deny = ("npgen-default-deny".to_owned(), ingress, "shop/{}".to_owned());
    let cart = |directions| ("npgen-cart".to_owned(), directions, "shop/{app=cart}".to_owned());
    assert_eq!(bound(&graph), [deny, cart(Directions::BOTH)]);
    graph.namespaces[0].isolated = Directions::NONE;
    assert_eq!(bound(&graph), [cart(Directions { ingress: false, egress: true })], "no default deny");
}

#[test]
fn rules_of_others_bind_the_pods_that_they_share_with_a_service_that_isolates() {
    let mut graph = cart_isolates(vec![
        edge(End::Group(GroupId(0)), End::Service(WEB), tcp(80)),
        edge(End::Service(DB), End::Group(GroupId(0)), tcp(81)),
    ]);
    tier(&mut graph);
    let expected = [
        "npgen-default-deny",
        "npgen-cart",
        "npgen-web",
        "  ingress shop/{tier=front} 80",
        "npgen-group-tier",
        "  ingress store/{app=db} 81",
        "npgen-at-cart-group-tier",
        "  egress shop/{app=web} 80",
    ];
    assert_eq!(shown(&graph, SHOP), expected);
    let joined = Compiler::new(&graph).policies(SHOP).pop().expect("it is the last");
    assert_eq!(joined.subject.sample().to_string(), "shop/{app=cart,tier=front}");
    assert_eq!(joined.isolates, Directions { ingress: false, egress: true });
    assert_eq!(joined.file, "at-cart-group-tier.yaml");
}

#[test]
fn pods_that_two_services_isolate_get_each_half_for_both() {
    let mut graph = cart_isolates(vec![edge(End::Service(WEB), End::Service(DB), tcp(80))]);
    graph.services[1].isolates = Directions { ingress: false, egress: true };
    graph.services[1].pods = Labels::in_namespace("shop");
    let egress = "  egress store/{app=db} 80";
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-cart", "npgen-web", egress]);
    graph.services[1].isolates = Directions::NONE;
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-cart", "npgen-at-cart-web", egress]);
}

#[test]
fn services_without_pods_in_common_share_nothing() {
    let graph = cart_isolates(vec![edge(End::Service(WEB), End::Service(DB), tcp(80))]);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-cart"]);
}

#[test]
fn a_namespace_that_calls_has_its_half_for_every_pod_and_asks_for_names() {
    let mut graph = graph(vec![
        edge(End::Namespace(SHOP), End::Service(DB), tcp(80)),
        edge(End::Service(DB), End::Namespace(SHOP), tcp(81)),
    ]);
    resolve_names(&mut graph);
    let rules = [
        "  ingress store/{app=db} 81",
        "  egress store/{app=db} 80",
        "  egress kube-system/{k8s-app=kube-dns} 53,53/udp",
    ];
    assert_eq!(shown(&graph, SHOP), [["npgen-default-deny", "npgen-namespace"].as_slice(), &rules].concat());
    graph.namespaces[0].resolve = Some(false);
    assert_eq!(shown(&graph, SHOP), [["npgen-default-deny", "npgen-namespace"].as_slice(), &rules[..2]].concat());
    assert_eq!(shown(&graph, STORE)[2], "  ingress shop/{} 80");
}

#[test]
fn a_group_by_label_has_pods_where_the_namespace_declares_the_label() {
    let prod = LabelValues::present(Values::one("prod"));
    let mut pods = Labels::any().narrow(&LabelKey::Namespace("env".into()), &prod).expect("some pods");
    let mut graph = graph(vec![edge(End::Group(GroupId(0)), End::Service(DB), tcp(80))]);
    graph.groups = vec![group("prod", GroupNamespaces::Labelled, pods.clone())];
    graph.namespaces[0].labels.insert("env".into(), Some("prod".into()));
    graph.namespaces[1].labels.insert("env".into(), None);
    let egress = "  egress store/{app=db} 80";
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-group-prod", egress]);
    assert_eq!(Compiler::new(&graph).policies(SHOP)[1].subject, Labels::in_namespace("shop"));
    assert_eq!(shown(&graph, STORE), ["npgen-default-deny", "npgen-db", "  ingress any[env=prod]/{} 80"]);
    let not_prod = LabelValues::or_absent(Values::all_but(["prod"]));
    pods = Labels::any().narrow(&LabelKey::Namespace("env".into()), &not_prod).expect("some pods");
    graph.groups[0].pods = pods;
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny"]);
    assert!(shown(&graph, STORE).contains(&"npgen-group-prod".to_owned()), "the label is declared to be absent");
}
