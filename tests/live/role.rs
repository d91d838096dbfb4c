//! The role that `npgen rbac` prints suffices, with nothing else granted.

use std::fs;

use serde_json::json;

use crate::cluster::{Cluster, namespace, pod};

#[test]
#[ignore = "needs go and kubectl"]
fn the_role_suffices_and_without_it_what_is_missing_is_told() {
    let mut cluster = Cluster::start();
    cluster.create_all([namespace("ci"), namespace("shop")]);
    cluster.create(&pod("shop", "web-1", "web", 1));
    cluster.create(
        &json!({ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": { "name": "npgen", "namespace": "ci" } }),
    );
    let token = cluster.server.create(
        "/api/v1/namespaces/ci/serviceaccounts/npgen/token",
        r#"{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}"#,
    );
    assert_eq!(token.status, 201, "{}", token.body);
    let token = token.body["status"]["token"].as_str().unwrap().to_owned();
    let address = cluster.server.ready.address.clone();
    cluster.write_kubeconfig("reader", &address, &json!({ "token": token }));
    let project = cluster.project("namespace = \"shop\"\n[services.web]\npods = \"app=web\"\n");
    let reader = cluster.path("reader");
    let as_reader = |more: &[&str]| {
        let mut arguments = vec!["diff", "--live", "--kubeconfig", reader.to_str().unwrap()];
        arguments.extend(more);
        cluster.npgen(&project, &arguments)
    };

    let refused = as_reader(&[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{refused:?}");
    for kind in
        ["namespaces", "networkpolicies.networking.k8s.io", "services", "replicasets.apps", "jobs.batch", "pods"]
    {
        assert!(refused.stderr.contains(&format!("error: {kind}: not allowed")), "{kind}: {}", refused.stderr);
    }
    // Without the policies there is nothing to say, whatever may be left out.
    assert_eq!(as_reader(&["--allow-partial"]).code, 2);

    let role = cluster.npgen(&project, &["rbac", "--service-account", "ci/npgen"]);
    assert_eq!(role.code, 0);
    fs::write(cluster.path("role.yaml"), role.stdout).unwrap();
    cluster.kubectl(&["apply", "--filename", cluster.path("role.yaml").to_str().unwrap()]);
    let differs = as_reader(&[]);
    assert_eq!(differs.code, 1, "{differs:?}");
    assert!(differs.stderr.contains("read 0 policies and 1 pod"), "{differs:?}");

    // Less than the role: what is missing is told, and told again of a snapshot that was taken without it.
    let policies = r#"[{"op":"replace","path":"/rules","value":[{"apiGroups":["networking.k8s.io"],"resources":["networkpolicies"],"verbs":["list"]}]}]"#;
    cluster.kubectl(&["patch", "clusterrole", "npgen-reader", "--type", "json", "--patch", policies]);
    assert_eq!(as_reader(&[]).code, 2);
    let partial = as_reader(&["--allow-partial", "--record", "partial.json"]);
    assert_eq!(partial.code, 1, "{partial:?}");
    assert!(partial.stderr.contains("left out, so what is told is not all: pods: not allowed"), "{partial:?}");
    let replayed = cluster.npgen(&project, &["diff", "--replay", "partial.json"]);
    assert!(replayed.stderr.contains("left out, so what is told is not all: pods: not allowed"), "{replayed:?}");
    for ran in [refused, differs, partial] {
        assert!(!format!("{ran:?}").contains(&token), "a token is printed");
    }
}
