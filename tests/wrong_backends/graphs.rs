//! Backends that misunderstand the graph: each makes, without a fault, what another graph means.

use npgen::backend::compile::Compiler;
use npgen::backend::{Backend, OutFile, Prepared, lower, write};
use npgen::diagnostic::Diagnostics;
use npgen::graph::{End, Graph, NamespaceId, Prefix, Stage};
use npgen::profile::Mesh;
use npgen::sets::Directions;

/// A project in which services isolate, a stage is off, and nodes, namespaces and groups by label call.
pub(crate) const NPGEN_TOML: &str = r#"
language = 1

[profile]
pod_cidr = ["10.244.0.0/16"]
node_cidr = ["172.18.0.0/16"]

[clusters.prod]
"#;

pub(crate) const INTENTS: &str = r#"
[services.web]
namespace = "shop"
pods = { app = "web" }
ports = [8080]
isolate = ["egress"]
calls = ["kube/agent"]

[services.db]
namespace = "shop"
pods = { tier = "back" }
ports = [5432]
calls = ["shop/web"]

[services.agent]
namespace = "kube"
host_network = true
ports = [9100]
calls = ["shop/db"]

[groups.prod]
namespaces = { env = "prod" }
pods = { log = "yes" }
calls = ["shop/web:8080"]

[namespaces.shop]
isolate = ["ingress"]
labels = { env = "prod" }
calls = ["shop/db"]

[namespaces.old]
isolate = ["ingress", "egress"]
stage = "off"
labels = { env = false }

[namespaces.new]
isolate = ["ingress", "egress"]
labels = { env = false }
calls = ["shop/web"]
"#;

/// A backend to which the graph is another one.
pub(crate) struct Misunderstood(pub(crate) fn(&mut Graph));

struct PreparedOther(Graph);

impl Backend for Misunderstood {
    fn prepare<'a>(&'a self, graph: &'a Graph) -> Box<dyn Prepared + 'a> {
        let mut other = graph.clone();
        (self.0)(&mut other);
        Box::new(PreparedOther(other))
    }
}

impl Prepared for PreparedOther {
    fn files(&self, namespace: NamespaceId, found: &mut Diagnostics) -> Vec<OutFile> {
        let path = self.0.folder(&self.0.namespace(namespace).unwrap().name);
        let policies = Compiler::new(&self.0).policies(namespace);
        let folder = lower::kubernetes::folder(&path, &policies, found);
        write::documents(&folder).iter().map(write::file).collect()
    }
}

/// How a graph is misunderstood.
type Misreading = fn(&mut Graph);

/// Every misunderstanding, each as the end of "a backend that".
pub(crate) fn all() -> Vec<(&'static str, Misreading)> {
    vec![
        ("ignores that a stage is off", |graph| each_namespace(graph, |namespace| namespace.stage = Stage::Enforce)),
        ("takes every stage for off", |graph| each_namespace(graph, |namespace| namespace.stage = Stage::Off)),
        ("forgets that services isolate", |graph| {
            graph.services.iter_mut().for_each(|service| service.isolates = Directions::NONE);
        }),
        ("isolates all pods where a service isolates its own", |graph| {
            each_namespace(graph, |namespace| namespace.isolated = Directions::BOTH);
        }),
        ("takes pods on the host network for others", |graph| {
            graph.services.iter_mut().for_each(|service| service.host_network = false);
        }),
        ("takes all pods for pods on the host network", |graph| {
            graph.services.iter_mut().for_each(|service| service.host_network = true);
        }),
        ("has the pods of a group by label everywhere", |graph| {
            let labels = graph.namespaces.iter().find(|namespace| &*namespace.name == "shop").unwrap().labels.clone();
            graph.namespaces.iter_mut().for_each(|namespace| namespace.labels = labels.clone());
        }),
        ("has the pods of a group by label nowhere", |graph| {
            each_namespace(graph, |namespace| namespace.labels.clear());
        }),
        ("forgets the halves of namespaces", |graph| {
            graph.edges.retain(|edge| !matches!(edge.caller, End::Namespace(_)));
        }),
        ("takes other machines for nodes", |graph| {
            graph.profile.node_cidr = Some(vec!["172.16.0.0/12".parse().unwrap()]);
        }),
        ("lets nobody ask for names", |graph| graph.dns = None),
        ("lets a service answer for names", |graph| {
            graph.dns.as_mut().unwrap().end = graph.edges.iter().map(|edge| edge.callee.clone()).next().unwrap();
        }),
        ("opens the tunnel of a mesh that is not there", |graph| graph.profile.mesh = Mesh::IstioAmbient),
        ("writes into another cluster's folder", |graph| graph.cluster = Some("test".into())),
        ("writes beside the clusters' folders", |graph| graph.cluster = None),
        ("names objects otherwise", |graph| graph.prefix = Prefix::new("other-")),
    ]
}

fn each_namespace(graph: &mut Graph, change: fn(&mut npgen::graph::Namespace)) {
    graph.namespaces.iter_mut().filter(|namespace| namespace.governed).for_each(change);
}
