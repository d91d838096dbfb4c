//! Each clause on its own, on one small graph.

mod isolation;

use ipnet::IpNet;

use super::*;
use crate::diagnostic::{Place, SourceId};
use crate::graph::{
    EdgePorts, End, External, ExternalId, Group, GroupId, GroupNamespaces, Namespace, Resolver, Service, ServiceId,
};
use crate::profile::{Name, Profile, StandsFor, dns_preset};
use crate::sets::{
    Addresses, Endpoint, LabelKey, LabelValues, Peer, Port, PortRange, Ports, Protocol, Relation, Values,
};

const SHOP: NamespaceId = NamespaceId(0);
const TOOLS: NamespaceId = NamespaceId(1);
const WEB: NamespaceId = NamespaceId(2);
const CART: End = End::Service(ServiceId(0));
const FRONT: End = End::Service(ServiceId(1));
const SCRAPER: End = End::Group(GroupId(0));
const WAREHOUSE: End = End::External(ExternalId(0));

fn place() -> Place {
    Place::new(SourceId(0), 0..0)
}

fn pods(namespace: Option<&str>, app: &str) -> Labels {
    let pods = Labels::any().narrow(&LabelKey::Pod("app".into()), &LabelValues::present(Values::one(app)));
    let namespace = namespace.map_or(Labels::any(), Labels::in_namespace);
    pods.and_then(|pods| pods.intersect(&namespace)).expect("there are such pods")
}

fn nets(nets: &[&str]) -> Vec<IpNet> {
    nets.iter().map(|net| net.parse().expect("a network")).collect()
}

fn namespace(name: &str, governed: bool, isolated: Directions) -> Namespace {
    Namespace { name: name.into(), governed, isolated, owner: None, resolve: None, ..Namespace::default() }
}

fn service(name: &str, namespace: NamespaceId, pods: Labels) -> Service {
    Service { name: name.into(), namespace, pods, owner: None, resolve: None, place: place(), ..Service::default() }
}

fn edge(caller: End, callee: End, ports: &[u16]) -> Edge {
    let ports = ports.iter().map(|port| PortRange::one(Protocol::Tcp, *port)).collect();
    Edge { caller, callee, ports: EdgePorts::Listed(ports), owner: None, writings: Vec::new(), ..Edge::default() }
}

/// `shop/cart` and `web/front` in namespaces that are isolated, the group `scraper` in all, an external `warehouse`,
/// and `tools`, which is not governed.
fn graph(edges: Vec<Edge>) -> Graph {
    let kube_apiserver = Name::of(StandsFor::Addresses(nets(&["172.18.0.2/32"])), None);
    let names = [("dns", dns_preset("kubeadm").expect("the preset")), ("kube-apiserver", kube_apiserver)];
    Graph {
        dns: Some(Resolver {
            end: End::Name("dns".into()),
            ports: vec![PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)],
        }),
        profile: Profile {
            pod_cidr: Some(nets(&["10.244.0.0/16"])),
            node_cidr: Some(nets(&["172.18.0.0/16", "2001:4860::/32"])),
            names: names.into_iter().map(|(name, stands_for)| (name.to_owned(), stands_for)).collect(),
            ..Profile::default()
        },
        namespaces: vec![
            namespace("shop", true, Directions::BOTH),
            namespace("tools", false, Directions::NONE),
            namespace("web", true, Directions { ingress: true, egress: false }),
        ],
        services: vec![
            service("cart", SHOP, pods(Some("shop"), "cart")),
            service("front", WEB, pods(Some("web"), "front")),
        ],
        groups: vec![Group {
            name: "scraper".into(),
            pods: pods(None, "scraper"),
            namespaces: GroupNamespaces::Every,
            owner: None,
            resolve: Some(false),
            place: place(),
            ..Group::default()
        }],
        externals: vec![External {
            name: "warehouse".into(),
            cidr: nets(&["10.0.0.0/8", "2001:db8::/32"]),
            except: nets(&["10.20.0.0/16"]),
            place: place(),
            ..External::default()
        }],
        edges,
        ..Graph::default()
    }
}

/// What is open for a namespace's pods in one direction, name resolution aside.
fn opened(graph: &Graph, namespace: NamespaceId, direction: Direction) -> Vec<Allow> {
    let relations = Meaning::new(graph).relations(namespace);
    let dns = pods_of_dns();
    relations.of(direction).allowed.iter().filter(|allow| allow.peer != dns).cloned().collect()
}

