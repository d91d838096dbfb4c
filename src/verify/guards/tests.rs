//! Guards against graphs that are made by hand.

use std::sync::Arc;

use super::{Broken, Side, as_if_enforced, judge};
use crate::diagnostic::{Place, SourceId};
use crate::graph::{
    Edge, EdgePorts, End, Graph, Guard, GuardEnd, Must, Namespace, NamespaceId, Selected, Service, ServiceId, Stage,
};
use crate::sets::{Directions, LabelKey, LabelValues, Labels, PortRange, Protocol, Values};

const DB: ServiceId = ServiceId(0);
const WEB: ServiceId = ServiceId(1);

fn place() -> Place {
    Place::new(SourceId(0), 0..0)
}

fn pods(namespace: &str, labels: &[(&str, &str)]) -> Labels {
    let named = (LabelKey::namespace_name(), LabelValues::present(Values::one(namespace)));
    let labels =
        labels.iter().map(|(key, value)| (LabelKey::Pod((*key).into()), LabelValues::present(Values::one(*value))));
    Labels::all_of(std::iter::once(named).chain(labels)).expect("there are such pods")
}

/// `shop/web` calls `data/db` on 5432; shop declares `env = "dev"`, data `env = "prod"`.
fn graph() -> Graph {
    let namespace = |name: &str, env: &str| Namespace {
        name: name.into(),
        governed: true,
        isolated: Directions::BOTH,
        labels: [("env".into(), Some(Arc::from(env)))].into(),
        ..Namespace::default()
    };
    let service = |name: &str, namespace: u32, pods: Labels| Service {
        name: name.into(),
        namespace: NamespaceId(namespace),
        pods,
        resolve: Some(false),
        ..Service::default()
    };
    Graph {
        namespaces: vec![namespace("data", "prod"), namespace("shop", "dev")],
        services: vec![
            service("db", 0, pods("data", &[("app", "db")])),
            service("web", 1, pods("shop", &[("app", "web")])),
        ],
        edges: vec![Edge {
            caller: End::Service(WEB),
            callee: End::Service(DB),
            ports: EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, 5432)]),
            ..Edge::default()
        }],
        ..Graph::default()
    }
}

fn named(end: End) -> GuardEnd {
    GuardEnd { selected: Selected::End(end), ports: None, place: place() }
}

fn in_env(env: &str) -> GuardEnd {
    let key = LabelKey::Namespace("env".into());
    let labels = Labels::all_of([(key, LabelValues::present(Values::one(env)))]).expect("there are such pods");
    GuardEnd { selected: Selected::Pods(labels), ports: None, place: place() }
}

fn guard(must: Must, from: GuardEnd, to: GuardEnd) -> Guard {
    let (from, to) = (vec![from], vec![to]);
    Guard { must, from, to, except: Vec::new(), ports: None, why: None, enforce: false, place: place() }
}

fn on(port: u16, guard: Guard) -> Guard {
    Guard { ports: Some(EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, port)])), ..guard }
}

/// Judges one guard: `None` where it holds, else the connection that shows it.
fn broken(mut graph: Graph, guard: Guard) -> Option<String> {
    graph.guards = vec![guard];
    let graph = as_if_enforced(&graph);
    let judged = judge(&graph);
    assert!(judged.undecided.is_empty());
    let side = |side: &Side<'_>| match side {
        Side::NoPod => "no pod".to_owned(),
        Side::NotIsolated => "not isolated".to_owned(),
        Side::Denied => "denied".to_owned(),
        Side::Opened(openers) => format!("{} open it", openers.len()),
    };
    let shown = |broken: &Broken<'_>| {
        let port = broken.port.expect("a number");
        format!("{} => {} {port}: {}, {}", broken.caller, broken.callee, side(&broken.egress), side(&broken.ingress))
    };
    judged.broken.first().map(shown)
}

#[test]
fn a_never_fails_where_both_sides_let_it_through() {
    let shown = broken(graph(), guard(Must::Never, named(End::Service(WEB)), named(End::Service(DB))));
    assert_eq!(
        shown.as_deref(),
        Some("shop[env=dev]/{app=web} => data[env=prod]/{app=db} TCP 5432: 1 open it, 1 open it")
    );
    assert_eq!(broken(graph(), on(5433, guard(Must::Never, named(End::Service(WEB)), named(End::Service(DB))))), None);
    assert_eq!(broken(graph(), guard(Must::Never, named(End::Service(DB)), named(End::Service(WEB)))), None);
}

