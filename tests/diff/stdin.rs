//! The graph against what `kubectl get -o json` prints: `npgen diff -`.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::repository::BEFORE;

fn project() -> TempDir {
    let project = TempDir::new().expect("a folder");
    fs::create_dir(project.path().join("intents")).expect("a folder");
    fs::write(project.path().join("intents/shop.toml"), BEFORE).expect("a file");
    project
}

/// Runs npgen in a project with this on its stdin: the exit code, and both streams.
fn npgen(project: &Path, arguments: &[&str], stdin: &str) -> (Option<i32>, String, String) {
    let mut npgen = Command::new(env!("CARGO_BIN_EXE_npgen"));
    npgen.args(arguments).current_dir(project);
    npgen.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut npgen = npgen.spawn().expect("it was built");
    npgen.stdin.take().expect("a pipe").write_all(stdin.as_bytes()).expect("npgen reads it");
    let ran = npgen.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

/// What npgen builds, as kubectl lists it.
fn listed(project: &Path) -> Value {
    let (code, built, errors) = npgen(project, &["build", "--stdout"], "");
    assert_eq!(code, Some(0), "{errors}");
    let objects = serde_yaml::Deserializer::from_str(&built).map(|object| Value::deserialize(object).expect("YAML"));
    let mut policies: Vec<Value> = objects.filter(|object| object["kind"] == "NetworkPolicy").collect();
    for policy in &mut policies {
        let metadata = policy.pointer_mut("/metadata").and_then(Value::as_object_mut).expect("metadata");
        let set = [("uid", "0a4f"), ("resourceVersion", "7"), ("creationTimestamp", "2026-01-01T00:00:00Z")];
        metadata.extend(set.map(|(key, value)| (key.to_owned(), json!(value))));
    }
    json!({ "apiVersion": "v1", "items": policies, "kind": "List", "metadata": { "resourceVersion": "" } })
}

#[test]
fn what_kubectl_lists_is_compared() {
    let project = project();
    let mut list = listed(project.path());
    let (code, same, errors) = npgen(project.path(), &["diff", "-"], &list.to_string());
    assert_eq!((code, &*errors), (Some(0), ""), "{same}");

    let items = list.pointer_mut("/items").and_then(Value::as_array_mut).expect("a list");
    let cart =
        items.iter().position(|policy| policy["metadata"]["name"] == "npgen-cart").expect("a policy of the cart");
    items.remove(cart);
    let (code, differs, _) = npgen(project.path(), &["diff", "-"], &list.to_string());
    assert_eq!(code, Some(1));
    assert!(differs.contains("opened: shop/web[Service] => shop/cart[Service] : TCP 8080"), "{differs}");
    assert!(differs.contains("created: networkpolicy.networking.k8s.io/shop/npgen-cart"), "{differs}");
}

#[test]
fn what_is_cut_short_is_trouble() {
    let project = project();
    let list = listed(project.path()).to_string();
    let (code, out, errors) = npgen(project.path(), &["diff", "-"], list.get(..list.len() / 2).expect("ASCII"));
    assert_eq!((code, &*out), (Some(2), ""));
    assert!(errors.contains("<stdin>"), "{errors}");
}
