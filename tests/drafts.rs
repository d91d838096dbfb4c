//! Whatever manifests say, a draft of them checks, and every pod that it speaks of is selected once.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files"
)]

use std::fs;

use npgen::backend::Kubernetes;
use npgen::cli;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Names that people give, and some that no API server takes.
fn name() -> impl Strategy<Value = String> {
    let names =
        vec!["web", "redis", "cart", "namespace", "default-deny", "group-x", "a.b", "Web_App", "-", "ü", "a\u{202e}b"];
    prop_oneof![12 => select(names).prop_map(str::to_owned), 1 => Just("long".repeat(70))]
}

fn namespace() -> impl Strategy<Value = &'static str> {
    select(vec!["shop", "shop", "bank", "kube-system", "", "../up", "Shop"])
}

fn labels() -> impl Strategy<Value = Value> {
    let key = select(vec!["app", "app.kubernetes.io/name", "role", "no label", "A/b"]);
    let value = prop_oneof![3 => name(), 1 => select(vec!["", "x y"]).prop_map(str::to_owned)];
    proptest::collection::btree_map(key, value, 0..4).prop_map(|labels| json!(labels))
}

fn port(number: &'static str, names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let numbers = select(vec![53, 80, 8080, 9090]);
    (numbers, select(vec!["TCP", "UDP", "SCTP"]), select(names)).prop_map(move |(port, protocol, name)| {
        let unnamed = json!({ number: port, "protocol": protocol });
        let named = json!({ number: port, "protocol": protocol, "name": name });
        if name.is_empty() { unnamed } else { named }
    })
}

/// Texts that name a service, or look so.
fn text() -> impl Strategy<Value = String> {
    let rest =
        vec![":80", "", ".shop:8080", ".bank.svc.cluster.local", "-0.redis:53", "://cart", "=web:80", "\u{7f}", "\"\\"];
    (select(vec!["", "http://", "--host=", "nc ", "$(REDIS_SERVICE_HOST):"]), name(), select(rest))
        .prop_map(|(before, name, behind)| format!("{before}{name}{behind}"))
}

fn workload() -> impl Strategy<Value = Value> {
    let kinds = vec!["Deployment", "StatefulSet", "DaemonSet", "Job", "Pod"];
    let ports =
        proptest::collection::vec(port("containerPort", &["", "http", "any", "HTTP", "name-of-17-chars-"]), 0..3);
    let variables = proptest::collection::vec((select(vec!["A_HOST", "URL", "a\u{85}b"]), text()), 0..3);
    (select(kinds), name(), namespace(), labels(), any::<(bool, bool)>(), ports, variables).prop_map(
        |(kind, name, namespace, labels, (selects, host), ports, variables)| {
            let env: Vec<Value> =
                variables.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
            let spec = json!({ "hostNetwork": host, "containers": [{ "name": "main", "ports": ports, "env": env }] });
            let metadata = json!({ "name": name, "namespace": namespace });
            if kind == "Pod" {
                let metadata = json!({ "name": name, "namespace": namespace, "labels": labels });
                return json!({ "apiVersion": "v1", "kind": kind, "metadata": metadata, "spec": spec });
            }
            let template = json!({ "metadata": { "labels": labels }, "spec": spec });
            let selector = if selects { json!({ "matchLabels": labels }) } else { json!({}) };
            let group = if kind == "Job" { "batch/v1" } else { "apps/v1" };
            let spec = json!({ "selector": selector, "template": template });
            json!({ "apiVersion": group, "kind": kind, "metadata": metadata, "spec": spec })
        },
    )
}

fn service() -> impl Strategy<Value = Value> {
    let ports = proptest::collection::vec(port("port", &["", "http", "grpc", "far-too-long-for-a-port"]), 1..3);
    (name(), namespace(), labels(), any::<bool>(), ports).prop_map(|(name, namespace, selector, headless, ports)| {
        let address = if headless { "None" } else { "10.96.0.1" };
        json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": { "name": name, "namespace": namespace },
            "spec": { "clusterIP": address, "selector": selector, "ports": ports },
        })
    })
}

/// Runs npgen in this process: whether all was well, and what it said.
fn npgen(arguments: &[&str]) -> (bool, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = cli::run(["npgen"].iter().chain(arguments), &Kubernetes, &mut stdout, &mut stderr);
    (code == 0, String::from_utf8(stderr).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_draft_checks(
        workloads in proptest::collection::vec(workload(), 1..7),
        services in proptest::collection::vec(service(), 0..5),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let manifests = dir.path().join("manifests.json");
        let items: Vec<Value> = workloads.into_iter().chain(services).collect();
        let list = json!({ "apiVersion": "v1", "kind": "List", "items": items });
        fs::write(&manifests, list.to_string()).unwrap();
        let project = dir.path().join("project");
        let (manifests, at) = (manifests.to_str().unwrap(), project.to_str().unwrap());

        let (drafted, said) = npgen(&["init", "--project", at, "--from", manifests, "--namespace", "shop"]);
        prop_assert_eq!(drafted, project.exists());
        prop_assume!(drafted || said.contains("a graph could speak of"), "{}", said);
        if drafted {
            let (checks, said) = npgen(&["check", "--project", at]);
            let text = fs::read_to_string(project.join("npgen.toml")).unwrap();
            let files = fs::read_dir(project.join("intents")).unwrap();
            let intents: Vec<String> = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
            prop_assert!(checks, "{said}\n{list}\n{text}{}", intents.concat());
        }
    }
}
