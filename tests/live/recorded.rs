//! What is recorded of a cluster: enough to look at it again without it, and nothing that is nobody's business.

use std::fs;

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, namespace, open_policy, pod};

#[test]
#[ignore = "needs go and kubectl"]
fn a_record_says_what_the_cluster_said_and_has_no_secrets() {
    let mut cluster = Cluster::start();
    cluster.create_all([namespace("shop"), namespace("other")]);
    let mut web = pod("shop", "web-1", "web", 1);
    web["metadata"]["annotations"] = json!({ "somebody.example/token": "not-to-be-seen" });
    web["spec"]["containers"][0]["args"] = json!(["--password=not-to-be-seen"]);
    cluster.create_all([web, pod("other", "tool-1", "tool", 2)]);
    let mut policy = open_policy("shop", "in", "web");
    policy["metadata"]["annotations"] = json!({ "somebody.example/note": "not-to-be-seen" });
    cluster.create(&policy);
    cluster.create(&json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": { "name": "keys", "namespace": "shop" },
        "stringData": { "key": "not-to-be-seen" },
    }));
    let project = cluster.project("namespace = \"shop\"\n[services.web]\npods = \"app=web\"\n");
    let live = cluster.npgen(&project, &["diff", "--live", "--record", "cluster.json", "--output", "json"]);
    assert_eq!(live.code, 1, "{live:?}");
    let record = fs::read_to_string(project.join("cluster.json")).unwrap();
    assert!(!record.contains("not-to-be-seen") && !record.contains("keys"), "{record}");
    assert!(!record.contains(&cluster.server.ready.token));
    let again = cluster.npgen(&project, &["diff", "--replay", "cluster.json", "--output", "json"]);
    assert_eq!((again.code, without_places(again.json())), (1, without_places(live.json())));
    let lines: Vec<&str> = record.lines().collect();
    let (all_but_last, all_but_second) =
        (lines[..lines.len() - 1].join("\n"), [&lines[..1], &lines[2..]].concat().join("\n"));
    for (broken, why) in [
        (format!("{all_but_last}\n"), "cut short"),
        (record.get(..record.len() / 2).unwrap().to_owned(), "cut short"),
        (format!("{all_but_second}\n"), "was changed"),
        ("{}\n".to_owned(), "no snapshot"),
        (String::new(), "no snapshot"),
    ] {
        fs::write(project.join("broken.json"), &broken).unwrap();
        let ran = cluster.npgen(&project, &["diff", "--replay", "broken.json"]);
        assert!(ran.code == 2 && ran.stdout.is_empty() && ran.stderr.contains(why), "{why}: {ran:?}");
    }
}

/// Without places: lines of a file are the only difference.
fn without_places(mut told: Json) -> Json {
    match &mut told {
        Json::Object(entries) => {
            entries.remove("place");
            entries.values_mut().for_each(|value| *value = without_places(value.take()));
        }
        Json::Array(items) => items.iter_mut().for_each(|item| *item = without_places(item.take())),
        _ => {}
    }
    told
}
