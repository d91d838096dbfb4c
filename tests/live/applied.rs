//! What npgen wrote is applied in each way that people do, and then nothing differs.

use std::fs;
use std::path::Path;

use crate::cluster::{Cluster, namespace};

/// Applies what npgen writes of the example of this repository, and looks for differences.
fn nothing_differs_after(apply: impl Fn(&Cluster, &str)) {
    let mut cluster = Cluster::start();
    let example = Path::new(env!("CARGO_MANIFEST_DIR"));
    cluster.create_all(["boutique", "monitoring"].map(namespace));
    let out = cluster.path("out");
    let before = cluster.npgen(example, &["diff", "--live", "--only", "text"]);
    assert!(before.code == 1 && before.stdout.starts_with("objects: 17 created, 0 changed, 0 deleted"), "{before:?}");
    let built = cluster.npgen(example, &["build", "--out", out.to_str().unwrap()]);
    assert_eq!(built.code, 0, "{built:?}");
    apply(&cluster, out.to_str().unwrap());
    let same = cluster.npgen(example, &["diff", "--live"]);
    assert_eq!(same.code, 0, "{same:?}");
    let held = || cluster.kubectl(&["get", "networkpolicies", "--all-namespaces", "--output", "json"]).stdout;
    let same = cluster.npgen_with(&held(), example, &["diff", "-"]);
    assert_eq!(same.code, 0, "{same:?}");
    for namespace in ["boutique", "monitoring"] {
        cluster.kubectl(&[
            "annotate",
            "--namespace",
            namespace,
            "networkpolicies",
            "--all",
            "somebody.example/was=here",
        ]);
        cluster.kubectl(&["label", "--namespace", namespace, "networkpolicies", "--all", "somebody.example/was=here"]);
    }
    let same = cluster.npgen(example, &["diff", "--live"]);
    assert_eq!(same.code, 0, "{same:?}");
    // Not for want of seeing it: without one of them, that one is what differs.
    cluster.kubectl(&["delete", "--namespace", "boutique", "networkpolicies", "npgen-default-deny"]);
    let without = cluster.npgen(example, &["diff", "--live", "--output", "json"]);
    let told = without.json();
    assert_eq!((without.code, &told["objects"]["created"]), (1, &1.into()), "{without:?}");
    assert_eq!(told["objects"]["list"][0]["name"], "npgen-default-deny");
    let without = cluster.npgen_with(&held(), example, &["diff", "-", "--output", "json"]);
    let told = without.json();
    assert_eq!((without.code, &told["objects"]["created"]), (1, &1.into()), "{without:?}");
}

/// The folders of the namespaces, without their kustomizations, which are no objects of a cluster.
fn policies_only(out: &str) {
    for folder in fs::read_dir(out).unwrap() {
        fs::remove_file(folder.unwrap().path().join("kustomization.yaml")).unwrap();
    }
}

#[test]
#[ignore = "needs go and kubectl"]
fn nothing_differs_after_kubectl_apply() {
    nothing_differs_after(|cluster, out| {
        policies_only(out);
        cluster.kubectl(&["apply", "--recursive", "--filename", out]);
    });
}

#[test]
#[ignore = "needs go and kubectl"]
fn nothing_differs_after_server_side_apply() {
    nothing_differs_after(|cluster, out| {
        policies_only(out);
        cluster.kubectl(&["apply", "--server-side", "--recursive", "--filename", out]);
    });
}

#[test]
#[ignore = "needs go and kubectl"]
fn nothing_differs_after_kustomize() {
    nothing_differs_after(|cluster, out| {
        for namespace in ["boutique", "monitoring"] {
            cluster.kubectl(&["apply", "--kustomize", &format!("{out}/{namespace}")]);
        }
    });
}