fn pods_of_dns() -> Peer {
    match dns_preset("kubeadm").expect("the preset").peers.as_slice() {
        [StandsFor::Pods(pods)] => Peer::Pods(pods.clone()),
        _ => panic!("the preset stands for pods"),
    }
}

fn tcp(port: u16) -> Ports {
    Ports::range(Protocol::Tcp, port, port)
}

fn names(objects: &[MeantObject]) -> Vec<&str> {
    objects.iter().map(|object| &*object.name).collect()
}

/// Whether `cart` may call an address, if all it calls is `callee`.
fn reaches(callee: &End, address: &str) -> bool {
    let graph = graph(vec![edge(CART, callee.clone(), &[443])]);
    let peer = Endpoint::Address(address.parse().expect("an address"));
    opened(&graph, SHOP, Direction::Egress).iter().any(|allow| allow.peer.contains(&peer))
}

#[test]
fn a_governed_namespace_is_isolated_in_its_directions() {
    let graph = graph(Vec::new());
    let meaning = Meaning::new(&graph);
    let web = meaning.relations(WEB);
    assert_eq!(web.ingress.isolated, [Labels::in_namespace("web")]);
    assert_eq!(web.egress.isolated, []);
    assert_eq!(meaning.relations(TOOLS), Relations::default());
}

#[test]
fn a_service_has_its_half_of_each_of_its_edges() {
    let graph = graph(vec![edge(FRONT, CART, &[80])]);
    let peer = Peer::Pods(pods(Some("web"), "front"));
    let half = Allow { subject: pods(Some("shop"), "cart"), peer, ports: tcp(80) };
    assert_eq!(opened(&graph, SHOP, Direction::Ingress), [half]);
    assert_eq!(opened(&graph, SHOP, Direction::Egress), []);
}

#[test]
fn a_half_binds_only_pods_that_are_isolated_in_its_direction() {
    let graph = graph(vec![edge(FRONT, CART, &[80])]);
    let meaning = Meaning::new(&graph);
    assert_eq!(meaning.relations(WEB).egress, Relation::default());
    assert_eq!(names(&meaning.objects(WEB)), ["npgen-default-deny"]);
    let halves = meaning.rule_makers().halves(&graph.edges[0]);
    assert_eq!(halves, Directions { ingress: true, egress: false });
}

#[test]
fn a_group_has_its_half_for_its_pods_in_governed_namespaces() {
    let graph = graph(vec![edge(CART, SCRAPER, &[9090])]);
    let meaning = Meaning::new(&graph);
    for (namespace, name) in [(SHOP, "shop"), (WEB, "web")] {
        let half = Allow {
            subject: pods(Some(name), "scraper"),
            peer: Peer::Pods(pods(Some("shop"), "cart")),
            ports: tcp(9090),
        };
        assert!(meaning.relations(namespace).ingress.allowed.contains(&half), "{name}");
        assert!(names(&meaning.objects(namespace)).contains(&"npgen-group-scraper"), "{name}");
    }
    assert_eq!(meaning.relations(TOOLS), Relations::default());
}

#[test]
fn a_group_limited_to_a_namespace_has_its_half_only_there() {
    let mut graph = graph(vec![edge(CART, SCRAPER, &[9090])]);
    graph.groups[0].namespaces = GroupNamespaces::Listed(vec![WEB]);
    graph.groups[0].pods = pods(Some("web"), "scraper");
    let meaning = Meaning::new(&graph);
    assert!(names(&meaning.objects(WEB)).contains(&"npgen-group-scraper"));
    assert!(!names(&meaning.objects(SHOP)).contains(&"npgen-group-scraper"));
    let to_group = opened(&graph, SHOP, Direction::Egress);
    assert_eq!(to_group[0].peer, Peer::Pods(pods(Some("web"), "scraper")), "only those pods are called");
}

#[test]
fn externals_and_names_have_no_half() {
    for far in
        [WAREHOUSE, End::Cluster, End::PodsOf(SHOP), End::Anywhere, End::World, End::Name("kube-apiserver".into())]
    {
        let graph = graph(vec![edge(far.clone(), CART, &[80])]);
        assert_eq!(opened(&graph, SHOP, Direction::Egress), [], "{far:?}");
        assert!(!opened(&graph, SHOP, Direction::Ingress).is_empty(), "{far:?}");
    }
}

