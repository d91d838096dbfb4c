//! Every mutation of a live policy that changes what it lets through is seen, and where.

use std::fs;

use npgen::manifest::emit::json::json;
use npgen::manifest::read::canonical;
use serde_json::Value as Json;

use crate::cluster::{Cluster, namespace, pod};
use crate::world::mutation::{Kind, mutants};

/// A shop in which everything that can be mutated occurs. Each connection is held at one end only, so that the other one
/// does not hide what becomes of it.
const SHOP: &str = r#"
namespace = "shop"

[namespaces.shop]
isolate = ["egress"]

[services.web]
pods = "app=web"
calls = ["cart:http", "cart:metrics", "bank:443", "@namespace/tools:7000-7002"]

[services.cart]
pods = "app=cart"
ports = { http = 8080, metrics = 9100 }

[namespaces.back]
isolate = ["ingress"]

[services.books]
namespace = "back"
pods = "app=books"
ports = { many = "9090-9092", one = 9095 }
callers = ["@namespace/tools:many", "@namespace/tools:one", "bank:one"]

[namespaces.tools]
isolate = []

[externals.bank]
cidr = ["192.0.2.0/24"]
except = ["192.0.2.128/25"]
"#;

#[test]
#[ignore = "needs go and kubectl"]
fn every_mutation_of_a_live_policy_is_seen() {
    let mut cluster = Cluster::start();
    cluster.create_all(["shop", "back", "tools"].map(namespace));
    let pods = [
        ("shop", "web"),
        ("shop", "cart"),
        ("shop", "other"),
        ("back", "books"),
        ("back", "other"),
        ("tools", "tool"),
        ("tools", "cart"),
    ];
    for (number, (namespace, app)) in (1..).zip(pods) {
        cluster.create(&pod(namespace, &format!("{app}-1"), app, number));
    }
    let project = cluster.project(SHOP);
    let built = cluster.npgen(&project, &["build"]);
    assert_eq!(built.code, 0, "{built:?}");
    let mut files = Vec::new();
    for namespace in ["shop", "back"] {
        for file in fs::read_dir(project.join("out").join(namespace)).unwrap() {
            let path = file.unwrap().path();
            if !path.ends_with("kustomization.yaml") {
                files.push(fs::read(path).unwrap());
            }
        }
    }
    let originals: Vec<Json> = files.iter().map(|bytes| json(&canonical::read(bytes).unwrap())).collect();
    cluster.create_all(originals.iter().cloned());
    assert_eq!(cluster.npgen(&project, &["diff", "--live"]).code, 0);

    let (mut seen, mut unchanged, mut untold) = (0, 0, Vec::new());
    for (bytes, original) in files.iter().zip(&originals) {
        for (kind, mutants) in mutants(&canonical::read(bytes).unwrap()) {
            for mutant in mutants {
                let put = cluster.put(&json(&mutant.policy));
                let ran = cluster.npgen(&project, &["diff", "--live", "--output", "json"]);
                let told = ran.json();
                let object = &told["objects"]["list"];
                let connections = told["connections"]["changes"].as_array().unwrap();
                // What is left out may be what the server fills in.
                if kind == Kind::SaidTwice || put["spec"] == original["spec"] {
                    assert_eq!(connections.len(), 0, "{kind:?} changes nothing: {}", mutant_text(&mutant.policy));
                    unchanged += 1;
                } else {
                    assert_eq!(ran.code, 1, "{kind:?}: {}", mutant_text(&mutant.policy));
                    assert_eq!(object[0]["name"], original["metadata"]["name"], "{kind:?}");
                    seen += usize::from(!connections.is_empty());
                    if connections.is_empty() {
                        untold.push(format!("{kind:?}: {}", mutant_text(&mutant.policy)));
                    }
                    is_right(&told, original, kind);
                }
            }
        }
        cluster.put(original);
    }
    assert!(untold.is_empty(), "no connection differs:\n{}", untold.join("\n"));
    println!("{seen} mutants whose connections were told, {unchanged} that change nothing");
    assert!(seen >= 30 && unchanged >= 5, "{seen} {unchanged}");
}

/// Each change is decided at pods of the namespace of the policy, in a direction that the policy judges.
fn is_right(told: &Json, original: &Json, kind: Kind) {
    let namespace = original["metadata"]["namespace"].as_str().unwrap();
    for change in told["connections"]["changes"].as_array().unwrap() {
        for end in change["ends"].as_array().unwrap() {
            let who = if end["direction"] == "egress" { &change["source"] } else { &change["destination"] };
            let who = who["name"].as_str().unwrap();
            assert!(who.starts_with(&format!("{namespace}/")), "{kind:?}: {change}");
        }
        assert!(!change["ends"].as_array().unwrap().is_empty(), "{kind:?}: {change}");
    }
}

fn mutant_text(policy: &npgen::manifest::Node<'_>) -> String {
    json(policy).to_string()
}
