//! `npgen krm` by itself: what comes in on stdin, and what goes out.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::{Place, Ran, policies, root};

/// Runs the function with this on its stdin.
fn krm(place: &Place, list: &str) -> Ran {
    let piped = || Stdio::piped();
    let mut command = place.command("npgen");
    command.args(["--color", "never", "krm"]).stdin(piped()).stdout(piped()).stderr(piped());
    let mut child = command.spawn().expect("npgen runs");
    child.stdin.take().expect("a pipe").write_all(list.as_bytes()).expect("npgen reads it");
    let output = child.wait_with_output().expect("npgen ends");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ran { code: output.status.code().expect("a code"), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn list(function_config: &Value, items: &Value) -> String {
    json!({
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "functionConfig": function_config,
        "items": items,
    })
    .to_string()
}

#[test]
fn the_list_comes_back_with_every_policy_and_what_was_proved() {
    let place = Place::new();
    let pod = json!({ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a" } });
    let ran = krm(&place, &list(&Value::Null, &json!([pod])));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let out: Value = serde_json::from_str(&ran.stdout).expect("JSON for JSON");
    let items = out["items"].as_array().expect("items");
    assert_eq!(items[0], pod);
    let mut made = items[1..].to_vec();
    made.sort_by_key(|object| format!("{} {}", object["kind"], object["metadata"]));
    assert_eq!(made, policies(&place.stdout_of("npgen build --stdout")));
    assert_eq!(out["results"][0], json!({ "message": "proved 2 namespaces, 17 policies", "severity": "info" }));
    assert_eq!(
        krm(&place, &ran.stdout).stdout.replace("0 new", "17 new").replace("17 unchanged", "0 unchanged"),
        ran.stdout
    );
}

/// The applications whose manifests are put into lists.
const APPLICATIONS: [&str; 3] = ["bank-of-anthos", "online-boutique", "sock-shop"];

/// Every manifest of these applications as the item of a list in block style, so far behind its dash.
fn real_items(blanks: usize) -> Vec<String> {
    let mut items = Vec::new();
    for application in APPLICATIONS {
        let folder = root().join("tests/projects").join(application).join("manifests");
        for file in fs::read_dir(folder).expect("a folder") {
            let text = fs::read_to_string(file.expect("a file").path()).expect("text");
            items.extend(text.split("---\n").filter_map(|document| item(document, &" ".repeat(blanks))));
        }
    }
    items
}

/// A document in the lines of an item; `None` where it holds nothing but comments.
fn item(document: &str, blanks: &str) -> Option<String> {
    let mut lines = document.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
    let first = format!("-{blanks}{}\n", lines.next()?);
    let margin = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!(" {blanks}{line}\n") };
    Some(first + &lines.map(margin).collect::<String>())
}

#[test]
fn manifests_of_real_applications_keep_every_byte() {
    let place = Place::new();
    for blanks in [1, 3] {
        let items = real_items(blanks);
        assert!(items.len() > 90, "{}", items.len());
        let list = format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n{}", items.concat());
        let ran = krm(&place, &list);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for item in items {
            let kept = item.trim_start_matches('-').trim();
            assert!(ran.stdout.contains(kept), "{kept}\n--- is not as it was");
        }
    }
}

#[test]
fn what_is_wrong_in_the_graph_is_in_the_results_and_nothing_else_changes() {
    let place = Place::new();
    place.replace("intents/cart.toml", "\"redis-cart\", why", "\"redis-crat\", why");
    let config =
        json!({ "apiVersion": "npgen.dev/v1", "kind": "NetworkPolicies", "spec": { "project": "../project" } });
    let ran = krm(&place, &list(&config, &json!([])));
    assert_eq!(ran.code, 2);
    let out: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&out["items"], &out["functionConfig"]), (&json!([]), &config));
    let result = &out["results"][0];
    assert_eq!((&result["severity"], &result["tags"]["rule"]), (&json!("error"), &json!("unknown-name")));
    assert_eq!(
        (&result["file"]["path"], &result["tags"]["line"]),
        (&json!("../project/intents/cart.toml"), &json!("8"))
    );
    assert!(ran.stderr.contains("error[unknown-name]"), "{}", ran.stderr);
}

#[test]
fn a_policy_of_someone_else_is_never_replaced() {
    let place = Place::new();
    let metadata = json!({ "name": "npgen-frontend", "namespace": "boutique" });
    let policy = json!({ "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata });
    let ran = krm(&place, &list(&Value::Null, &json!([policy])));
    assert_eq!(ran.code, 2);
    let out: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(out["items"], json!([policy]));
    assert!(ran.stderr.contains("`boutique/npgen-frontend` is there already, and is not npgen's"), "{}", ran.stderr);
}

#[test]
fn what_is_no_list_is_refused() {
    let place = Place::new();
    for text in ["", "kind: List\nitems: []\n", "- a\n", "apiVersion: [\n", "\u{1}"] {
        let ran = krm(&place, text);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text}");
        assert!(ran.stderr.contains("<stdin>"), "{text}: {}", ran.stderr);
    }
}