#[test]
fn one_side_that_denies_is_enough() {
    let mut open_for_ingress = graph();
    open_for_ingress.namespaces[0].isolated = Directions { ingress: false, egress: true };
    let other_port = || on(9999, guard(Must::Never, named(End::Service(WEB)), named(End::Service(DB))));
    assert_eq!(broken(open_for_ingress.clone(), other_port()), None, "web's side denies it");
    open_for_ingress.namespaces[1].isolated = Directions::NONE;
    let shown = broken(open_for_ingress, other_port()).expect("nothing denies it");
    assert!(shown.ends_with("not isolated, not isolated"), "{shown}");
}

#[test]
fn labels_of_namespaces_count_as_declared() {
    assert!(broken(graph(), guard(Must::Never, in_env("dev"), in_env("prod"))).is_some());
    assert_eq!(broken(graph(), guard(Must::Never, in_env("prod"), in_env("dev"))), None);
    assert_eq!(broken(graph(), guard(Must::Never, in_env("test"), named(End::Service(DB)))), None);
}

#[test]
fn a_namespace_outside_the_graph_may_have_any_labels() {
    let mut graph = graph();
    graph.edges.push(Edge {
        caller: End::Cluster,
        callee: End::Service(DB),
        ports: EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, 5432)]),
        ..Edge::default()
    });
    let shown = broken(graph, guard(Must::Never, in_env("test"), named(End::Service(DB))));
    assert!(shown.expect("a namespace with env=test can be").contains("not isolated, 1 open it"));
}

#[test]
fn what_happens_wholly_outside_the_graph_is_not_judged() {
    assert_eq!(broken(graph(), guard(Must::Never, in_env("test"), in_env("stage"))), None);
}

#[test]
fn exceptions_are_not_meant() {
    let but_web =
        Guard { except: vec![named(End::Service(WEB))], ..guard(Must::Never, in_env("dev"), named(End::Service(DB))) };
    assert_eq!(broken(graph(), but_web), None);
}

#[test]
fn pods_that_two_services_claim_are_left_out() {
    let mut graph = graph();
    // Pods with both labels have web's leave to call, and are of this service too.
    graph.services.push(Service {
        name: "old".into(),
        namespace: NamespaceId(1),
        pods: pods("shop", &[("track", "old")]),
        resolve: Some(false),
        ..Service::default()
    });
    let old = || named(End::Service(ServiceId(2)));
    assert_eq!(broken(graph.clone(), guard(Must::Never, old(), named(End::Service(DB)))), None);
    graph.services[2].pods = pods("shop", &[("app", "web"), ("track", "old")]);
    assert!(broken(graph, guard(Must::Never, old(), named(End::Service(DB)))).is_some(), "nested ones count");
}

#[test]
fn an_always_needs_all_of_it_on_both_sides() {
    let always = || guard(Must::Always, named(End::Service(WEB)), named(End::Service(DB)));
    assert_eq!(broken(graph(), on(5432, always())), None);
    let shown = broken(graph(), always()).expect("not on every port");
    assert!(shown.contains("denied"), "{shown}");
    let mut half = graph();
    half.namespaces[0].isolated = Directions::NONE;
    half.namespaces[1].isolated = Directions::NONE;
    assert_eq!(broken(half, always()), None, "nothing is isolated");
}

#[test]
fn a_range_that_is_half_inside_counts() {
    let mut graph = graph();
    graph.profile.node_cidr = Some(vec!["172.18.0.0/16".parse().expect("a network")]);
    graph.edges.push(Edge { caller: End::Service(WEB), callee: End::Internet, ..Edge::default() });
    let shown = broken(graph, guard(Must::Never, named(End::Service(WEB)), named(End::Anywhere)));
    assert!(shown.is_some());
}

#[test]
fn stages_are_judged_as_if_they_were_enforced() {
    let mut graph = graph();
    graph.namespaces[0].stage = Stage::Off;
    graph.namespaces[1].stage = Stage::Off;
    let other_port = on(9999, guard(Must::Never, named(End::Service(WEB)), named(End::Service(DB))));
    assert_eq!(broken(graph, other_port), None);
}
