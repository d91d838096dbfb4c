//! The ends of guards.

use super::{end, graph, resolve};
use crate::graph::{EdgePorts, Graph, Guard, GuardEnd, Must, Selected};

const NODES: &str = "
namespace = 'shop'
[namespaces.shop]
labels = { env = 'prod' }
tags   = ['team']
[namespaces.monitoring]
[services.web]
pods  = { app = 'web' }
ports = { http = 80, metrics = 9090 }
tags  = ['front', 'team']
[services.cart]
ports = { metrics = [9091, '9091/udp'] }
tags  = ['team']
[services.proxy]
host_network = true
tags  = ['node']
[groups.prometheus]
namespace = 'monitoring'
tags  = ['scraper']
[externals.bank]
cidr  = ['192.0.2.0/24']
ports = [443]
tags  = ['outside']
";

const PROFILE: &str = "[profile]\npod_cidr = []\nnode_cidr = []\n";

/// The rules that a guard breaks beside these nodes, and the graph where there is one.
fn with_guard(guard: &str) -> (Vec<&'static str>, Option<Graph>) {
    resolve(PROFILE, &[&format!("{NODES}{guard}")])
}

/// The one guard.
fn guard(text: &str) -> (Guard, Graph) {
    let (broken, graph) = with_guard(text);
    let graph = graph.unwrap_or_else(|| panic!("{text}: {broken:?}"));
    (graph.guards.first().expect("a guard").clone(), graph)
}

/// What an end picks, with its ports.
fn picked(graph: &Graph, ends: &[GuardEnd]) -> Vec<String> {
    let one = |picked: &GuardEnd| {
        let selected = match &picked.selected {
            Selected::End(selected) => end(graph, selected),
            Selected::Pods(labels) => format!("pods {labels}"),
        };
        picked.ports.as_ref().map_or(selected.clone(), |ports| format!("{selected}:{}", shown(ports)))
    };
    ends.iter().map(one).collect()
}

fn shown(ports: &EdgePorts) -> String {
    match ports {
        EdgePorts::Every => "every".to_owned(),
        EdgePorts::Listed(ranges) => ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    }
}

/// What `to` picks, and the ports of the guard.
fn to(text: &str) -> (Vec<String>, Option<String>) {
    let (guard, graph) = guard(&format!("[[never]]\nfrom = '@internet'\n{text}"));
    (picked(&graph, &guard.to), guard.ports.as_ref().map(shown))
}

fn picks(text: &str) -> Vec<String> {
    to(&format!("to = {text}")).0
}

/// The rules that an end breaks.
fn breaks(text: &str) -> Vec<&'static str> {
    with_guard(&format!("[[never]]\nfrom = '@internet'\n{text}")).0
}

#[test]
fn a_guard_keeps_what_is_written() {
    let (never, graph) = guard("[[never]]\nfrom = ['web', '@internet']\nto = 'bank'\nexcept = 'cart'\nwhy = 'PCI'");
    assert_eq!((never.must, never.why.as_deref(), never.enforce), (Must::Never, Some("PCI"), false));
    assert_eq!(picked(&graph, &never.from), ["shop/web", "@internet"]);
    assert_eq!(
        (picked(&graph, &never.to), picked(&graph, &never.except)),
        (vec!["external bank".into()], vec!["shop/cart".into()])
    );
    let (always, _) = guard("[[always]]\nfrom = 'web'\nto = 'bank'\nenforce = false");
    assert_eq!((always.must, always.why, always.ports), (Must::Always, None, None));
    assert_eq!(breaks("to = 'bank'\nenforce = true"), ["flavor-cannot-say"]);
    let file = format!("{NODES}[[never]]\nfrom = 'web'\nto = 'cart'");
    let of_project = format!("{PROFILE}[[never]]\nfrom = 'shop/cart'\nto = 'shop/web'");
    let both = graph_of(&of_project, &file);
    assert_eq!(
        both.guards.iter().map(|guard| picked(&both, &guard.from)).collect::<Vec<_>>(),
        [["shop/cart"], ["shop/web"]]
    );
}

fn graph_of(project: &str, file: &str) -> Graph {
    graph(project, &[file])
}

