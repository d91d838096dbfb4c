//! What DaemonSets, groups of the API and EndpointSlices tell, one by one.

use serde_json::{Value, json};

use super::*;
use crate::snapshot::Server;

fn daemon_set(name: &str, images: &[(&str, &str)]) -> Value {
    let containers = images.iter().map(|(name, image)| json!({ "name": name, "image": image }));
    let containers: Vec<Value> = containers.collect();
    json!({
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": { "name": name, "namespace": "kube-system" },
        "spec": { "template": { "spec": { "containers": containers } } },
    })
}

fn examined(objects: &[Value], groups: &[&str]) -> Findings {
    let text = objects.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    let seal = Seal { server: Some(Server { version: String::new(), groups }), ..Seal::default() };
    let mut found = Diagnostics::default();
    let findings = examine(SourceId::default(), &text, &seal, &mut found);
    assert!(!found.has_errors());
    findings
}

/// The plug-in that a DaemonSet with one container runs, and whether it enforces policies.
fn one(name: &str, images: &[(&str, &str)]) -> Option<(Plugin, Enforces)> {
    let plugins = examined(&[daemon_set(name, images)], &[]).plugins.unwrap_or_default();
    assert!(plugins.len() <= 1, "{plugins:?}");
    plugins.first().map(|running| (running.plugin, running.enforces))
}

#[test]
fn a_plugin_is_known_by_its_image_or_by_the_name_of_its_daemon_set() {
    let agent = |image| one("agent", &[("agent", image)]).map(|(plugin, _)| plugin);
    for (image, plugin) in [
        ("mcr.microsoft.com/oss/cilium/cilium:1.16.6", Plugin::Cilium),
        ("rancher/mirrored-cilium-cilium:v1.16.2", Plugin::Cilium),
        ("rancher/hardened-calico:v3.30.2-build20260801", Plugin::Calico),
        ("mcr.microsoft.com/containernetworking/azure-npm:v1.5.5", Plugin::AzureNpm),
        ("docker.io/cloudnativelabs/kube-router:v2.2.1", Plugin::KubeRouter),
        ("docker.io/kubeovn/kube-ovn:v1.12.19", Plugin::KubeOvn),
        ("ghcr.io/ovn-kubernetes/ovn-kubernetes/ovn-kube-ubuntu:master", Plugin::OvnKubernetes),
    ] {
        assert_eq!(agent(image), Some(plugin), "{image}");
    }
    assert_eq!(agent("registry.k8s.io/kube-proxy:v1.31.2"), None);
    let mirrored = [("agent", "registry.corp/mirror@sha256:0b4f")];
    assert_eq!(one("calico-node", &mirrored), Some((Plugin::Calico, Enforces::Yes)));
    let in_gke = [("cilium-agent", "gke.gcr.io/cilium/cilium:v1.15.10-gke.9")];
    assert_eq!(one("anetd", &in_gke), Some((Plugin::GkeDataplaneV2, Enforces::Yes)));
}

#[test]
fn whether_policies_are_enforced_depends_on_version_and_containers() {
    let kindnet = |tag: &str| one("kindnet", &[("kindnet-cni", &format!("docker.io/kindest/kindnetd:{tag}"))]);
    assert_eq!(kindnet("v20250214-acbabc1a"), Some((Plugin::Kindnet, Enforces::Yes)));
    assert_eq!(kindnet("v20240202-8f1494ea"), Some((Plugin::Kindnet, Enforces::No)));
    for tag in ["v20240719-e7903573", "v1.8.0", "latest"] {
        assert!(matches!(kindnet(tag), Some((_, Enforces::Unknown(_)))), "{tag}");
    }
    let weave = ("weave", "weaveworks/weave-kube:2.8.1");
    assert_eq!(one("weave-net", &[weave]), Some((Plugin::Weave, Enforces::No)));
    let with_policies = [weave, ("weave-npc", "weaveworks/weave-npc:2.8.1")];
    assert_eq!(one("weave-net", &with_policies), Some((Plugin::Weave, Enforces::Yes)));
}

#[test]
fn nobody_enforces_policies_only_where_that_is_sure() {
    let flannel = daemon_set("kube-flannel-ds", &[("kube-flannel", "ghcr.io/flannel-io/flannel:v0.26.1")]);
    let enforcement = |objects: &[Value], groups: &[&str]| examined(objects, groups).enforcement;
    assert_eq!(enforcement(std::slice::from_ref(&flannel), &["apps"]), Enforcement::Nobody);
    assert_eq!(enforcement(std::slice::from_ref(&flannel), &["cilium.io"]), Enforcement::Unknown);
    assert_eq!(enforcement(&[], &["apps"]), Enforcement::Unknown);
    let calico = daemon_set("calico-node", &[("calico-node", "calico/node:v3.29.1")]);
    let both = examined(&[flannel, calico], &["crd.projectcalico.org"]);
    assert_eq!((&both.enforcement, both.left_over.len()), (&Enforcement::By(vec![Plugin::Calico]), 0));
}

#[test]
fn several_engines_are_no_engine() {
    let cilium = daemon_set("cilium", &[("cilium-agent", "quay.io/cilium/cilium:v1.14.2")]);
    let calico = daemon_set("calico-node", &[("calico-node", "calico/node:v3.29.1")]);
    let only = examined(std::slice::from_ref(&cilium), &[]);
    assert_eq!(only.engine(), Some((Engine::Cilium, Version::read("1.14.2"))));
    assert!(only.differences.iter().any(|difference| difference.about == "endPort"), "{:?}", only.differences);
    assert_eq!(examined(&[cilium, calico], &[]).engine(), None);
}

#[test]
fn an_api_server_has_the_same_ports_at_all_addresses() {
    let slice = |name: &str, address: &str, port: u16| {
        json!({
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {
                "name": name,
                "namespace": "default",
                "labels": { "kubernetes.io/service-name": "kubernetes" },
            },
            "endpoints": [{ "addresses": [address] }],
            "ports": [{ "name": "https", "port": port, "protocol": "TCP" }],
        })
    };
    let server = |slices: &[Value]| examined(slices, &[]).api_server;
    let same = server(&[slice("a", "172.18.0.2", 6443), slice("b", "fc00::2", 6443)]).expect("one server");
    assert_eq!((same.addresses.len(), same.ports.len()), (2, 1));
    let other = server(&[slice("a", "172.18.0.2", 6443), slice("b", "fc00::2", 443)]);
    assert_eq!(other, Err(Unknown::PortsDiffer));
}

#[test]
fn the_pod_cidr_of_a_node_counts_only_where_pods_keep_to_it() {
    let node = json!({
        "apiVersion": "v1", "kind": "Node", "metadata": { "name": "a" }, "spec": { "podCIDR": "10.244.0.0/24" },
    });
    let pod = |name: &str, address: &str| {
        json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": { "name": name, "namespace": "shop" },
            "spec": { "containers": [] }, "status": { "podIPs": [{ "ip": address }] },
        })
    };
    let pod_cidr = |objects: &[Value]| examined(objects, &[]).pod_cidr;
    assert_eq!(pod_cidr(std::slice::from_ref(&node)), Err(Unknown::None("addresses of pods")));
    let (inside, outside) = (pod("inside", "10.244.0.9"), pod("outside", "10.0.0.9"));
    let range = "10.244.0.0/24".parse().expect("a network");
    assert_eq!(pod_cidr(&[node.clone(), inside.clone()]), Ok(vec![range]));
    assert_eq!(pod_cidr(&[node, inside, outside]), Err(Unknown::PodsOutside(1, 2)));
}
