mod isolation;
mod peers;

use std::sync::Arc;

use ipnet::IpNet;

use super::*;
use crate::diagnostic::{Place, SourceId};
use crate::graph::{
    Edge, EdgePorts, End, External, ExternalId, Graph, Group, GroupId, GroupNamespaces, Namespace, NamespaceId,
    Resolver, Service, ServiceId, Writing,
};
use crate::profile::{Name, Profile, StandsFor, dns_preset};
use crate::sets::{Direction, Directions, LabelKey, LabelValues, Labels, PortRange, Protocol, Values};

const SHOP: NamespaceId = NamespaceId(0);
const STORE: NamespaceId = NamespaceId(1);
const CART: ServiceId = ServiceId(0);
const WEB: ServiceId = ServiceId(1);
const DB: ServiceId = ServiceId(2);

fn place() -> Place {
    Place::new(SourceId(0), 0..0)
}

fn net(text: &str) -> IpNet {
    text.parse().expect("a network")
}

fn namespace(name: &str) -> Namespace {
    Namespace {
        name: name.into(),
        governed: true,
        isolated: Directions::BOTH,
        owner: None,
        resolve: None,
        ..Namespace::default()
    }
}

fn pods(namespace: &str, app: &str) -> Labels {
    let key = LabelKey::Pod("app".into());
    Labels::in_namespace(namespace).narrow(&key, &LabelValues::present(Values::one(app))).expect("some pods")
}

fn service(namespace: (NamespaceId, &str), name: &str) -> Service {
    Service {
        name: name.into(),
        namespace: namespace.0,
        pods: pods(namespace.1, name),
        owner: None,
        resolve: None,
        place: place(),
        ..Service::default()
    }
}

/// Two namespaces, `cart` and `web` in `shop`, `db` in `store`, without name resolution in the profile.
fn graph(edges: Vec<Edge>) -> Graph {
    Graph {
        namespaces: vec![namespace("shop"), namespace("store")],
        services: vec![
            service((SHOP, "shop"), "cart"),
            service((SHOP, "shop"), "web"),
            service((STORE, "store"), "db"),
        ],
        edges,
        ..Graph::default()
    }
}

/// Puts `@dns` into the profile.
fn resolve_names(graph: &mut Graph) {
    let dns = dns_preset("kubeadm").expect("a preset");
    let ports = dns.ports.clone().expect("it has ports");
    graph.dns = Some(Resolver { end: End::Name("dns".into()), ports });
    graph.profile.names.insert("dns".to_owned(), dns);
}

fn tcp(number: u16) -> EdgePorts {
    EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, number)])
}

fn edge(from: End, to: End, ports: EdgePorts) -> Edge {
    Edge { caller: from, callee: to, ports, owner: None, writings: vec![writing(None, None)], ..Edge::default() }
}

fn writing(why: Option<&str>, file_owner: Option<&str>) -> Writing {
    Writing { place: place(), why: why.map(Into::into), file_owner: file_owner.map(Into::into) }
}

fn group(name: &str, namespaces: GroupNamespaces, pods: Labels) -> Group {
    Group { name: name.into(), pods, namespaces, owner: None, resolve: None, place: place(), ..Group::default() }
}

fn external(cidr: &[&str], except: &[&str]) -> External {
    let nets = |texts: &[&str]| texts.iter().map(|text| net(text)).collect();
    External { name: "bank".into(), cidr: nets(cidr), except: nets(except), place: place(), ..External::default() }
}

/// The policies of a namespace, a line each, and a line for each rule: direction, peers, ports.
fn shown(graph: &Graph, namespace: NamespaceId) -> Vec<String> {
    let mut lines = Vec::new();
    for policy in Compiler::new(graph).policies(namespace) {
        lines.push(policy.name);
        lines.extend(policy.rules.iter().map(|rule| {
            let peers = match &rule.peers {
                Peers::Anywhere => "anywhere".to_owned(),
                Peers::Listed(first, others) => {
                    std::iter::once(first).chain(others).map(shown_peer).collect::<Vec<_>>().join(" ")
                }
            };
            let ports = match &rule.ports {
                Ports::Every => "every".to_owned(),
                Ports::Listed(ranges) => ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            };
            format!("  {} {peers} {ports}", rule.direction)
        }));
    }
    lines
}

