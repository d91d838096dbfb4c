//! What graph comes out. The messages are shown by `tests/messages`.

mod consent;
mod fit;
mod guards;
mod http;
mod until;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::frontend::{self, Date};
use crate::graph::{EdgePorts, End, Graph, GroupNamespaces};
use crate::profile::StandsFor;
use crate::sets::{Labels, PortRange, Protocol};

/// The day on which the projects are read.
const TODAY: Date = Date { year: 2027, month: 3, day: 15 };

/// The rules that are broken, in the order of reading, and the graph where there is one.
pub(super) fn resolve(project: &str, files: &[&str]) -> (Vec<&'static str>, Option<Graph>) {
    let (found, graph) = found(project, files);
    (found.into_iter().map(|diagnostic| diagnostic.rule.name).collect(), graph)
}

/// What is said, in the order of reading.
pub(super) fn said(project: &str, files: &[&str]) -> Vec<String> {
    found(project, files).0.into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// What is found, in the order of reading, and the graph of the first cluster where there is one.
fn found(project: &str, files: &[&str]) -> (Vec<Diagnostic>, Option<Graph>) {
    let mut sources = Sources::default();
    let project = sources.add("npgen.toml", format!("language = 1\n{project}"));
    let intents: Vec<_> =
        files.iter().enumerate().map(|(number, text)| sources.add(format!("{number}.toml"), *text)).collect();
    let mut found = Diagnostics::default();
    let resolved = frontend::project(&sources, Some(project), &intents, TODAY, &mut found);
    let graph = resolved.and_then(|resolved| resolved.clusters.into_iter().next()).map(|cluster| cluster.graph);
    (found.into_sorted(), graph)
}

/// The graph of a project in which nothing is wrong.
pub(super) fn graph(project: &str, files: &[&str]) -> Graph {
    let (broken, graph) = resolve(project, files);
    assert_eq!(broken, Vec::<&str>::new());
    graph.expect("a graph where nothing is wrong")
}

/// The rules that one file breaks.
pub(super) fn broken(file: &str) -> Vec<&'static str> {
    resolve("", &[file]).0
}

/// An end in a word.
pub(super) fn end(graph: &Graph, end: &End) -> String {
    let namespace = |id| graph.namespace(id).expect("a namespace").name.to_string();
    match end {
        End::Service(id) => {
            let service = graph.service(*id).expect("a service");
            format!("{}/{}", namespace(service.namespace), service.name)
        }
        End::Group(id) => format!("group {}", graph.group(*id).expect("a group").name),
        End::External(id) => format!("external {}", graph.external(*id).expect("an external").name),
        End::Namespace(id) => format!("namespace {}", namespace(*id)),
        End::PodsOf(id) => format!("@namespace/{}", namespace(*id)),
        End::Name(name) => format!("@{name}"),
        End::Cluster => "@cluster".to_owned(),
        End::Anywhere => "@anywhere".to_owned(),
        End::World => "@world".to_owned(),
        End::Internet => "@internet".to_owned(),
        End::Nodes => "@nodes".to_owned(),
    }
}

/// The edges, a line each, in the order of the graph.
pub(super) fn edges(graph: &Graph) -> Vec<String> {
    let ports = |ports: &EdgePorts| match ports {
        EdgePorts::Every => "every".to_owned(),
        EdgePorts::Listed(ranges) => ranges.iter().map(PortRange::to_string).collect::<Vec<_>>().join(","),
    };
    let edges = graph.edges.iter();
    edges
        .map(|edge| format!("{} -> {}:{}", end(graph, &edge.caller), end(graph, &edge.callee), ports(&edge.ports)))
        .collect()
}

#[test]
fn bare_names_are_of_the_namespace_in_force() {
    let graph = graph(
        "",
        &[
            "namespace = 'shop'\n[services.cart]\nports = [7070]\n[services.web]\ncalls = ['cart', 'pay/cart', 'probe:1', 'dc']\n\
             [services.away]\nnamespace = 'pay'\ncalls = ['cart']\n\
             [groups.probe]\npods = { app = 'probe' }\ncalls = ['cart']\n[externals.dc]\ncidr = ['192.0.2.0/24']\nports = [443]",
            "namespace = 'pay'\n[services.cart]\nports = [7071]",
        ],
    );
    assert_eq!(
        edges(&graph),
        [
            "pay/away -> pay/cart:7071",
            "shop/web -> pay/cart:7071",
            "shop/web -> shop/cart:7070",
            "shop/web -> group probe:1",
            "shop/web -> external dc:443",
            "group probe -> shop/cart:7070",
        ]
    );
}