#[test]
fn ports_are_those_of_the_end_or_of_the_guard() {
    assert_eq!(to("to = 'web'"), (vec!["shop/web".into()], None));
    assert_eq!(to("to = 'web:http'"), (vec!["shop/web:80".into()], None));
    assert_eq!(to("to = 'web:81'"), (vec!["shop/web:81".into()], None), "by number whatever is declared");
    assert_eq!(to("to = 'web:any'"), (vec!["shop/web:every".into()], None));
    assert_eq!(to("to = 'web'\nport = 81"), (vec!["shop/web".into()], Some("81".into())));
    assert_eq!(to("to = 'web'\nport = [81, '82/udp']"), (vec!["shop/web".into()], Some("81,82/udp".into())));
    assert_eq!(
        to("to = ['web', 'cart']\nport = 'metrics'"),
        (vec!["shop/web:9090".into(), "shop/cart:9091,9091/udp".into()], None)
    );
    assert_eq!(to("to = 'web'\nport = ['metrics', 81]"), (vec!["shop/web:81,9090".into()], None));
    assert_eq!(breaks("to = 'web:http'\nport = 81"), ["port-twice"]);
    assert_eq!(breaks("to = 'web'\nport = []"), ["invalid-port"]);
    assert_eq!(breaks("to = 'web'\nport = ['x y', 81]"), ["invalid-port"]);
    assert_eq!(breaks("to = 'web:x y'"), ["invalid-port"]);
    assert_eq!(breaks("to = 'cart:http'"), ["unknown-port"]);
    assert_eq!(breaks("to = 'cart'\nport = 'http'"), ["unknown-port"]);
    assert_eq!(with_guard("[[never]]\nfrom = 'web:http'\nto = 'cart'").0, ["guard-end"]);
    assert_eq!(with_guard("[[never]]\nfrom = 'web'\nto = 'cart'\nexcept = 'web:http'").0, ["guard-end"]);
    assert_eq!(breaks("to = { tags = ['team'] }\nport = 'http'"), ["guard-end"]);
    assert_eq!(to("to = { tags = ['front'] }\nport = 81").1, Some("81".into()));
    assert_eq!(
        with_guard("[[never]]\nfrom = { tags = ['front'] }\nto = 'web'\nport = 'http'").0,
        Vec::<&str>::new(),
        "the ports are of `to`"
    );
}

#[test]
fn a_wildcard_is_each_service_that_declares_the_port() {
    let all = ["shop/cart", "shop/proxy", "shop/web"];
    assert_eq!((picks("'*'"), picks("'shop/*'")), (all.map(String::from).to_vec(), all.map(String::from).to_vec()));
    assert_eq!(picks("'*:http'"), ["shop/web:80"]);
    assert_eq!(picks("'*:metrics'"), ["shop/cart:9091,9091/udp", "shop/web:9090"]);
    assert_eq!(picks("'*:81'"), ["shop/cart:81", "shop/proxy:81", "shop/web:81"]);
    assert_eq!(to("to = '*'\nport = 'http'").0, ["shop/web:80"]);
    assert_eq!(breaks("to = '*:grpc'"), ["guard-end"]);
    assert_eq!(breaks("to = 'monitoring/*'"), ["guard-end"]);
    assert_eq!(breaks("to = '@namespace'"), ["no-single-namespace"]);
    assert_eq!(breaks("to = 'wbe'"), ["unknown-name"]);
}

#[test]
fn tags_pick_nodes_of_every_kind_that_have_them_all() {
    assert_eq!(picks("{ tags = ['team'] }"), ["shop/cart", "shop/web", "namespace shop"]);
    assert_eq!(picks("{ tags = ['team', 'front'] }"), ["shop/web"]);
    assert_eq!(picks("{ tags = ['scraper'] }"), ["group prometheus"]);
    assert_eq!(picks("{ tags = ['outside'] }"), ["external bank"]);
    assert_eq!(picks("{ tags = ['node'] }"), ["shop/proxy"]);
    assert_eq!(breaks("to = { tags = ['team', 'outside'] }"), ["guard-end"]);
    assert_eq!(breaks("to = { tags = [] }"), ["guard-end"]);
    assert_eq!(breaks("to = { tags = [], pods = 'app=web' }"), ["guard-end"]);
}