fn shown_peer(peer: &Peer) -> String {
    match peer {
        Peer::Pods(labels) => labels.sample().to_string(),
        Peer::Block { cidr, except } if except.is_empty() => cidr.to_string(),
        Peer::Block { cidr, except } => {
            format!("{cidr} - {}", except.iter().map(ToString::to_string).collect::<Vec<_>>().join(" - "))
        }
    }
}

#[test]
fn an_edge_makes_egress_at_its_caller_and_ingress_at_its_callee() {
    let graph = graph(vec![edge(End::Service(WEB), End::Service(DB), tcp(5432))]);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-web", "  egress store/{app=db} 5432"]);
    assert_eq!(shown(&graph, STORE), ["npgen-default-deny", "npgen-db", "  ingress shop/{app=web} 5432"]);
}

#[test]
fn a_half_binds_only_where_its_direction_is_isolated() {
    let mut graph = graph(vec![edge(End::Service(WEB), End::Service(CART), tcp(80))]);
    graph.namespaces[0].isolated = Directions { ingress: true, egress: false };
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-cart", "  ingress shop/{app=web} 80"]);
    let policies = Compiler::new(&graph).policies(SHOP);
    assert!(policies.iter().all(|policy| policy.isolates == graph.namespaces[0].isolated));
    graph.namespaces[0].isolated = Directions::NONE;
    assert_eq!(shown(&graph, SHOP), [""; 0]);
}

#[test]
fn a_namespace_that_is_not_governed_gets_nothing() {
    let mut graph = graph(vec![edge(End::Service(WEB), End::Service(DB), tcp(80))]);
    graph.namespaces[1].governed = false;
    assert_eq!(shown(&graph, STORE), [""; 0]);
}

#[test]
fn a_service_that_calls_itself_has_both_halves() {
    let graph = graph(vec![edge(End::Service(CART), End::Service(CART), tcp(7946))]);
    let rules = ["  ingress shop/{app=cart} 7946", "  egress shop/{app=cart} 7946"];
    assert_eq!(shown(&graph, SHOP), [&["npgen-default-deny", "npgen-cart"], rules.as_slice()].concat());
}

#[test]
fn a_group_gets_its_half_in_each_governed_namespace_where_its_pods_can_be() {
    let key = LabelKey::Pod("app".into());
    let anywhere = Labels::any().narrow(&key, &LabelValues::present(Values::one("agent"))).expect("some pods");
    let mut graph = graph(vec![
        edge(End::Group(GroupId(0)), End::Service(CART), tcp(80)),
        edge(End::Group(GroupId(1)), End::Service(CART), tcp(81)),
    ]);
    graph.groups = vec![
        group("agents", GroupNamespaces::Every, anywhere),
        group("spies", GroupNamespaces::Listed(vec![STORE]), pods("store", "spy")),
    ];
    let in_store = [
        "npgen-default-deny",
        "npgen-group-spies",
        "  egress shop/{app=cart} 81",
        "npgen-group-agents",
        "  egress shop/{app=cart} 80",
    ];
    assert_eq!(shown(&graph, STORE), in_store);
    let in_shop = [
        "npgen-default-deny",
        "npgen-cart",
        "  ingress any/{app=agent} 80",
        "  ingress store/{app=spy} 81",
        "npgen-group-agents",
        "  egress shop/{app=cart} 80",
    ];
    assert_eq!(shown(&graph, SHOP), in_shop);
    let policies = Compiler::new(&graph).policies(SHOP);
    let agents = policies.iter().find(|policy| policy.name == "npgen-group-agents").expect("agents");
    assert_eq!((agents.subject.clone(), agents.file.as_str()), (pods("shop", "agent"), "group-agents.yaml"));
}

