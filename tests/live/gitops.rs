//! What `examples/` gives to Argo CD and Flux, taken by a server that knows the kinds of both.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, namespace};
use crate::judges::go;

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path)
}

/// A file of a module of theirs.
fn theirs(module: &str, file: &str) -> PathBuf {
    go::module("gitops", module).join(file)
}

const ARGO_CD: &str = "github.com/argoproj/argo-cd/v3";

#[test]
#[ignore = "needs go"]
fn argo_cd_takes_the_application_and_its_repo_server_the_plug_in() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("argocd"));
    let applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    cluster.define(&theirs(ARGO_CD, "manifests/crds/application-crd.yaml"), applications);
    let application = fs::read_to_string(example("argocd/application.yaml")).unwrap();
    assert_eq!(cluster.server.create(applications, &application.replace("path: .", "pfad: .")).status, 400);
    let made = cluster.server.create(applications, &application);
    assert_eq!(made.status, 201, "{}", made.body);

    let deployed = theirs(ARGO_CD, "manifests/base/repo-server/argocd-repo-server-deployment.yaml");
    let in_argocd = ["--namespace", "argocd"];
    let run = |arguments: &[&str]| cluster.kubectl(&[arguments, &in_argocd].concat());
    run(&["create", "--filename", deployed.to_str().unwrap()]);
    let plugin = format!("--from-file={}", example("argocd/plugin.yaml").display());
    run(&["create", "configmap", "npgen-plugin", &plugin]);
    let patch = example("argocd/repo-server.yaml");
    run(&["patch", "deployment", "argocd-repo-server", "--patch-file", patch.to_str().unwrap()]);

    let patched = run(&["get", "deployment", "argocd-repo-server", "--output", "json"]).json();
    let pod = &patched["spec"]["template"]["spec"];
    let containers: Vec<_> = pod["containers"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(containers, [&json!("npgen"), &json!("argocd-repo-server")]);
    // What their own deployment puts where the sidecar looks for it: the socket of a plug-in, and the program to run.
    let [sidecar, server] = [0, 1].map(|index| &pod["containers"][index]);
    assert_eq!(mounted(sidecar, "plugins"), mounted(server, "plugins"));
    assert_eq!(mounted(sidecar, "var-files"), mounted(&pod["initContainers"][0], "var-files"));
}

/// Where a container has a volume.
fn mounted<'c>(container: &'c Json, volume: &str) -> &'c str {
    let mounts = container["volumeMounts"].as_array().unwrap();
    let mount = mounts.iter().find(|mount| mount["name"] == volume).unwrap_or_else(|| panic!("{volume}: {container}"));
    mount["mountPath"].as_str().unwrap()
}

#[test]
#[ignore = "needs go"]
fn flux_takes_the_source_and_what_is_applied_of_it() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("flux-system"));
    let documents = fs::read_to_string(example("flux/policies.yaml")).unwrap();
    let (source, kustomization) = documents.split_once("\n---\n").unwrap();
    for (module, group, plural, object, wrong) in [
        ("source-controller", "source.toolkit.fluxcd.io", "gitrepositories", source, ("branch:", "branches:")),
        ("kustomize-controller", "kustomize.toolkit.fluxcd.io", "kustomizations", kustomization, ("prune:", "prunes:")),
    ] {
        let objects = format!("/apis/{group}/v1/namespaces/flux-system/{plural}");
        let definition =
            theirs(&format!("github.com/fluxcd/{module}"), &format!("config/crd/bases/{group}_{plural}.yaml"));
        cluster.define(&definition, &objects);
        assert_eq!(cluster.server.create(&objects, &object.replace(wrong.0, wrong.1)).status, 400);
        let made = cluster.server.create(&objects, object);
        assert_eq!(made.status, 201, "{}", made.body);
    }
}
