//! What a cluster is like, read off a real API server, with nothing granted but what the role of `npgen rbac` grants.

use std::fs;

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, namespace};

/// A cluster of one node with Cilium, as far as its objects tell.
fn objects() -> [Json; 4] {
    let node = json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": { "name": "node-1" },
        "spec": { "podCIDR": "10.244.0.0/24", "podCIDRs": ["10.244.0.0/24"] },
        "status": { "addresses": [{ "type": "InternalIP", "address": "192.0.2.1" }] },
    });
    let plugin = json!({
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": { "name": "cilium", "namespace": "kube-system" },
        "spec": {
            "selector": { "matchLabels": { "k8s-app": "cilium" } },
            "template": {
                "metadata": { "labels": { "k8s-app": "cilium" } },
                "spec": {
                    "hostNetwork": true,
                    "containers": [{ "name": "cilium-agent", "image": "quay.io/cilium/cilium:v1.18.2" }],
                },
            },
        },
    });
    let resolver = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": { "name": "kube-dns", "namespace": "kube-system", "labels": { "k8s-app": "kube-dns" } },
        "spec": {
            "clusterIP": "10.96.0.10",
            "selector": { "k8s-app": "kube-dns" },
            "ports": [{ "name": "dns", "port": 53, "protocol": "UDP" }, { "name": "dns-tcp", "port": 53, "protocol": "TCP" }],
        },
    });
    let server = json!({
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": { "kubernetes.io/service-name": "kubernetes" },
        },
        "addressType": "IPv4",
        "endpoints": [{ "addresses": ["192.0.2.10"], "conditions": { "ready": true } }],
        "ports": [{ "name": "https", "port": 6443, "protocol": "TCP" }],
    });
    [node, plugin, resolver, server]
}

#[test]
#[ignore = "needs go and kubectl"]
fn the_profile_of_a_cluster_is_read_with_no_more_than_the_role() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("ci"));
    cluster.create_all(objects());
    cluster.create(
        &json!({ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": { "name": "npgen", "namespace": "ci" } }),
    );
    let project = cluster.project("namespace = \"shop\"\n[services.web]\npods = \"app=web\"\n");
    let role = cluster.npgen(&project, &["rbac", "--service-account", "ci/npgen"]);
    fs::write(cluster.path("role.yaml"), role.stdout).unwrap();
    cluster.kubectl(&["apply", "--filename", cluster.path("role.yaml").to_str().unwrap()]);
    let token = cluster.server.create(
        "/api/v1/namespaces/ci/serviceaccounts/npgen/token",
        r#"{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}"#,
    );
    let address = cluster.server.ready.address.clone();
    cluster.write_kubeconfig("reader", &address, &json!({ "token": token.body["status"]["token"] }));
    let reader = cluster.path("reader");
    let ran = cluster.npgen(&project, &["doctor", "--live", "--kubeconfig", reader.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for told in [
        ", 1 node, ",
        "engine    = \"cilium\"",
        "version   = \"1.18.2\"",
        "node_cidr = [\"192.0.2.1/32\"]",
        "kube-apiserver = { cidr = [\"192.0.2.10/32\"], ports = [6443] }",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
}