#[test]
fn who_calls_may_ask_for_names_unless_it_says_otherwise() {
    let mut graph = graph(vec![edge(End::Service(WEB), End::Service(DB), tcp(5432))]);
    resolve_names(&mut graph);
    let asks = "  egress kube-system/{k8s-app=kube-dns} 53,53/udp";
    let call = "  egress store/{app=db} 5432";
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-web", call, asks]);
    assert_eq!(shown(&graph, STORE).len(), 3, "who is called asks for nothing");
    graph.services[1].resolve = Some(false);
    graph.services[0].resolve = Some(true);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-cart", asks, "npgen-web", call]);
    graph.namespaces[0].resolve = Some(true);
    assert_eq!(shown(&graph, SHOP)[..3], ["npgen-default-deny", "npgen-namespace", asks]);
    graph.namespaces[0].isolated = Directions { ingress: true, egress: false };
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny"]);
}

#[test]
fn ranges_that_mean_the_outside_lose_the_clusters_own() {
    let callees = [End::External(ExternalId(0)), End::World, End::Internet];
    let mut graph = graph(callees.into_iter().map(|callee| edge(End::Service(WEB), callee, tcp(443))).collect());
    graph.externals = vec![external(&["10.0.0.0/8", "10.244.0.0/24"], &["10.1.0.0/16"])];
    graph.profile = Profile {
        pod_cidr: Some(vec![net("10.244.0.0/16"), net("2a00::/64")]),
        node_cidr: Some(vec![net("172.18.0.0/16")]),
        ..Profile::default()
    };
    let public_v4 = "0.0.0.0/0 - 0.0.0.0/8 - 10.0.0.0/8 - 100.64.0.0/10 - 127.0.0.0/8 - 169.254.0.0/16 - \
                     172.16.0.0/12 - 192.0.0.0/24 - 192.0.2.0/24 - 192.168.0.0/16 - 198.18.0.0/15 - \
                     198.51.100.0/24 - 203.0.113.0/24 - 224.0.0.0/3";
    let public_v6 = "2000::/3 - 2001::/23 - 2001:db8::/32 - 2002::/16 - 2a00::/64 - 3fff::/20";
    let expected = [
        "npgen-default-deny",
        "npgen-web",
        "  egress 10.0.0.0/8 - 10.1.0.0/16 - 10.244.0.0/16 443",
        "  egress 0.0.0.0/0 - 10.244.0.0/16 - 172.18.0.0/16 ::/0 - 2a00::/64 443",
        &format!("  egress {public_v4} {public_v6} 443"),
    ];
    assert_eq!(shown(&graph, SHOP), expected);
}

#[test]
fn nothing_is_cut_out_of_a_name_and_nothing_left_makes_no_rule() {
    let name = Name::of(StandsFor::Addresses(vec![net("172.18.0.2/32")]), None);
    let mut graph = graph(vec![
        edge(End::Service(WEB), End::External(ExternalId(0)), tcp(1)),
        edge(End::Service(WEB), End::Name("kube-apiserver".into()), tcp(6443)),
        edge(End::Service(WEB), End::Name("nobody".into()), tcp(2)),
    ]);
    graph.externals = vec![external(&["172.18.0.0/24"], &[])];
    graph.profile.node_cidr = Some(vec![net("172.18.0.0/16")]);
    graph.profile.names.insert("kube-apiserver".to_owned(), name);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny", "npgen-web", "  egress 172.18.0.2/32 6443"]);
}

#[test]
fn a_port_list_without_ports_opens_nothing() {
    let graph = graph(vec![edge(End::Service(WEB), End::Service(DB), EdgePorts::Listed(Vec::new()))]);
    assert_eq!(shown(&graph, SHOP), ["npgen-default-deny"]);
}

