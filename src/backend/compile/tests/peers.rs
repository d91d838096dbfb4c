//! Ends that are nodes, who answers for names, the tunnel of a mesh, and what comments say.

use super::*;
use crate::graph::{Detail, Widening};
use crate::profile::Mesh;

/// Nodes in 172.18.0.0/16.
fn with_nodes(edges: Vec<Edge>) -> Graph {
    let mut graph = graph(edges);
    graph.profile.node_cidr = Some(vec![net("172.18.0.0/16")]);
    graph
}

#[test]
fn a_service_on_the_host_network_is_the_nodes_and_has_nothing_itself() {
    let mut graph = with_nodes(vec![
        edge(End::Service(WEB), End::Service(DB), tcp(80)),
        edge(End::Nodes, End::Service(DB), tcp(81)),
    ]);
    graph.services[1].host_network = true;
    resolve_names(&mut graph);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny"]);
    assert_eq!(shown(&graph, STORE), ["npgen-default-deny", "npgen-db", "  ingress 172.18.0.0/16 80,81"]);
    let lines = Compiler::new(&graph).policies(STORE)[1].rules[0].comment.clone();
    assert_eq!(lines, ["@nodes -> db:81", "shop/web -> db:80"]);
}

#[test]
fn a_service_that_answers_for_names_is_called_by_all_that_ask() {
    let mut graph = graph(vec![edge(End::Service(WEB), End::Service(CART), tcp(80))]);
    graph.groups = vec![group("agents", GroupNamespaces::Listed(vec![SHOP]), pods("shop", "agent"))];
    graph.groups[0].resolve = Some(true);
    graph.namespaces[1].resolve = Some(true);
    graph.dns = Some(Resolver { end: End::Service(DB), ports: vec![PortRange::one(Protocol::Udp, 53)] });
    let asked = [
        "npgen-default-deny",
        "npgen-namespace",
        "  egress store/{app=db} 53/udp",
        "npgen-db",
        "  ingress shop/{app=agent} 53/udp",
        "  ingress shop/{app=web} 53/udp",
        "  ingress store/{} 53/udp",
    ];
    assert_eq!(shown(&graph, STORE), asked);
    let rules = Compiler::new(&graph).policies(STORE).pop().expect("db").rules;
    let comments: Vec<String> = rules.into_iter().flat_map(|rule| rule.comment).collect();
    assert_eq!(comments, ["name resolution of agents", "name resolution of shop/web", "name resolution of @namespace"]);
    graph.services[2].host_network = true;
    assert!(!shown(&graph, STORE).contains(&"npgen-db".to_owned()));
}

#[test]
fn in_a_mesh_tcp_between_pods_opens_the_tunnel_too() {
    let mut graph = with_nodes(vec![
        edge(End::Service(WEB), End::Service(DB), tcp(80)),
        edge(End::Anywhere, End::Service(WEB), tcp(81)),
        edge(End::Nodes, End::Service(WEB), tcp(82)),
        edge(End::Cluster, End::Service(CART), EdgePorts::Listed(vec![PortRange::one(Protocol::Udp, 83)])),
    ]);
    graph.profile.mesh = Mesh::IstioAmbient;
    let in_shop = [
        "npgen-default-deny",
        "npgen-cart",
        "  ingress any/{} 83/udp",
        "npgen-web",
        "  ingress anywhere 81",
        "  ingress any/{} 15008",
        "  ingress 172.18.0.0/16 82",
        "  egress store/{app=db} 80,15008",
    ];
    assert_eq!(shown(&graph, SHOP), in_shop);
    assert_eq!(shown(&graph, STORE)[2], "  ingress shop/{app=web} 80,15008");
}

#[test]
fn a_comment_says_what_was_meant_and_what_is_given_up() {
    let detail = |widened, instead_of| Some(Box::new(Detail { widened, instead_of, ..Detail::default() }));
    let mut graph = graph(vec![
        Edge {
            owner: Some("team".into()),
            writings: vec![writing(Some("reports"), None)],
            detail: detail(vec![Widening::Internet], Some(End::External(ExternalId(0)))),
            ..edge(End::Service(WEB), End::Internet, tcp(443))
        },
        Edge {
            detail: detail(vec![Widening::L4, Widening::Pods], None),
            ..edge(End::Service(WEB), End::Service(DB), tcp(80))
        },
    ]);
    graph.externals = vec![external(&[], &[])];
    let rules = Compiler::new(&graph).policies(SHOP).pop().expect("web").rules;
    let comments: Vec<String> = rules.into_iter().flat_map(|rule| rule.comment).collect();
    let expected = [
        "web -> store/db:80 [widened: every request, not only those of its `http`, its labels without the service \
         account]",
        "web -> bank:443 (team) [widened: `@internet` for its DNS names]: reports",
    ];
    assert_eq!(comments, expected);
}
