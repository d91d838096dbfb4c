//! `npgen coverage`: what it says of small manifests, and with which exit code.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files"
)]

use std::fs;

use npgen::backend::Kubernetes;
use npgen::cli;
use tempfile::TempDir;

const MANIFESTS: &str = r"
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: web, image: web}]}
---
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop, labels: {app: cart}}
spec: {containers: [{name: cart, image: cart}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: shop, labels: {app: agent}}
spec: {hostNetwork: true, containers: [{name: agent, image: agent}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Egress]}
";

/// Exit code and both streams.
fn coverage(arguments: &[&str]) -> String {
    let dir = TempDir::new().unwrap();
    let manifests = dir.path().join("manifests.yaml");
    fs::write(&manifests, MANIFESTS).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let all = ["npgen", "coverage", "--objects", manifests.to_str().unwrap()];
    let code = cli::run(all.iter().chain(arguments), &Kubernetes, &mut stdout, &mut stderr);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(stdout), text(stderr))
}

#[test]
fn who_is_isolated_is_told_in_both_formats() {
    insta::assert_snapshot!("text", coverage(&[]));
    insta::assert_snapshot!("json", coverage(&["--output", "json"]));
}

#[test]
fn too_little_is_told_by_the_exit_code() {
    assert!(coverage(&["--fail-under", "50"]).starts_with("exit code 0\n"));
    let too_little = coverage(&["--fail-under", "51"]);
    assert!(too_little.starts_with("exit code 1\n"), "{too_little}");
    assert!(too_little.ends_with("50% are isolated, fewer than 51%\n"), "{too_little}");
    assert!(coverage(&["--fail-under", "101"]).starts_with("exit code 2\n"));
}