#[test]
fn rules_stand_in_order_and_those_with_equal_peers_are_one() {
    let mut edges = vec![
        edge(End::Anywhere, End::Service(WEB), EdgePorts::Every),
        edge(End::Service(WEB), End::Anywhere, tcp(1)),
        edge(End::Service(WEB), End::PodsOf(SHOP), tcp(2)),
        edge(End::Service(WEB), End::Cluster, tcp(3)),
        edge(End::Service(WEB), End::Name("dns".into()), tcp(9153)),
        edge(End::Service(WEB), End::Service(DB), tcp(5433)),
        edge(End::Service(WEB), End::Service(DB), tcp(5432)),
        edge(End::Service(WEB), End::Group(GroupId(0)), EdgePorts::Every),
        edge(End::Service(WEB), End::Service(CART), tcp(80)),
    ];
    let expected = [
        "npgen-default-deny",
        "npgen-web",
        "  ingress anywhere every",
        "  egress shop/{app=cart} 80",
        // The group has the labels of the service: every port swallows those of the service.
        "  egress store/{app=db} every",
        "  egress shop/{} 2",
        "  egress any/{} 3",
        "  egress anywhere 1",
        // An edge to what name resolution asks, and name resolution itself.
        "  egress kube-system/{k8s-app=kube-dns} 53,9153,53/udp",
    ];
    for _ in 0..edges.len() {
        edges.rotate_left(1);
        let mut graph = graph(edges.clone());
        graph.groups = vec![group("twin", GroupNamespaces::Every, pods("store", "db"))];
        resolve_names(&mut graph);
        let shown: Vec<String> =
            shown(&graph, SHOP).into_iter().take_while(|line| !line.starts_with("npgen-group")).collect();
        let with_cart: Vec<&str> =
            shown.iter().map(String::as_str).filter(|line| !line.contains("{app=web}")).collect();
        assert_eq!(with_cart.iter().filter(|line| **line != "npgen-cart").copied().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn comments_owners_and_reasons_come_from_all_writings() {
    let mut graph = graph(vec![
        Edge {
            owner: Some("team-pay".into()),
            writings: vec![writing(Some("card\npayments"), Some("team-shop")), writing(None, Some("team-store"))],
            ..edge(End::Service(WEB), End::Service(DB), tcp(8443))
        },
        Edge {
            writings: vec![writing(Some("z"), Some("team-shop")), writing(Some("a"), None), writing(None, None)],
            ..edge(End::Service(CART), End::Service(WEB), EdgePorts::Every)
        },
    ]);
    graph.services[1].owner = Some("team-web".into());
    graph.namespaces[0].owner = Some("team-shop".into());
    resolve_names(&mut graph);
    let policies = Compiler::new(&graph).policies(SHOP);
    let texts = |list: &[Arc<str>]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let [deny, cart, web] = policies.as_slice() else { panic!("three policies") };
    assert_eq!(texts(&deny.owners), ["team-shop"]);
    assert!(cart.owners.is_empty(), "the owner of a file answers for no object");
    assert_eq!(texts(&web.owners), ["team-pay", "team-web"]);
    assert_eq!(texts(&web.reasons), ["a", "card\npayments", "z"]);
    let comments: Vec<Vec<String>> = web.rules.iter().map(|rule| rule.comment.clone()).collect();
    assert_eq!(
        comments,
        [
            vec!["cart -> web:any", "cart -> web:any (team-shop): z", "cart -> web:any: a"],
            vec!["web -> store/db:8443 (team-pay)", "web -> store/db:8443 (team-pay): card payments"],
            vec!["name resolution"],
        ]
    );
}

#[test]
fn ends_are_named_as_an_intent_file_names_them() {
    let two = EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)]);
    let callers = [
        End::Group(GroupId(0)),
        End::External(ExternalId(0)),
        End::PodsOf(SHOP),
        End::PodsOf(STORE),
        End::Cluster,
        End::World,
        End::Internet,
        End::Name("ingress".into()),
    ];
    let mut graph = graph(callers.into_iter().map(|caller| edge(caller, End::Service(WEB), two.clone())).collect());
    graph.groups = vec![group("prometheus", GroupNamespaces::Every, pods("monitoring", "prometheus"))];
    graph.externals = vec![external(&["192.0.2.0/24"], &[])];
    let name = Name::of(StandsFor::Pods(pods("ingress", "nginx")), None);
    graph.profile.names.insert("ingress".to_owned(), name);
    let policies = Compiler::new(&graph).policies(SHOP);
    let rules = policies.iter().filter(|policy| policy.name == "npgen-web").flat_map(|policy| &policy.rules);
    let callers: Vec<&str> = rules
        .filter(|rule| rule.direction == Direction::Ingress)
        .flat_map(|rule| &rule.comment)
        .filter_map(|line| line.strip_suffix(" -> web:53,53/udp"))
        .collect();
    let expected =
        ["prometheus", "bank", "@namespace", "@namespace/store", "@cluster", "@world", "@internet", "@ingress"];
    assert_eq!(callers, expected);
}
