//! What edges come out of what is written. The messages are shown by `tests/messages`.

use crate::frontend::resolve::tests::{broken, edges, graph};

#[test]
fn a_wildcard_is_every_service_but_the_writer_and_adds_up_with_other_edges() {
    let graph = graph(
        "",
        &[
            "namespace = 'shop'\n[services.web]\nports = { http = 80, metrics = 9090 }\ncalls = ['*:metrics', 'shop/*:any']\n\
           [services.cart]\nports = { metrics = [9091, '9091/udp'] }\ncallers = [{ from = 'web:metrics', why = 'own' }, 'pay/*:metrics']\n\
           [services.idle]\n",
            "namespace = 'pay'\n[services.gate]\nports = { metrics = 9092 }",
        ],
    );
    assert_eq!(
        edges(&graph),
        [
            "pay/gate -> shop/cart:9091,9091/udp",
            "shop/web -> pay/gate:9092",
            "shop/web -> shop/cart:every",
            "shop/web -> shop/cart:9091,9091/udp",
            "shop/web -> shop/cart:9091,9091/udp",
            "shop/web -> shop/idle:every",
        ]
    );
    let reasons: Vec<_> = graph.edges.iter().map(|edge| edge.writings.len()).collect();
    assert_eq!(reasons, [1, 1, 1, 1, 1, 1], "the edge of the wildcard and the one of the service are two");
}

#[test]
fn a_wildcard_that_stands_for_nobody_is_an_error_at_either_end() {
    assert_eq!(broken("namespace = 'shop'\n[services.web]\nports = [80]\ncalls = ['*:80']"), ["nothing-picked"]);
    assert_eq!(broken("namespace = 'shop'\n[services.web]\nports = [80]\ncallers = ['*']"), ["nothing-picked"]);
}

#[test]
fn the_port_behind_a_service_that_a_name_is_counts_only_where_the_name_is_called() {
    let graph = graph(
        "[profile.names]\ndns = 'shop/coredns:metrics'",
        &["namespace = 'shop'\n[services.coredns]\nports = { dns = 53, metrics = 9153 }\n\
           [services.web]\nports = [80]\ncallers = ['@dns']\ncalls = ['@dns']"],
    );
    assert_eq!(edges(&graph), ["shop/coredns -> shop/web:80", "shop/web -> shop/coredns:9153"]);
}

#[test]
fn a_name_with_sources_of_its_own_is_itself_where_it_calls_and_its_service_where_it_is_called() {
    let graph = graph(
        "[profile]\nengine = 'calico'\nnode_cidr = ['10.1.0.0/16']\n[profile.names]\ngw = { service = 'shop/gateway', from = ['@nodes'] }",
        &["namespace = 'shop'\n[services.gateway]\nports = [443]\n\
           [services.web]\nports = [80]\ncallers = ['@gw']\ncalls = ['@gw']"],
    );
    assert_eq!(edges(&graph), ["shop/web -> shop/gateway:443", "@gw -> shop/web:80"]);
}

#[test]
fn an_edge_keeps_its_tags_and_the_users_own_data() {
    let graph = graph(
        "",
        &["namespace = 'shop'\n[services.cart]\nports = [80, 81]\n\
           [services.web]\ncalls = [{ to = 'cart:80', tags = ['pci', 'core'], meta = { ticket = 'A-1' } }, 'cart:81']"],
    );
    let details: Vec<_> = graph.edges.iter().map(|edge| edge.detail.as_deref()).collect();
    let [Some(detail), None] = details.as_slice() else { panic!("{details:?}") };
    assert_eq!(detail.tags, ["core".into(), "pci".into()]);
    assert!(detail.meta.is_some());
}

#[test]
fn a_message_of_icmp_is_declared_with_icmp_as_a_whole() {
    let calls = |ports: &str, port: &str| {
        let file = format!("namespace = 'shop'\n[services.x]\nports = {ports}\n[services.web]\ncalls = ['x:{port}']");
        broken(&file)
    };
    assert_eq!(calls("['icmp', 80]", "icmp/8"), ["icmp-not-in-flavor"]);
    assert_eq!(calls("['icmp', 80]", "icmpv6/8"), ["unknown-port"]);
    assert_eq!(calls("[80]", "icmp/8"), ["unknown-port"]);
}

#[test]
fn a_wildcard_makes_no_edge_of_which_neither_end_can_get_a_rule() {
    let graph = graph(
        "[profile]\nnode_cidr = ['10.1.0.0/16']",
        &[
            "namespace = 'shop'\n[services.web]\nports = [80]\n[services.proxy]\nhost_network = true\ncalls = ['*:80']\n\
           [services.agent]\nhost_network = true\nports = [80]\n\
           [externals.all]\ncidr = ['192.0.2.0/24']\nports = [443]\ncallers = ['*']\n[services.db]\ncalls = ['*:80']",
        ],
    );
    assert_eq!(
        edges(&graph),
        [
            "shop/db -> shop/agent:80",
            "shop/db -> shop/proxy:80",
            "shop/db -> shop/web:80",
            "shop/db -> external all:443",
            "shop/proxy -> shop/db:80",
            "shop/proxy -> shop/web:80",
            "shop/web -> external all:443",
        ]
    );
}

#[test]
fn a_graph_keeps_what_its_edges_must_have() {
    let required = |keys: &str| {
        let required = graph(&format!("require = [{keys}]"), &["namespace = 'shop'\n[services.web]"]).required;
        (required.owner, required.why)
    };
    assert_eq!(required(""), (false, false));
    assert_eq!(required("'owner'"), (true, false));
    assert_eq!(required("'why'"), (false, true));
    assert_eq!(required("'owner', 'why'"), (true, true));
}
