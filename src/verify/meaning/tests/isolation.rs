//! The clauses on stages, on services that isolate, and on who answers for names.

use super::*;
use crate::graph::Stage;
use crate::profile::Mesh;

const EGRESS: Directions = Directions { ingress: false, egress: true };

/// `web` is isolated for ingress, and its service `front` for egress.
fn front_isolates(edges: Vec<Edge>) -> Graph {
    let mut graph = graph(edges);
    graph.services[1].isolates = EGRESS;
    graph
}

#[test]
fn a_namespace_whose_stage_is_off_means_nothing() {
    let mut graph = front_isolates(vec![edge(FRONT, CART, &[80])]);
    graph.namespaces[2].stage = Stage::Off;
    let meaning = Meaning::new(&graph);
    assert_eq!(meaning.relations(WEB), Relations::default());
    assert_eq!(meaning.objects(WEB), []);
    assert_eq!(meaning.rule_makers().halves(&graph.edges[0]), Directions { ingress: true, egress: false });
}

#[test]
fn a_service_isolates_its_own_pods_and_has_its_object_without_a_rule() {
    let mut graph = front_isolates(Vec::new());
    let meaning = Meaning::new(&graph);
    assert_eq!(meaning.relations(WEB).egress.isolated, [pods(Some("web"), "front")]);
    assert_eq!(meaning.relations(WEB).ingress.isolated, [Labels::in_namespace("web")]);
    assert_eq!(names(&meaning.objects(WEB)), ["npgen-default-deny", "npgen-front"]);
    graph.namespaces[2].isolated = Directions::NONE;
    assert_eq!(names(&Meaning::new(&graph).objects(WEB)), ["npgen-front"], "the namespace denies nothing");
}

#[test]
fn what_isolates_pods_is_named() {
    let mut graph = front_isolates(Vec::new());
    let named = |graph: &Graph, direction| {
        let isolated = Meaning::new(graph).isolated(direction, &pods(Some("web"), "front"));
        let named = isolated.iter().map(|one| format!("{}: {}", one.pods, one.object.path(&one.namespace)));
        named.collect::<Vec<_>>()
    };
    assert_eq!(named(&graph, Direction::Ingress), ["web/{app=front}: web/default-deny.yaml"]);
    assert_eq!(named(&graph, Direction::Egress), ["web/{app=front}: web/front.yaml"]);
    graph.namespaces[2].isolated = Directions::BOTH;
    let both = ["web/{app=front}: web/default-deny.yaml", "web/{app=front}: web/front.yaml"];
    assert_eq!(named(&graph, Direction::Egress), both);
    assert_eq!(Meaning::new(&graph).isolated(Direction::Egress, &pods(Some("elsewhere"), "front")), []);
}

#[test]
fn a_service_on_the_host_network_isolates_nothing_and_has_no_half() {
    let mut graph = front_isolates(vec![edge(FRONT, CART, &[80]), edge(CART, FRONT, &[81])]);
    graph.services[1].host_network = true;
    let meaning = Meaning::new(&graph);
    assert_eq!(meaning.relations(WEB).egress, Relation::default());
    assert_eq!(opened(&graph, WEB, Direction::Ingress), []);
    let nodes = Peer::Addresses(Addresses::nets(&nets(&["172.18.0.0/16", "2001:4860::/32"])));
    for direction in Direction::BOTH {
        assert_eq!(opened(&graph, SHOP, direction)[0].peer, nodes, "{direction}");
    }
}

#[test]
fn a_half_of_others_binds_what_they_share_with_a_service_that_isolates() {
    let mut graph = front_isolates(vec![edge(SCRAPER, CART, &[80]), edge(End::Namespace(WEB), CART, &[81])]);
    graph.namespaces[2].resolve = Some(false);
    let blue = LabelValues::present(Values::one("blue"));
    let blue = Labels::any().narrow(&LabelKey::Pod("colour".into()), &blue).expect("some pods");
    graph.groups[0].pods = blue.clone();
    let cart = Peer::Pods(pods(Some("shop"), "cart"));
    let subject = blue.intersect(&pods(Some("web"), "front")).expect("some are both");
    let of_group = Allow { subject, peer: cart.clone(), ports: tcp(80) };
    let of_namespace = Allow { subject: pods(Some("web"), "front"), peer: cart, ports: tcp(81) };
    assert_eq!(opened(&graph, WEB, Direction::Egress), [of_group, of_namespace]);
    let joined = ["npgen-at-front-group-scraper", "npgen-at-front-namespace", "npgen-default-deny", "npgen-front"];
    assert_eq!(names(&Meaning::new(&graph).objects(WEB)), joined);
    graph.groups[0].pods = pods(None, "scraper");
    assert_eq!(names(&Meaning::new(&graph).objects(WEB)), joined[1..], "they share no pod");
}

