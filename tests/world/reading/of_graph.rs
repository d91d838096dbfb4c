//! The facts of a resolved graph.

use std::sync::Arc;

use npgen::graph::{self, EdgePorts, Graph, GroupNamespaces, Meta, NamespaceId, Selected, Why};

use super::facts::{Edge, End, Facts, Guard, GuardEnd, Is, Namespace, Node, Ports, Selected as Picked, Where};

/// Adds what a graph says.
pub(super) fn add(graph: &Graph, facts: &mut Facts) {
    facts.begin(graph.cluster.as_deref());
    for namespace in &graph.namespaces {
        facts.add("namespace", &self::namespace(namespace));
    }
    for (at, service) in graph.services.iter().enumerate() {
        let end = graph::End::Service(graph::ServiceId(u32::try_from(at).expect("few")));
        facts.add("service", &self::service(service, end_of(&end, graph)));
    }
    for group in &graph.groups {
        facts.add("group", &self::group(group, graph));
    }
    for external in &graph.externals {
        facts.add("external", &self::external(external));
    }
    for name in &graph.profile.names {
        facts.add("name", &name);
    }
    facts.add("pods and nodes", &(&graph.profile.pod_cidr, &graph.profile.node_cidr));
    facts.add("engine and mesh", &(graph.profile.engine, graph.profile.version, graph.profile.mesh));
    facts.add("resolver", &graph.dns.as_ref().map(|dns| (end_of(&dns.end, graph), &dns.ports)));
    for edge in &graph.edges {
        facts.add("edge", &self::edge(edge, graph));
    }
    for left_out in &graph.left_out {
        let why = match &left_out.why {
            Why::Expired { day, .. } => format!("over since {day}"),
            Why::NodeElsewhere(node) => format!("{node} is elsewhere"),
            Why::NobodyPicked => "nobody is meant".to_owned(),
            Why::NothingGuarded => "nothing is guarded".to_owned(),
        };
        facts.add("left out", &(left_out.place, why));
    }
    for guard in &graph.guards {
        facts.add("guard", &self::guard(guard, graph));
    }
}

fn namespace(namespace: &graph::Namespace) -> Namespace {
    let labels = namespace.labels.iter();
    Namespace {
        name: namespace.name.to_string(),
        governed: namespace.governed,
        stage: format!("{:?}", namespace.stage),
        isolated: namespace.isolated,
        owner: text(namespace.owner.as_ref()),
        resolve: namespace.resolve,
        labels: labels.map(|(key, value)| (key.to_string(), text(value.as_ref()))).collect(),
        tags: texts(&namespace.tags),
        meta: meta(namespace.meta.as_ref()),
    }
}

fn service(service: &graph::Service, end: End) -> Node {
    let (labels, host_network) = (service.pods.clone(), service.host_network);
    Node {
        end,
        owner: text(service.owner.as_ref()),
        resolve: service.resolve,
        account: text(service.service_account.as_ref()),
        ports: ports(&service.ports),
        tags: texts(&service.tags),
        meta: meta(service.meta.as_ref()),
        place: service.place,
        is: Is::Pods { labels, isolates: service.isolates, host_network },
    }
}

fn group(group: &graph::Group, graph: &Graph) -> Node {
    let namespaces = match &group.namespaces {
        GroupNamespaces::Listed(listed) => Where::Listed(listed.iter().map(|id| name_of(*id, graph)).collect()),
        GroupNamespaces::Labelled => Where::Labelled,
        GroupNamespaces::Every => Where::Every,
    };
    Node {
        end: End::Group(group.name.to_string()),
        owner: text(group.owner.as_ref()),
        resolve: group.resolve,
        account: text(group.service_account.as_ref()),
        ports: ports(&group.ports),
        tags: texts(&group.tags),
        meta: meta(group.meta.as_ref()),
        place: group.place,
        is: Is::PodsIn { labels: group.pods.clone(), namespaces },
    }
}

