//! What `npgen explain` prints: of every kind of end, in both formats, and where a question means nothing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use npgen::backend::Kubernetes;
use npgen::cli;
use tempfile::TempDir;

const PROJECT: &str = r#"
language = 1
consent = "both"

[profile]
pod_cidr = ["10.244.0.0/16"]
node_cidr = ["10.0.0.0/24"]
"#;

const SHOP: &str = r#"
namespace = "shop"
owner = "team-shop"

[services.web]
ports = { http = 8080 }
callers = [{ from = "@internet", why = "shoppers" }]
calls = [
  { to = "cart:grpc", why = "shows the cart", owner = "team-cart" },
  "lake",
]

[services.cart]
ports = { grpc = 7070, metrics = 9090 }

[groups.canaries]
namespace = "shop"
pods = { track = "canary" }
calls = ["cart:metrics"]

[externals.lake]
cidr = ["203.0.113.0/24", "2001:db8::/64"]
ports = [443]
"#;

const PAY: &str = r#"
namespace = "pay"
owner = "team-pay"

[services.gate]
ports = { https = 8443 }
"#;

const MANIFESTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web, track: canary}}
    spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: cart, ports: [{name: grpc, containerPort: 7070}]}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: shop}
spec:
  jobTemplate:
    spec:
      template:
        metadata: {labels: {job: report}}
        spec: {containers: [{name: report, image: report}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress:
  - from: [{ipBlock: {cidr: 203.0.113.0/24}}]
    ports: [{port: 7070, endPort: 7080}]
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: grpc}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: jobs, namespace: shop}
spec:
  podSelector: {matchExpressions: [{key: job, operator: Exists}]}
  policyTypes: [Egress]
";

fn project() -> TempDir {
    let dir = TempDir::new().unwrap();
    let files = [
        ("npgen.toml", PROJECT),
        ("intents/shop.toml", SHOP),
        ("intents/pay.toml", PAY),
        ("manifests/shop.yaml", MANIFESTS),
    ];
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// The exit code and both streams of each of these questions, in which `MANIFESTS` stands for those of the project.
fn answers(dir: &Path, questions: &[&str]) -> String {
    let mut all = String::new();
    for question in questions {
        let _ = writeln!(all, "$ npgen explain {question}");
        let project = dir.to_str().unwrap();
        let manifests = format!("{project}/manifests");
        let words = question.split(' ').map(|word| if word == "MANIFESTS" { &manifests } else { word });
        let words = ["npgen", "--project", project, "explain"].into_iter().chain(words);
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let code = cli::run(words, &Kubernetes, &mut stdout, &mut stderr);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(project, "DIR");
        let _ = writeln!(all, "{}{}exit code {code}\n", text(stdout), text(stderr));
    }
    all
}

#[test]
fn every_kind_of_end_is_answered() {
    let questions = [
        "web cart:grpc",
        "shop/web cart:9090",
        "web cart",
        "canaries cart",
        "@internet web",
        "web lake:443",
        "web 203.0.113.7:443",
        "web 203.0.112.0/23:443",
        "web [2001:db8::7]:443",
        "web 198.51.100.7:443",
        "web 10.244.0.7:443",
        "@namespace/shop cart:grpc",
        "web gate",
        "web cart:1234",
        "report cart --manifests MANIFESTS",
        "web @dns",
    ];
    insta::assert_snapshot!("graph", answers(project().path(), &questions));
}

#[test]
fn programs_are_told_the_same() {
    let questions = ["web cart:grpc --output json", "canaries cart --output json", "web gate --output json"];
    insta::assert_snapshot!("graph_json", answers(project().path(), &questions));
}

#[test]
fn manifests_are_asked_for_the_policy_and_its_line() {
    let questions = [
        "web cart:grpc --objects MANIFESTS",
        "shop/web cart:7071 --objects MANIFESTS",
        "shop/report[CronJob] cart --objects MANIFESTS",
        "203.0.113.7 cart:7070-7071 --objects MANIFESTS",
        "203.0.112.0/23 cart:grpc --objects MANIFESTS",
        "cart @anywhere:53/udp --objects MANIFESTS",
        "@namespace/shop cart:grpc --objects MANIFESTS",
        "shop/ shop/ --objects MANIFESTS",
        "web cart:7070-7071 --objects MANIFESTS --output json",
        "203.0.113.7 cart:grpc --objects MANIFESTS --output json",
    ];
    insta::assert_snapshot!("objects", answers(project().path(), &questions));
}

#[test]
fn a_question_that_means_nothing_is_answered_with_what_would() {
    let questions = [
        "wbe cart",
        "web crat",
        "web cart:gprc",
        "web cart:70000",
        "web nowhere --objects MANIFESTS",
        "web cart:gprc --objects MANIFESTS",
        "web cart --objects no-such-folder",
        "web",
        "web cart --objects MANIFESTS --manifests MANIFESTS",
    ];
    insta::assert_snapshot!("errors", answers(project().path(), &questions));
}