#[test]
fn a_namespace_has_its_half_for_every_pod_and_asks_for_names() {
    let mut graph = graph(vec![edge(End::Namespace(SHOP), FRONT, &[80])]);
    let half =
        Allow { subject: Labels::in_namespace("shop"), peer: Peer::Pods(pods(Some("web"), "front")), ports: tcp(80) };
    assert_eq!(opened(&graph, SHOP, Direction::Egress), [half]);
    let asks = |graph: &Graph| Meaning::new(graph).relations(SHOP).egress.allowed.len() == 2;
    assert!(asks(&graph));
    graph.namespaces[0].resolve = Some(false);
    assert!(!asks(&graph));
    assert_eq!(names(&Meaning::new(&graph).objects(SHOP)), ["npgen-default-deny", "npgen-namespace"]);
}

#[test]
fn a_group_by_label_has_pods_where_the_declared_labels_fit() {
    let key = LabelKey::Namespace("env".into());
    let with = |values: LabelValues| pods(None, "scraper").narrow(&key, &values).expect("some pods");
    let (one, other) = (LabelValues::present(Values::one("prod")), LabelValues::or_absent(Values::all_but(["prod"])));
    let has_half = |values: &LabelValues, declared: Option<Option<&str>>| {
        let mut graph = graph(vec![edge(CART, SCRAPER, &[80])]);
        graph.groups[0].namespaces = GroupNamespaces::Labelled;
        graph.groups[0].pods = with(values.clone());
        if let Some(value) = declared {
            graph.namespaces[2].labels.insert("env".into(), value.map(Into::into));
        }
        let peers = opened(&graph, SHOP, Direction::Egress);
        assert_eq!(peers[0].peer, Peer::Pods(with(values.clone())), "as the other end it is what it says");
        let opened = opened(&graph, WEB, Direction::Ingress);
        assert!(opened.iter().all(|allow| allow.subject == pods(Some("web"), "scraper")));
        !opened.is_empty()
    };
    for (declared, fits_one, fits_other) in [
        (Some(Some("prod")), true, false),
        (Some(Some("dev")), false, true),
        (Some(None), false, true),
        (None, false, false),
    ] {
        assert_eq!(has_half(&one, declared), fits_one, "{declared:?}");
        assert_eq!(has_half(&other, declared), fits_other, "{declared:?}");
    }
}

#[test]
fn a_service_that_answers_for_names_is_called_by_all_that_may_ask() {
    let mut graph = graph(vec![edge(SCRAPER, CART, &[80])]);
    graph.dns = Some(Resolver { end: CART, ports: vec![PortRange::one(Protocol::Tcp, 53)] });
    graph.services[1].resolve = Some(true);
    graph.namespaces[1].resolve = Some(true);
    let asking = |graph: &Graph| -> Vec<Peer> {
        let opened = opened(graph, SHOP, Direction::Ingress).into_iter();
        opened.filter(|allow| allow.ports == tcp(53)).map(|allow| allow.peer).collect()
    };
    let tools = Peer::Pods(Labels::in_namespace("tools"));
    assert_eq!(asking(&graph), [Peer::Pods(pods(Some("web"), "front")), tools.clone()]);
    graph.services[1].host_network = true;
    assert_eq!(asking(&graph), [tools], "it asks as its node does");
    graph.namespaces[1].resolve = None;
    graph.edges.clear();
    assert_eq!(names(&Meaning::new(&graph).objects(SHOP)), ["npgen-default-deny"], "nobody asks");
}

#[test]
fn in_a_mesh_tcp_between_pods_opens_the_tunnel_and_nothing_else_does() {
    let mut graph = graph(vec![edge(End::Anywhere, CART, &[80]), edge(End::Nodes, CART, &[81])]);
    let udp = EdgePorts::Listed(vec![PortRange::one(Protocol::Udp, 82)]);
    graph.edges.push(Edge { ports: udp, ..edge(FRONT, CART, &[]) });
    graph.profile.mesh = Mesh::IstioAmbient;
    for allow in opened(&graph, SHOP, Direction::Ingress) {
        let is_tcp = allow.ports.contains(Port::Transport(Protocol::Tcp, 80));
        let expected = is_tcp && matches!(allow.peer, Peer::Pods(_));
        assert_eq!(allow.ports.contains(Port::Transport(Protocol::Tcp, 15008)), expected, "{allow:?}");
    }
}
