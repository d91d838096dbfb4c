//! `npgen connections`: of a graph and of manifests, in every format.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files"
)]

use std::fs;
use std::path::Path;

use npgen::cli;
use tempfile::TempDir;

const PROJECT: &str = r#"
language = 1

[profile]
pod_cidr = ["10.244.0.0/16"]
node_cidr = []
"#;

const SHOP: &str = r#"
namespace = "shop"

[services.web]
ports = { http = 8080, metrics = 9090 }
callers = ["@internet:http", "@cluster:metrics"]
calls = ["cart", "lake"]

[services.cart]
ports = [7070]

[groups.prometheus]
namespace = ["monitoring", "shop"]
pods = { app = "prometheus" }
calls = ["web:metrics"]

[groups.operators]
pods = { role = "operator" }
calls = ["web:http"]

[externals.lake]
cidr = ["10.0.0.0/8"]
except = ["10.1.0.0/16"]
ports = [443]

[namespaces.monitoring]
"#;

const MANIFESTS: &str = r"
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: cart}]}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: kube-system}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {hostNetwork: true, containers: [{name: agent, image: agent}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - namespaceSelector: {}
    - ipBlock: {cidr: 10.0.0.0/8}
    ports: [{port: http}]
  egress:
  - to: [{podSelector: {matchLabels: {app: cart}}}]
    ports: [{port: 7070}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {team: a}}
      podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [front, back]}]}
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 7070, endPort: 7080}, {port: 53, protocol: UDP}]
";

/// A project with the intents and the manifests.
fn project() -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in [("intents/shop.toml", SHOP), ("manifests/shop.yaml", MANIFESTS)] {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(dir.path().join("npgen.toml"), PROJECT).unwrap();
    dir
}

/// Exit code and both streams.
fn npgen(dir: &Path, arguments: &[&str]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let project = dir.to_str().unwrap();
    let manifests = format!("{project}/manifests");
    let arguments = arguments.iter().map(|argument| if *argument == "MANIFESTS" { &manifests } else { *argument });
    let all = ["npgen", "--project", project, "connections"].into_iter().chain(arguments);
    let code = cli::run(all, &npgen::backend::Kubernetes, &mut stdout, &mut stderr);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(project, "DIR");
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(stdout), text(stderr))
}

#[test]
fn the_graphs_connections_are_shown() {
    let dir = project();
    insta::assert_snapshot!("graph", npgen(dir.path(), &[]));
    insta::assert_snapshot!("graph_to_cart", npgen(dir.path(), &["--to", "shop/cart"]));
}

#[test]
fn the_connections_of_manifests_are_shown_in_every_format() {
    let dir = project();
    insta::assert_snapshot!("text", npgen(dir.path(), &["--objects", "MANIFESTS"]));
    for format in ["text", "markdown", "csv", "json", "dot", "mermaid"] {
        let arguments = ["--objects", "MANIFESTS", "--exposure", "--output", format];
        insta::assert_snapshot!(format!("{format}_with_exposure"), npgen(dir.path(), &arguments));
    }
}

#[test]
fn json_is_json() {
    let dir = project();
    let shown = npgen(dir.path(), &["--objects", "MANIFESTS", "--exposure", "--output", "json"]);
    let json = shown.split("--- stdout\n").nth(1).unwrap().split("--- stderr").next().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["connections"][0]["conn"], "All Connections");
}

#[test]
fn connections_are_picked_by_who_and_by_port() {
    let dir = project();
    let picked = |arguments: &[&str]| npgen(dir.path(), &[&["--objects", "MANIFESTS"], arguments].concat());
    insta::assert_snapshot!("from_web", picked(&["--from", "web"]));
    insta::assert_snapshot!("to_shop_by_udp", picked(&["--to", "shop/", "--port", "any/udp"]));
    insta::assert_snapshot!("from_address", picked(&["--from", "10.0.0.7", "--to", "shop/web", "--port", "8000-8999"]));
    insta::assert_snapshot!("nobody", picked(&["--from", "shop/wbe"]));
    insta::assert_snapshot!("no_port", picked(&["--port", "http"]));
}