#[test]
fn a_half_opens_the_ports_of_its_edge_and_no_other() {
    let edges = vec![edge(FRONT, CART, &[80, 82]), edge(FRONT, CART, &[90])];
    let graph = graph(edges);
    let ports: Vec<_> = opened(&graph, SHOP, Direction::Ingress).into_iter().map(|allow| allow.ports).collect();
    assert_eq!(ports, [tcp(80).union(&tcp(82)), tcp(90)]);
}

#[test]
fn every_port_is_every_protocol() {
    let every = Edge { ports: EdgePorts::Every, ..edge(FRONT, CART, &[]) };
    let graph = graph(vec![every]);
    assert!(opened(&graph, SHOP, Direction::Ingress)[0].ports.is_all());
}

#[test]
fn a_service_may_call_itself() {
    let graph = graph(vec![edge(CART, CART, &[80])]);
    for direction in Direction::BOTH {
        let opened = opened(&graph, SHOP, direction);
        assert_eq!(opened[0].peer, Peer::Pods(opened[0].subject.clone()));
    }
}

#[test]
fn an_external_is_never_a_pod_or_node() {
    assert!(reaches(&WAREHOUSE, "10.1.2.3"));
    assert!(reaches(&WAREHOUSE, "2001:db8::1"));
    assert!(!reaches(&WAREHOUSE, "10.20.0.1"), "an exception");
    assert!(!reaches(&WAREHOUSE, "10.244.3.4"), "a pod");
    assert!(!reaches(&WAREHOUSE, "11.0.0.0"), "beside it");
}

#[test]
fn the_world_is_every_address_but_pods_and_nodes() {
    for address in ["0.0.0.0", "192.168.0.1", "8.8.8.8", "::1", "2606::1"] {
        assert!(reaches(&End::World, address), "{address}");
    }
    for address in ["10.244.0.1", "172.18.0.2", "2001:4860::8888"] {
        assert!(!reaches(&End::World, address), "{address}");
    }
}

#[test]
fn the_internet_is_public_addresses_but_pods_and_nodes() {
    assert!(reaches(&End::Internet, "8.8.8.8") && reaches(&End::Internet, "2606::1"));
    for address in ["10.0.0.1", "169.254.169.254", "fd00::1", "2001:4860::8888"] {
        assert!(!reaches(&End::Internet, address), "{address}");
    }
}

#[test]
fn anywhere_is_every_pod_node_and_address() {
    let graph = graph(vec![edge(CART, End::Anywhere, &[443])]);
    let peers: Vec<_> = opened(&graph, SHOP, Direction::Egress).into_iter().map(|allow| allow.peer).collect();
    assert_eq!(peers, Peer::anywhere());
}

#[test]
fn the_cluster_is_every_pod_and_a_namespace_every_pod_of_it() {
    let graph = graph(vec![edge(CART, End::Cluster, &[1]), edge(CART, End::PodsOf(TOOLS), &[2])]);
    let peers: Vec<_> = opened(&graph, SHOP, Direction::Egress).into_iter().map(|allow| allow.peer).collect();
    assert_eq!(peers, [Labels::any(), Labels::in_namespace("tools")].map(Peer::Pods));
}

#[test]
fn nothing_is_cut_out_of_a_name_of_the_profile() {
    assert!(reaches(&End::Name("kube-apiserver".into()), "172.18.0.2"));
    assert!(!reaches(&End::Name("kube-apiserver".into()), "172.18.0.3"));
}

#[test]
fn a_name_that_the_profile_lacks_is_nobody() {
    let graph = graph(vec![edge(CART, End::Name("ingress".into()), &[443])]);
    assert_eq!(opened(&graph, SHOP, Direction::Egress), []);
}

/// Whether `cart` may ask for names.
fn may_ask(graph: &Graph) -> bool {
    let dns = Allow {
        subject: pods(Some("shop"), "cart"),
        peer: pods_of_dns(),
        ports: tcp(53).union(&Ports::range(Protocol::Udp, 53, 53)),
    };
    Meaning::new(graph).relations(SHOP).egress.allowed.contains(&dns)
}

