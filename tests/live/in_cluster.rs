//! npgen in a pod: the service account of the pod is all that says where the cluster is.

use std::fs;
use std::process::Command;

use crate::cluster::{Cluster, namespace, pod};

/// Puts what a pod finds in its place, in a file system that nobody else sees, and runs the rest.
const IN_A_POD: &str = r#"
set -e
mount -t tmpfs none /run
mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
cd /var/run/secrets/kubernetes.io/serviceaccount
printf %s "$TOKEN" > token
printf %s "$CA" > ca.crt
printf %s ci > namespace
cd "$PROJECT"
unset TOKEN CA
exec "$@"
"#;

#[test]
#[ignore = "needs go and kubectl"]
fn the_account_of_a_pod_suffices() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("shop"));
    cluster.create(&pod("shop", "web-1", "web", 1));
    let project = cluster.project("namespace = \"shop\"\n[services.web]\npods = \"app=web\"\n");
    let ready = &cluster.server.ready;
    let (host, port) = ready.address.trim_start_matches("https://").split_once(':').unwrap();
    let ran = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", IN_A_POD, "sh", env!("CARGO_BIN_EXE_npgen"), "diff", "--live"])
        .env("TOKEN", &ready.token)
        .env("CA", fs::read_to_string(&ready.ca).unwrap())
        .env("PROJECT", &project)
        .env("KUBERNETES_SERVICE_HOST", host)
        .env("KUBERNETES_SERVICE_PORT", port)
        .env("HOME", cluster.path("nobody"))
        .env_remove("KUBECONFIG")
        .output()
        .expect("unshare is there");
    let (said, told) = (String::from_utf8(ran.stderr).unwrap(), String::from_utf8(ran.stdout).unwrap());
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.contains("read 0 policies and 1 pod of `in-cluster`"), "{said}");
    assert!(told.contains("created: networkpolicy.networking.k8s.io/shop/npgen-default-deny"), "{told}");
}
