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