#[test]
fn who_calls_may_ask_for_names_unless_it_must_not() {
    for (resolve, edges, expected) in [
        (None, vec![edge(CART, FRONT, &[80])], true),
        (None, vec![edge(FRONT, CART, &[80])], false),
        (None, vec![], false),
        (Some(true), vec![], true),
        (Some(false), vec![edge(CART, FRONT, &[80])], false),
    ] {
        let mut graph = graph(edges);
        graph.services[0].resolve = resolve;
        assert_eq!(may_ask(&graph), expected, "{resolve:?}, {} edges", graph.edges.len());
    }
}

#[test]
fn asking_for_names_alone_makes_an_object() {
    let mut graph = graph(Vec::new());
    graph.services[0].resolve = Some(true);
    assert_eq!(names(&Meaning::new(&graph).objects(SHOP)), ["npgen-cart", "npgen-default-deny"]);
}

#[test]
fn without_ports_of_dns_there_is_nothing_to_ask() {
    let mut graph = graph(Vec::new());
    graph.services[0].resolve = Some(true);
    graph.dns.as_mut().expect("it is there").ports.clear();
    assert_eq!(names(&Meaning::new(&graph).objects(SHOP)), ["npgen-default-deny"]);
}

#[test]
fn a_namespace_that_resolves_lets_every_pod_of_it_ask() {
    let mut graph = graph(Vec::new());
    graph.namespaces[0].resolve = Some(true);
    let meaning = Meaning::new(&graph);
    let egress = meaning.relations(SHOP).egress;
    assert_eq!(egress.allowed.len(), 1);
    assert_eq!(egress.allowed[0].subject, Labels::in_namespace("shop"));
    assert_eq!(names(&meaning.objects(SHOP)), ["npgen-default-deny", "npgen-namespace"]);
}

#[test]
fn names_are_asked_for_only_where_egress_is_denied() {
    let mut graph = graph(vec![edge(FRONT, CART, &[80])]);
    graph.services[1].resolve = Some(true);
    assert_eq!(Meaning::new(&graph).relations(WEB).egress.allowed, []);
}

#[test]
fn only_an_isolated_namespace_has_a_folder() {
    let mut graph = graph(vec![edge(FRONT, CART, &[80])]);
    assert_eq!(Meaning::new(&graph).objects(TOOLS), []);
    graph.namespaces[0].isolated = Directions::NONE;
    assert_eq!(Meaning::new(&graph).objects(SHOP), []);
    assert_eq!(Meaning::new(&graph).objects(NamespaceId(99)), []);
}

#[test]
fn files_are_named_after_what_they_hold() {
    let graph = graph(vec![edge(SCRAPER, CART, &[80])]);
    let objects = Meaning::new(&graph).objects(SHOP);
    let files: Vec<&str> = objects.iter().map(|object| &*object.file).collect();
    assert_eq!(files, ["cart.yaml", "default-deny.yaml", "group-scraper.yaml"]);
}

#[test]
fn edges_that_make_no_rule_are_listed() {
    let mut graph =
        graph(vec![edge(FRONT, WAREHOUSE, &[80]), edge(FRONT, CART, &[80]), edge(SCRAPER, WAREHOUSE, &[1])]);
    graph.namespaces[0].isolated = Directions { ingress: true, egress: false };
    let meaning = Meaning::new(&graph);
    let makers = meaning.rule_makers();
    let unbound: Vec<&Edge> = graph.edges.iter().filter(|edge| makers.halves(edge).is_none()).collect();
    assert_eq!(unbound, [&graph.edges[0], &graph.edges[2]]);
}

#[test]
fn the_object_that_opens_a_connection_is_known() {
    let graph = graph(vec![edge(FRONT, CART, &[80])]);
    let meaning = Meaning::new(&graph);
    let sample = |labels: Labels| labels.sample();
    let (cart, front) = (sample(pods(Some("shop"), "cart")), Endpoint::Pod(sample(pods(Some("web"), "front"))));
    let opener = |port| {
        let port = Some(Port::Transport(Protocol::Tcp, port));
        let opening = meaning.opening_for(Direction::Ingress, &cart, &front, port);
        opening.iter().map(|one| one.object.path(&one.namespace)).collect::<Vec<_>>()
    };
    assert_eq!(opener(80), ["shop/cart.yaml"]);
    assert!(opener(81).is_empty());
}
