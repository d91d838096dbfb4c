//! More than a page of everything.

use serde_json::json;

use crate::cluster::{Cluster, namespace, open_policy, pod};

/// Ten pages and one.
const PODS: u16 = 5_000;
/// Two pages and some.
const POLICIES: usize = 1_050;

#[test]
#[ignore = "needs go and kubectl"]
fn all_pages_are_read() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("shop"));
    for number in 0..PODS {
        let app = format!("app-{}", number % 50);
        let mut pod = pod("shop", &format!("pod-{number}"), &app, number);
        // A status of its own is a second request each.
        pod.as_object_mut().unwrap().remove("status");
        pod["metadata"]["ownerReferences"] =
            json!([{ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": app, "uid": "1", "controller": true }]);
        cluster.create(&pod);
    }
    for number in 0..POLICIES {
        cluster.create(&open_policy("shop", &format!("policy-{number}"), &format!("app-{}", number % 50)));
    }
    let project = cluster.project("namespace = \"shop\"\n[services.web]\npods = \"app=app-0\"\n");
    let ran = cluster.npgen(&project, &["connections", "--live"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("read {POLICIES} policies and {PODS} pods")), "{}", ran.stderr);
    assert!(ran.stdout.contains("shop/app-0[StatefulSet]"), "{}", ran.stdout);
}
