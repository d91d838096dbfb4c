//! Policies of administrators, of the kinds that upstream defines.

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, deployed, namespace};
use crate::judges::go;

/// A shop in which `web` may call `cart`.
const SHOP: &str = r#"
namespace = "shop"

[services.web]
pods = "app=web"
calls = ["cart:8080"]

[services.cart]
pods = "app=cart"
ports = { http = 8080 }
"#;

/// Defines a kind as upstream does.
fn define(cluster: &mut Cluster, judges: &str, plural: &str, version: &str) {
    let module = go::module(judges, "sigs.k8s.io/network-policy-api");
    let file = module.join(format!("config/crd/standard/policy.networking.k8s.io_{plural}.yaml"));
    cluster.define(&file, &format!("/apis/policy.networking.k8s.io/{version}/{plural}"));
}

fn create(cluster: &mut Cluster, version: &str, plural: &str, object: &Json) {
    let made =
        cluster.server.create(&format!("/apis/policy.networking.k8s.io/{version}/{plural}"), &object.to_string());
    assert_eq!(made.status, 201, "{}", made.body);
}

#[test]
#[ignore = "needs go and kubectl"]
fn policies_of_administrators_are_read_where_there_are_some() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("shop"));
    cluster.create_all(deployed("shop", "web", 1));
    cluster.create_all(deployed("shop", "cart", 2));
    let project = cluster.project(SHOP);
    assert_eq!(cluster.npgen(&project, &["build"]).code, 0);
    cluster.kubectl(&["apply", "--kustomize", project.join("out/shop").to_str().unwrap()]);
    assert_eq!(cluster.npgen(&project, &["diff", "--live"]).code, 0);

    define(&mut cluster, "netpol-analyzer", "adminnetworkpolicies", "v1alpha1");
    define(&mut cluster, "netpol-analyzer", "baselineadminnetworkpolicies", "v1alpha1");
    assert_eq!(cluster.npgen(&project, &["diff", "--live"]).code, 0, "kinds without objects change nothing");
    let everybody = json!({ "namespaces": {} });
    let deny = json!({
        "apiVersion": "policy.networking.k8s.io/v1alpha1",
        "kind": "AdminNetworkPolicy",
        "metadata": { "name": "nobody-calls-carts" },
        "spec": {
            "priority": 10,
            "subject": { "pods": { "namespaceSelector": {}, "podSelector": { "matchLabels": { "app": "cart" } } } },
            "ingress": [{ "name": "nobody", "action": "Deny", "from": [everybody] }],
        },
    });
    create(&mut cluster, "v1alpha1", "adminnetworkpolicies", &deny);
    let ran = cluster.npgen(&project, &["diff", "--live", "--output", "json"]);
    let told = ran.json();
    let change = &told["live"]["others"]["changes"][0];
    assert_eq!(
        (ran.code, &change["kind"], &told["live"]["others"]["closed"]),
        (1, &json!("closed"), &json!(1)),
        "{ran:?}"
    );
    assert!(change["ends"][0]["after"].to_string().contains("AdminNetworkPolicy nobody-calls-carts"), "{change}");
    assert_eq!(told["connections"]["changes"], json!([]));

    let allow = json!({
        "apiVersion": "policy.networking.k8s.io/v1alpha2",
        "kind": "ClusterNetworkPolicy",
        "metadata": { "name": "everybody-calls-web" },
        "spec": {
            "tier": "Admin",
            "priority": 5,
            "subject": { "pods": { "namespaceSelector": {}, "podSelector": { "matchLabels": { "app": "web" } } } },
            "ingress": [{ "name": "everybody", "action": "Accept", "from": [everybody] }],
        },
    });
    define(&mut cluster, ".", "clusternetworkpolicies", "v1alpha2");
    create(&mut cluster, "v1alpha2", "clusternetworkpolicies", &allow);
    let told = cluster.npgen(&project, &["diff", "--live"]).stdout;
    assert!(told.contains("AdminNetworkPolicy nobody-calls-carts"), "{told}");
    let read = cluster.npgen(&project, &["connections", "--live"]).stderr;
    assert!(read.contains("read 5 policies"), "{read}");
}
