//! Edges whose last day is near, and those that open the same for longer.

use super::found;

/// Whether another edge covers the one from `web` to `cart`, which holds for five more days, where this is called beside
/// it and these nodes are there too.
fn is_covered(calls: &str, nodes: &str) -> bool {
    let file = format!(
        "namespace = 'shop'\n[services.a]\ncalls = ['cart:grpc']\n[services.cart]\nports = {{ http = 80, grpc = 81 }}\n\
         [services.web]\npods = {{ app = 'web', tier = 'front' }}\ncalls = [{{ to = 'cart:http', until = 2027-03-20 }}, {calls}]\n{nodes}"
    );
    let (found, graph) = found("[profile]\npod_cidr = []\nnode_cidr = ['10.1.0.0/16']", &[&file]);
    assert!(graph.is_some(), "{found:?}");
    let expiring = found.iter().find(|found| found.message.contains("2027-03-20")).expect("it is warned of");
    expiring.help.concat().contains("leave the edge out")
}

#[test]
fn an_edge_with_the_same_ends_covers_one_if_it_opens_as_much_for_longer() {
    for covering in ["'cart:any'", "'cart:any/tcp'", "{ to = 'cart:any', until = 2027-03-21 }", "'*:any'"] {
        assert!(is_covered(covering, ""), "{covering}");
    }
    for less in ["", "'cart:grpc'", "'cart:any/udp'"] {
        assert!(!is_covered(less, ""), "{less}");
    }
    for day in ["2027-03-20", "2027-03-16"] {
        assert!(!is_covered(&format!("{{ to = 'cart:any', until = {day} }}"), ""), "{day}");
    }
}

#[test]
fn an_edge_with_ends_that_reach_farther_covers_one() {
    for covering in ["'@namespace:80'", "'@cluster:any'", "'@anywhere:80'"] {
        assert!(is_covered(covering, ""), "{covering}");
    }
    for other in ["'@nodes:80'", "'@namespace/kube-system:80'"] {
        assert!(!is_covered(other, ""), "{other}");
    }
    let group = |pods: &str| format!("[groups.g]\nnamespace = 'shop'\n{pods}\ncalls = ['shop/cart:http']");
    assert!(is_covered("", &group("")));
    assert!(is_covered("", &group("pods = { tier = 'front' }")));
    assert!(!is_covered("", &group("pods = { tier = 'back' }")));
    let service = "[services.front]\npods = { tier = 'front' }\ncalls = ['cart:http']";
    assert!(!is_covered("", service), "two services are not held against each other");
}
