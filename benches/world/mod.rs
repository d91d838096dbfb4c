//! A made-up cluster of any size, as manifests.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::draw::Random;

/// Workloads with calls among them: each namespace has so many, each calls six others and is isolated both ways.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) edges: usize,
    /// By workload, whom it calls and on which port.
    pub(crate) calls: Vec<Vec<(usize, u16)>>,
    /// By workload, who calls it and on which port.
    pub(crate) callers: Vec<Vec<(usize, u16)>>,
}

pub(crate) const PER_NAMESPACE: usize = 20;
const PORTS: [u16; 5] = [8080, 8443, 9090, 9091, 5432];

impl World {
    pub(crate) fn new(workloads: usize, edges: usize) -> Self {
        let mut random = Random::new();
        let (mut calls, mut callers) = (vec![Vec::new(); workloads], vec![Vec::new(); workloads]);
        for edge in 0..edges {
            let (caller, callee) = (edge * workloads / edges, random.below(workloads));
            let port = PORTS[random.below(PORTS.len())];
            calls[caller].push((callee, port));
            callers[callee].push((caller, port));
        }
        Self { edges, calls, callers }
    }

    pub(crate) fn workloads(&self) -> usize {
        self.calls.len()
    }

    /// A file for each namespace.
    pub(crate) fn write_yaml(&self, folder: &Path) {
        fs::create_dir(folder).unwrap();
        for first in (0..self.workloads()).step_by(PER_NAMESPACE) {
            let mut text = format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {}\n", namespace(first));
            for workload in first..self.workloads().min(first + PER_NAMESPACE) {
                let (namespace, name) = (namespace(workload), name(workload));
                let _ = write!(
                    text,
                    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  namespace: {namespace}\n\
                     spec:\n  selector:\n    matchLabels:\n      app: {name}\n  template:\n    metadata:\n      labels:\n        \
                     app: {name}\n    spec:\n      containers:\n      - name: main\n        image: main:1\n"
                );
            }
            for policy in self.policies(first) {
                text += "---\n";
                text += &serde_yaml::to_string(&policy).unwrap();
            }
            fs::write(folder.join(format!("{}.yaml", namespace(first))), text).unwrap();
        }
    }

    /// The policies of one namespace, as objects: each workload's, and the default deny.
    pub(crate) fn policies(&self, first: usize) -> Vec<serde_json::Value> {
        let rule = |end: &str, (other, port): &(usize, u16)| {
            serde_json::json!({
                end: [{
                    "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace(*other) } },
                    "podSelector": { "matchLabels": { "app": name(*other) } },
                }],
                "ports": [{ "port": port, "protocol": "TCP" }],
            })
        };
        let dns = serde_json::json!({
            "to": [{ "namespaceSelector": {}, "podSelector": { "matchLabels": { "k8s-app": "kube-dns" } } }],
            "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }],
        });
        let object = |name: &str, selector: serde_json::Value, ingress: Vec<_>, egress: Vec<_>| {
            serde_json::json!({
                "apiVersion": "networking.k8s.io/v1",
                "kind": "NetworkPolicy",
                "metadata": { "name": name, "namespace": namespace(first) },
                "spec": { "podSelector": selector, "policyTypes": ["Ingress", "Egress"], "ingress": ingress, "egress": egress },
            })
        };
        let own = |workload: usize| {
            let ingress = self.callers[workload].iter().map(|call| rule("from", call)).collect();
            let egress = self.calls[workload].iter().map(|call| rule("to", call)).chain([dns.clone()]).collect();
            object(&name(workload), serde_json::json!({ "matchLabels": { "app": name(workload) } }), ingress, egress)
        };
        let workloads = first..self.workloads().min(first + PER_NAMESPACE);
        let deny = object("default-deny", serde_json::json!({}), Vec::new(), Vec::new());
        workloads.map(own).chain([deny]).collect()
    }
}

pub(crate) fn namespace(workload: usize) -> String {
    format!("team-{:05}", workload / PER_NAMESPACE)
}

pub(crate) fn name(workload: usize) -> String {
    format!("svc-{workload:06}")
}