#[test]
fn labels_narrow_what_tags_pick() {
    let narrowed = picks("{ tags = ['front'], pods = 'tier=web' }");
    assert_eq!(narrowed.len(), 1, "{narrowed:?}");
    assert!(
        narrowed[0].starts_with("pods ") && narrowed[0].contains("tier") && narrowed[0].contains("web"),
        "{narrowed:?}"
    );
    assert_eq!(picks("{ tags = ['team'], pods = 'app=web' }").len(), 3, "`cart` has no `app` of its own");
    assert_eq!(breaks("to = { tags = ['front'], pods = 'app=cart' }"), ["guard-end"]);
    assert_eq!(breaks("to = { tags = ['node'], pods = 'app=web' }"), ["guard-end"], "nodes have no labels of pods");
    assert_eq!(breaks("to = { tags = ['outside'], pods = 'app=web' }"), ["guard-end"]);
    let group = picks("{ tags = ['scraper'], pods = 'app=web' }");
    assert!(group[0].contains("monitoring"), "{group:?}");
}

#[test]
fn labels_pick_pods_of_declared_namespaces() {
    assert_eq!(picks("{ pods = 'app=web' }").len(), 1);
    assert_eq!(picks("{ namespaces = 'env=prod' }").len(), 1);
    assert_eq!(picks("{ namespaces = 'env=test' }").len(), 1, "`monitoring` may have it: nothing is said of it");
    assert_eq!(breaks("to = {}"), ["guard-end"]);
    assert_eq!(breaks("to = { pods = 'app in (a),app in (b)' }"), ["contradictory-selector"]);
    assert_eq!(breaks("to = { namespaces = 'team=a' }"), ["undeclared-label"]);
    let named = |name: &str| format!("{{ namespaces = 'kubernetes.io/metadata.name={name}' }}");
    assert_eq!(picks(&named("shop")).len(), 1);
    assert_eq!(picks(&named("kube-system")).len(), 1, "name resolution declares it");
    assert_eq!(breaks(&format!("to = {}", named("nowhere"))), ["guard-end"]);
    assert_eq!(breaks(&format!("to = {}", named("shop,!env"))), ["guard-end"], "`shop` has it");
}

#[test]
fn a_guard_asks_nothing_where_an_end_picks_nothing() {
    let clusters = "[clusters.a]\n[clusters.b]\n";
    let file = |guard: &str| {
        format!(
            "namespace = 'shop'\n[services.web]\n[services.test]\nclusters = ['b']\ntags = ['test']\n[services.cart]\nports = {{ http = 80 }}\n[services.cart.in.b]\nports = {{ grpc = 81 }}\n{guard}"
        )
    };
    let guards = |guard: &str| {
        let (broken, graph) = resolve(clusters, &[&file(guard)]);
        (broken, graph.map(|a| a.guards.len()))
    };
    let fine = |of_a| (Vec::new(), Some(of_a));
    assert_eq!(guards("[[never]]\nfrom = { tags = ['test'] }\nto = 'web'"), fine(0));
    assert_eq!(guards("[[never]]\nfrom = 'web'\nto = { tags = ['test'] }"), fine(0));
    assert_eq!(guards("[[never]]\nfrom = 'test'\nto = 'web'"), fine(0));
    assert_eq!(guards("[[never]]\nfrom = 'cart'\nto = 'web'\nexcept = 'test'"), fine(1));
    assert_eq!(guards("[[never]]\nfrom = 'web'\nto = '*:grpc'"), fine(0));
    assert_eq!(guards("[[never]]\nfrom = 'web'\nto = '*:http'"), fine(1));
    let nowhere = (vec!["guard-end"], None);
    assert_eq!(guards("[[never]]\nfrom = { tags = ['tset'] }\nto = 'web'"), nowhere);
    assert_eq!(guards("[[never]]\nfrom = 'web'\nto = '*:https'"), nowhere);
    assert_eq!(
        guards("[[never]]\nclusters = ['a']\nfrom = { tags = ['test'] }\nto = 'web'"),
        nowhere,
        "there it never picks anything"
    );
}