#[test]
fn at_names_stand_for_what_they_say() {
    let graph = graph(
        "[profile]\npod_cidr = []\nnode_cidr = []\n[profile.names]\napi = { cidr = ['192.0.2.9/32'], ports = [6443] }",
        &["namespace = 'shop'\n[namespaces.mon]\n[services.web]\nports = { http = 80 }\n\
           callers = ['@cluster:http', '@anywhere', '@world', '@internet', '@namespace']\ncalls = ['@dns', '@api', '@namespace/mon:9100']\n\
           [groups.agent]\nnamespace = 'mon'\ncalls = ['@namespace:9100']"],
    );
    assert_eq!(
        edges(&graph),
        [
            "shop/web -> @namespace/mon:9100",
            "shop/web -> @api:6443",
            "shop/web -> @dns:53,53/udp",
            "group agent -> @namespace/mon:9100",
            "@namespace/shop -> shop/web:80",
            "@cluster -> shop/web:80",
            "@anywhere -> shop/web:80",
            "@world -> shop/web:80",
            "@internet -> shop/web:80",
        ]
    );
}

#[test]
fn ports_are_those_of_the_callee() {
    let graph = graph(
        "",
        &[
            "namespace = 'shop'\n[services.a]\nports = { mesh = [9094, '9094/udp'] }\n[services.b]\nports = ['30000-32767']\n\
           [services.c]\nports = { x = '100-199', y = ['200-299', 300], z = 400 }\n[services.d]\n\
           [externals.e]\ncidr = ['192.0.2.0/24']\nports = { x = 1, y = '2/udp' }\n[services.f]\nports = ['any']\n\
           [services.web]\ncalls = ['a', 'b', 'b:30001-30002', 'c:150-250', { to = 'c', port = ['z', 'y', 400] }, 'c:any/udp',\n\
           'd:any', 'd:8080', { to = 'd', port = 53 }, { to = 'd', port = '53/udp' }, 'e', 'e:y', 'f', 'f:5']",
        ],
    );
    let calls = |callee: &str| {
        let prefix = format!("shop/web -> {callee}:");
        let edges = edges(&graph);
        edges.iter().filter_map(|edge| Some(edge.strip_prefix(&prefix)?.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(calls("shop/a"), ["9094,9094/udp"]);
    assert_eq!(calls("shop/b"), ["30000-32767", "30001-30002"]);
    assert_eq!(calls("shop/c"), ["150-250", "200-299,300,400", "any/udp"]);
    assert_eq!(calls("shop/d"), ["every", "53", "8080", "53/udp"]);
    assert_eq!(calls("external e"), ["1,2/udp", "2/udp"]);
    assert_eq!(calls("shop/f"), ["every", "5"]);
}

#[test]
fn an_edge_written_twice_is_one_with_both_reasons() {
    let graph = graph(
        "",
        &[
            "namespace = 'shop'\nowner = 'team-a'\n[services.web]\ncalls = [{ to = 'pay/api:https', why = 'cards' }]",
            "namespace = 'pay'\n[services.api]\nports = { https = 8443, http = 80 }\n\
             callers = [{ from = 'shop/web:8443', why = 'checkout', owner = 'team-b' }, 'shop/web:http']",
        ],
    );
    assert_eq!(edges(&graph), ["shop/web -> pay/api:80", "shop/web -> pay/api:8443"]);
    let edge = graph.edges.last().expect("an edge");
    assert_eq!(edge.owner.as_deref(), Some("team-b"));
    let writings: Vec<_> =
        edge.writings.iter().map(|writing| (writing.why.as_deref(), writing.file_owner.as_deref())).collect();
    assert_eq!(writings, [(Some("cards"), Some("team-a")), (Some("checkout"), None)]);
}

#[test]
fn a_service_may_call_itself() {
    assert_eq!(
        edges(&graph("", &["namespace = 'shop'\n[services.db]\nports = [5432]\ncalls = ['db']\ncallers = ['db']"])),
        ["shop/db -> shop/db:5432"]
    );
}

#[test]
fn namespaces_are_governed_where_a_service_lives_or_isolate_is_written() {
    let facts = |project: &str| {
        let file = "namespace = 'shop'\n[services.web]\n[services.away]\nnamespace = 'pay'\n[namespaces.pay]\nisolate = []\n\
                    [namespaces.mon]\n[namespaces.legacy]\nisolate = ['egress']\nresolve = true";
        let graph = graph(project, &[file]);
        let namespaces = graph.namespaces.iter();
        namespaces
            .map(|namespace| {
                let (ingress, egress) = (namespace.isolated.ingress, namespace.isolated.egress);
                format!("{} {} {ingress} {egress}", namespace.name, namespace.governed)
            })
            .collect::<Vec<_>>()
    };
    let usual =
        ["kube-system false false false", "legacy true false true", "mon false false false", "pay true false false"];
    assert_eq!(facts(""), [&usual[..], &["shop true true true"]].concat());
    assert_eq!(facts("[defaults]\nisolate = ['ingress']"), [&usual[..], &["shop true true false"]].concat());
}

#[test]
fn the_owner_of_a_namespace_is_written_or_the_one_of_its_services_files() {
    let owner = |files: &[&str]| {
        let graph = graph("", files);
        let shop = graph.namespaces.iter().find(|namespace| &*namespace.name == "shop").expect("the namespace");
        shop.owner.as_deref().map(str::to_owned)
    };
    let (a, b) = ("namespace = 'shop'\nowner = 'a'\n[services.a]", "namespace = 'shop'\nowner = 'b'\n[services.b]");
    assert_eq!(owner(&[a]).as_deref(), Some("a"));
    assert_eq!(owner(&[a, b]), None);
    assert_eq!(owner(&[a, b, "[namespaces.shop]\nowner = 'c'"]).as_deref(), Some("c"));
    assert_eq!(owner(&[a, "namespace = 'shop'\nowner = 'b'\n[groups.g]\nnamespace = 'shop'"]).as_deref(), Some("a"));
}

#[test]
fn fields_of_a_namespace_may_come_from_several_files() {
    let graph = graph("", &["[namespaces.x]\nisolate = ['ingress']", "[namespaces.x]\nresolve = true\nowner = 'a'"]);
    let x = graph.namespaces.last().expect("the namespace");
    assert_eq!(
        (x.isolated.ingress, x.isolated.egress, x.resolve, x.owner.as_deref()),
        (true, false, Some(true), Some("a"))
    );
}

#[test]
fn groups_are_in_one_several_or_all_namespaces() {
    let graph = graph(
        "",
        &["[namespaces.a]\n[namespaces.b]\n[groups.one]\nnamespace = 'b'\n[groups.two]\nnamespace = ['b', 'a', 'b']\n\
           pods = { app = 'x' }\n[groups.all]\npods = { app = 'x' }\nresolve = true"],
    );
    let [all, one, two] = graph.groups.as_slice() else { panic!("three groups") };
    assert_eq!(all.namespaces, GroupNamespaces::Every);
    assert_eq!(all.resolve, Some(true));
    assert_eq!(one.pods, Labels::in_namespace("b"));
    assert!(matches!(&two.namespaces, GroupNamespaces::Listed(ids) if ids.len() == 2));
    assert!(two.pods.is_subset(&all.pods) && !two.pods.is_disjoint(&one.pods));
}

#[test]
fn the_profile_is_read_and_dns_is_there_by_default() {
    let graph = graph(
        "[profile]\npod_cidr = ['10.1.0.0/16', '10.0.0.0/8', 'fd00::/48']\n[profile.names]\n\
         ingress = { namespace = 'edge' }\napi = { cidr = ['192.0.2.1/32'], ports = ['6443-6444', 53] }",
        &["[namespaces.x]"],
    );
    let profile = &graph.profile;
    assert_eq!(profile.pod_cidr.as_ref().map(Vec::len), Some(2));
    assert_eq!(profile.node_cidr, None);
    assert_eq!(profile.names.keys().collect::<Vec<_>>(), ["api", "dns", "ingress"]);
    assert_eq!(profile.names["ingress"].peers, [StandsFor::Pods(Labels::in_namespace("edge"))]);
    assert_eq!(
        profile.names["api"].ports.as_ref().and_then(|ports| ports.first()),
        Some(&PortRange::one(Protocol::Tcp, 53))
    );
    assert!(graph.namespaces.iter().any(|namespace| &*namespace.name == "edge" && !namespace.governed));
}

#[test]
fn name_resolution_has_its_usual_ports_unless_they_are_given() {
    let ports = |dns: &str| {
        graph(&format!("[profile.names]\ndns = {dns}"), &["[namespaces.x]"]).profile.names["dns"].ports.clone()
    };
    let usual = vec![PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)];
    assert_eq!(ports("'kubeadm'"), Some(usual.clone()));
    assert_eq!(ports("{ cidr = ['10.96.0.10/32'] }"), Some(usual));
    assert_eq!(ports("{ cidr = ['10.96.0.10/32'], ports = [5353] }"), Some(vec![PortRange::one(Protocol::Tcp, 5353)]));
}

#[test]
fn externals_are_canonical() {
    let graph = graph(
        "",
        &[
            "[externals.x]\ncidr = ['198.51.100.0/24', '192.0.2.0/25', '192.0.2.0/24']\nexcept = ['192.0.2.4/30', '192.0.2.0/29']",
        ],
    );
    let external = graph.externals.first().expect("the external");
    let shown = |nets: &[ipnet::IpNet]| nets.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(shown(&external.cidr), ["192.0.2.0/24", "198.51.100.0/24"]);
    assert_eq!(shown(&external.except), ["192.0.2.0/29"]);
}

#[test]
fn one_cause_is_one_message() {
    for (file, rules) in [
        // What hangs on a broken node, name or port is left in peace.
        (
            "namespace = 'a'\n[services.x]\npods = {}\nports = [0]\n[services.y]\ncalls = ['x', 'x:http', 'x:1']",
            vec!["empty-selector", "invalid-port"],
        ),
        ("namespace = 'a'\n[services.x]\nports = { http = 0 }\n[services.y]\ncalls = ['x:grpc']", vec!["invalid-port"]),
        ("namespace = 'a'\n[services.y]\ncalls = ['z:http', 'z']", vec!["unknown-name", "unknown-name"]),
        (
            "[services.x]\ncalls = ['y']\n[services.y]\nnamespace = 'a'\ncalls = ['x', 'a/x:1']",
            vec!["missing-namespace"],
        ),
        (
            "namespace = 'a'\n[externals.x]\ncidr = ['10.0.0.1/8']\nports = [1]\n[services.y]\ncalls = ['x']",
            vec!["invalid-cidr"],
        ),
        ("namespace = 'a'\n[services.x]\ncalls = ['@world:1', '@world:2', '@world:3']", vec!["world-needs-ranges"]),
        // Two things wrong with one edge are two causes.
        ("namespace = 'a'\n[services.x]\ncalls = ['y:0']", vec!["invalid-port", "unknown-name"]),
    ] {
        let mut found = broken(file);
        found.sort_unstable();
        assert_eq!(found, rules, "{file}");
    }
}

#[test]
fn an_edge_between_ends_that_nothing_isolates_is_kept() {
    let file =
        "namespace = 'shop'\n[namespaces.shop]\nisolate = []\n[services.a]\nports = [1]\n[services.b]\ncalls = ['a']";
    assert_eq!(edges(&graph("", &[file])), ["shop/b -> shop/a:1"]);
}

#[test]
fn the_order_of_files_tables_and_lists_does_not_matter() {
    let shop = [
        "[services.web]\nports = { a = 1, b = [2, 3] }\ncalls = ['cart', 'dc', 'pay/api:x']\n",
        "[services.cart]\nports = [7]\npods = 'app in (c,d),!old'\ncallers = ['pay/api:7', 'web']\n",
        "[externals.dc]\ncidr = ['192.0.2.0/24', '198.51.100.0/24']\nports = [5, '6/udp']\n",
    ];
    let turned = [
        "[externals.dc]\nports = ['6/udp', 5]\ncidr = ['198.51.100.0/24', '192.0.2.0/24']\n",
        "[services.cart]\ncallers = ['web', 'pay/api:7']\npods = '!old,app in (d,c)'\nports = [7]\n",
        "[services.web]\ncalls = ['pay/api:x', 'dc', 'cart']\nports = { b = [3, 2], a = 1 }\n",
    ];
    let pay = "namespace = 'pay'\n[services.api]\nports = { x = 9, y = 8 }\ncallers = ['shop/web:9']\n[groups.g]\npods = { a = 'b' }";
    let shown = |files: &[&str]| {
        let mut graph = graph("", files);
        let edges = edges(&graph);
        for place in graph.services.iter_mut().map(|node| &mut node.place) {
            place.source = crate::diagnostic::SourceId(0);
            (place.start, place.end) = (0, 0);
        }
        let nodes: Vec<_> = graph.externals.iter().map(|node| (node.name.clone(), node.cidr.clone())).collect();
        (edges, graph.services, graph.namespaces, nodes)
    };
    let first = format!("namespace = 'shop'\n{}", shop.concat());
    let second = format!("namespace = 'shop'\n{}", turned.concat());
    assert_eq!(shown(&[&first, pay]), shown(&[pay, &second]));
}

#[test]
fn a_prefix_leaves_half_of_a_name_to_what_stands_behind_it() {
    let fits = |length: usize| resolve(&format!("prefix = '{}'", "a".repeat(length)), &["[namespaces.x]"]).0.is_empty();
    assert!(fits(1) && fits(126));
    assert!(!fits(0) && !fits(127) && !fits(128));
}

#[test]
fn the_message_on_unknown_ranges_says_which_are_missing() {
    let missing = |profile: &str| said(profile, &["namespace = 'a'\n[services.x]\ncalls = ['@world:1']"]).concat();
    let (both, pods, nodes) = (missing(""), missing("[profile]\nnode_cidr = []"), missing("[profile]\npod_cidr = []"));
    assert!(both.contains("`pod_cidr` and `node_cidr`"), "{both}");
    assert!(pods.contains("`pod_cidr`") && !pods.contains("`node_cidr`"), "{pods}");
    assert!(nodes.contains("`node_cidr`") && !nodes.contains("`pod_cidr`"), "{nodes}");
}

#[test]
fn a_path_has_both_a_namespace_and_a_name() {
    for end in ["/x", "shop/", "/", "shop/x/y"] {
        let file = format!("namespace = 'shop'\n[services.web]\ncalls = ['{end}:1']");
        let message = format!("`{end}` is no end of an edge");
        assert_eq!(said("", &[&file]), [message]);
    }
}

#[test]
fn what_a_name_of_the_profile_stands_for_is_isolated_by_no_service() {
    let broken = |fields: &str| {
        let file = format!("namespace = 'edge'\n[namespaces.edge]\nisolate = []\n[services.gw]\n{fields}");
        let name = "[profile.names]\ningress = { namespace = 'edge', pods = { app = 'gw' } }";
        let found = resolve(name, &[&file]).0;
        found.into_iter().filter(|rule| *rule == "governed-profile-name").count()
    };
    assert_eq!(broken("pods = { app = 'gw' }\nisolate = ['ingress']"), 1);
    assert_eq!(broken("pods = { app = 'other' }\nisolate = ['ingress']"), 0);
    assert_eq!(broken("pods = { app = 'gw' }"), 0);
}

#[test]
fn bare_names_at_a_namespace_are_of_that_namespace() {
    let graph = graph(
        "",
        &[
            "namespace = 'shop'\n[services.gate]\nports = [1]\n[namespaces.pay]\ncalls = ['gate']",
            "namespace = 'pay'\n[services.gate]\nports = [2]",
        ],
    );
    assert_eq!(edges(&graph), ["namespace pay -> pay/gate:2"]);
}

#[test]
fn who_calls_by_name_may_ask_for_names() {
    let said = |callee: &str| {
        let file = format!(
            "namespace = 'shop'\n[services.web]\nresolve = false\ncalls = [{{ to = '{callee}', fallback = ['cidr', 'internet'] }}]\n\
             [externals.api]\ndns = ['api.example.com']\ncidr = ['192.0.2.0/24']\nports = [443]\n\
             [externals.far]\ndns = ['far.example.com']\nports = [443]\n\
             [externals.near]\ncidr = ['192.0.2.0/24']\nports = [443]"
        );
        let found = said("[profile]\npod_cidr = []\nnode_cidr = []", &[&file]);
        found.into_iter().filter(|message| !message.contains("fallback")).collect::<Vec<_>>()
    };
    let must = |external: &str| [format!("the service `shop/web` must ask for the names of the external `{external}`")];
    assert_eq!(said("api"), must("api"));
    assert_eq!(said("far"), must("far"));
    assert_eq!(said("near"), Vec::<String>::new());
}

#[test]
fn a_preset_or_a_service_stands_alone_in_a_name_of_the_profile() {
    let broken = |table: &str| {
        let file = "namespace = 'shop'\n[services.coredns]\nports = [53, '53/udp']";
        resolve(&format!("[profile.names]\ndns = {{ {table} }}"), &[file]).0
    };
    let more = ["namespace = 'x'", "pods = { app = 'x' }", "ports = [53]"];
    for alone in ["preset = 'kubeadm'", "service = 'shop/coredns:53'"] {
        for more in more {
            assert_eq!(broken(&format!("{alone}, {more}")), ["profile-name"], "{alone}, {more}");
        }
        assert_eq!(broken(&format!("{alone}, cidr = ['10.96.0.10/32']")), ["profile-name"], "{alone}");
    }
    assert_eq!(broken("preset = 'kubeadm'"), Vec::<&str>::new());
    assert_eq!(broken("preset = 'node-local', cidr = ['10.96.0.10/32']"), Vec::<&str>::new());
    assert_eq!(broken("service = 'shop/coredns', ports = [53]"), ["profile-name"]);
}