fn external(external: &graph::External) -> Node {
    let nets = |nets: &[ipnet::IpNet]| nets.iter().map(ToString::to_string).collect();
    let (cidr, except) = (nets(&external.cidr), nets(&external.except));
    Node {
        end: End::External(external.name.to_string()),
        owner: None,
        resolve: None,
        account: None,
        ports: ports(&external.ports),
        tags: texts(&external.tags),
        meta: meta(external.meta.as_ref()),
        place: external.place,
        is: Is::Outside { cidr, except, dns: texts(&external.dns) },
    }
}

fn edge(edge: &graph::Edge, graph: &Graph) -> Edge {
    let detail = edge.detail.clone().unwrap_or_default();
    let writings = edge.writings.iter();
    assert!(detail.http.is_empty(), "a NetworkPolicy has no conditions");
    Edge {
        caller: end_of(&edge.caller, graph),
        callee: end_of(&edge.callee, graph),
        ports: edge_ports(&edge.ports),
        owner: text(edge.owner.as_ref()),
        writings: writings.map(|one| (one.place, text(one.why.as_ref()), text(one.file_owner.as_ref()))).collect(),
        until: text(detail.until.as_ref()),
        widened: detail.widened.iter().map(|way| format!("{way:?}")).collect(),
        instead_of: detail.instead_of.as_ref().map(|end| end_of(end, graph)),
        tags: texts(&detail.tags),
        meta: meta(detail.meta.as_ref()),
    }
}

fn guard(guard: &graph::Guard, graph: &Graph) -> Guard {
    let ends = |ends: &[graph::GuardEnd]| {
        let mut ends: Vec<GuardEnd> = ends.iter().map(|end| guard_end(end, graph)).collect();
        ends.sort();
        ends
    };
    Guard {
        never: guard.must == graph::Must::Never,
        from: ends(&guard.from),
        to: ends(&guard.to),
        except: ends(&guard.except),
        ports: guard.ports.as_ref().map(edge_ports),
        why: text(guard.why.as_ref()),
        place: guard.place,
    }
}

fn guard_end(end: &graph::GuardEnd, graph: &Graph) -> GuardEnd {
    let selected = match &end.selected {
        Selected::End(end) => Picked::End(end_of(end, graph)),
        Selected::Pods(labels) => Picked::Pods(labels.clone()),
    };
    GuardEnd { selected, ports: end.ports.as_ref().map(edge_ports) }
}

fn end_of(end: &graph::End, graph: &Graph) -> End {
    match end {
        graph::End::Service(id) => {
            let service = graph.service(*id).expect("the graph's own");
            End::Service(name_of(service.namespace, graph), service.name.to_string())
        }
        graph::End::Group(id) => End::Group(graph.group(*id).expect("the graph's own").name.to_string()),
        graph::End::External(id) => End::External(graph.external(*id).expect("the graph's own").name.to_string()),
        graph::End::Namespace(id) => End::Namespace(name_of(*id, graph)),
        graph::End::PodsOf(id) => End::PodsOf(name_of(*id, graph)),
        graph::End::Cluster => End::At("cluster".to_owned()),
        graph::End::Anywhere => End::At("anywhere".to_owned()),
        graph::End::World => End::At("world".to_owned()),
        graph::End::Internet => End::At("internet".to_owned()),
        graph::End::Nodes => End::At("nodes".to_owned()),
        graph::End::Name(name) => End::At(name.to_string()),
    }
}

fn name_of(id: NamespaceId, graph: &Graph) -> String {
    graph.namespace(id).expect("the graph's own").name.to_string()
}

fn edge_ports(ports: &EdgePorts) -> Ports {
    match ports {
        EdgePorts::Every => None,
        EdgePorts::Listed(ranges) => Some(ranges.clone()),
    }
}

fn ports(declared: &[graph::DeclaredPort]) -> Vec<(Option<String>, npgen::sets::PortRange)> {
    declared.iter().map(|port| (text(port.name.as_ref()), port.range)).collect()
}

fn text(text: Option<&Arc<str>>) -> Option<String> {
    text.map(ToString::to_string)
}

fn texts(texts: &[Arc<str>]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn meta(meta: Option<&Meta>) -> Option<String> {
    meta.map(ToString::to_string)
}
