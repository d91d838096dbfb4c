//! Whatever else may be in a cluster: policies of others, edits, pods of every kind.

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, Ran, deployed, namespace, open_policy, pod};

/// A shop in which `web` may call `cart`, and nobody else anybody.
const SHOP: &str = r#"
namespace = "shop"
owner = "team-shop"

[services.web]
pods = "app=web"
calls = [{ to = "cart:8080", why = "what is in it" }]

[services.cart]
pods = "app=cart"
ports = { http = 8080 }
"#;

/// The shop as it should be: its pods run, and the policies are applied.
fn shop() -> (Cluster, std::path::PathBuf) {
    let mut cluster = Cluster::start();
    cluster.create_all([namespace("shop"), namespace("other")]);
    cluster.create_all([
        pod("shop", "web-1", "web", 1),
        pod("shop", "cart-1", "cart", 2),
        pod("other", "tool-1", "tool", 3),
    ]);
    let project = cluster.project(SHOP);
    let built = cluster.npgen(&project, &["build"]);
    assert_eq!(built.code, 0, "{built:?}");
    for file in ["default-deny", "web", "cart"] {
        let path = project.join(format!("out/shop/{file}.yaml"));
        cluster.kubectl(&["apply", "--filename", path.to_str().unwrap()]);
    }
    let same = diff(&cluster, &project);
    assert_eq!(same.code, 0, "{same:?}");
    (cluster, project)
}

fn diff(cluster: &Cluster, project: &std::path::Path) -> Ran {
    cluster.npgen(project, &["diff", "--live", "--output", "json"])
}

/// The changes of a list, as `KIND SOURCE => DESTINATION`.
fn changes(list: &Json) -> Vec<String> {
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let changes = list["changes"].as_array().expect("changes").iter();
    changes
        .map(|change| {
            format!(
                "{} {} => {}",
                text(&change["kind"]),
                text(&change["source"]["name"]),
                text(&change["destination"]["name"])
            )
        })
        .collect()
}

#[test]
#[ignore = "needs go and kubectl"]
fn policies_of_others_are_a_section_of_their_own() {
    let (mut cluster, project) = shop();
    cluster.create(&open_policy("shop", "everybody-in", "cart"));
    let ran = diff(&cluster, &project);
    let told = ran.json();
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(changes(&told["connections"]), Vec::<String>::new(), "applying the graph would not change it");
    assert_eq!(told["objects"]["list"], json!([]));
    let beside = changes(&told["live"]["others"]);
    assert!(beside.contains(&"opened other/tool-1[Pod] => shop/cart-1[Pod]".to_owned()), "{beside:?}");
    assert!(beside.contains(&"opened 0.0.0.0/0,::/0 => shop/cart-1[Pod]".to_owned()), "{beside:?}");
    let by = &told["live"]["others"]["changes"][0]["ends"][0]["after"];
    assert!(by.to_string().contains("shop/everybody-in"), "{by}");
    // The reviewer who only wants to know what npgen's own policies would open is told of this too.
    assert_eq!(cluster.npgen(&project, &["diff", "--live", "--fail-on", "opened"]).code, 1);
    let text = cluster.npgen(&project, &["diff", "--live", "--only", "connections"]).stdout;
    assert!(text.contains("NetworkPolicy shop/everybody-in"), "{text}");
}

#[test]
#[ignore = "needs go and kubectl"]
fn a_policy_of_others_that_closes_what_the_graph_opens_is_told() {
    let (mut cluster, project) = shop();
    let mut deny = open_policy("other", "nothing-out", "tool");
    deny["spec"] = json!({ "podSelector": {}, "policyTypes": ["Egress"] });
    cluster.create(&deny);
    let ran = diff(&cluster, &project);
    assert_eq!(changes(&ran.json()["live"]["others"]), Vec::<String>::new(), "the graph does not speak of it");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
#[ignore = "needs go and kubectl"]
fn what_is_gone_edited_or_too_much_is_told() {
    let (mut cluster, project) = shop();
    let patch = r#"{"spec":{"egress":[{}]}}"#;
    cluster.kubectl(&["patch", "--namespace", "shop", "networkpolicies", "npgen-web", "--patch", patch]);
    cluster.kubectl(&["delete", "--namespace", "shop", "networkpolicies", "npgen-cart"]);
    let mut old = open_policy("shop", "npgen-old", "old");
    old["metadata"]["labels"] = json!({ "app.kubernetes.io/managed-by": "npgen" });
    cluster.create(&old);
    let mut elsewhere = open_policy("other", "npgen-tool", "tool");
    elsewhere["metadata"]["labels"] = json!({ "app.kubernetes.io/managed-by": "npgen" });
    cluster.create(&elsewhere);
    let ran = diff(&cluster, &project);
    let told = ran.json();
    assert_eq!(ran.code, 1);
    let policy = |name: &str| format!("networkpolicy.networking.k8s.io/shop/{name}");
    assert_eq!(told["live"]["unwanted"], json!([policy("npgen-old")]));
    let another = "does not govern, taken for another project's: networkpolicy.networking.k8s.io/other/npgen-tool";
    assert!(ran.stderr.contains(another), "{}", ran.stderr);
    assert_eq!(told["live"]["edited"], json!([{ "object": policy("npgen-web"), "by": "kubectl-patch" }]));
    let fates: Vec<String> = told["objects"]["list"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["fate"], one["name"]))
        .collect();
    assert_eq!(fates, ["\"created\" \"npgen-cart\"", "\"deleted\" \"npgen-old\"", "\"changed\" \"npgen-web\""]);
    let changes = changes(&told["connections"]);
    assert!(changes.contains(&"opened shop/web-1[Pod] => shop/cart-1[Pod]".to_owned()), "{changes:?}");
    let markdown = cluster.npgen(&project, &["diff", "--live", "--output", "markdown"]).stdout;
    assert!(markdown.contains("was edited, last by `kubectl-patch`"), "{markdown}");
    assert!(markdown.contains("npgen-old` is npgen's, and the graph does not make it"), "{markdown}");
}

/// Pods that are there and count, or are there and do not.
#[test]
#[ignore = "needs go and kubectl"]
fn pods_of_every_kind_are_seen_as_they_are() {
    let (mut cluster, project) = shop();
    let mut host = pod("shop", "agent-1", "agent", 10);
    host["spec"]["hostNetwork"] = json!(true);
    host["spec"]["containers"][0]["ports"][0]["hostPort"] = json!(8080);
    let mut finished = pod("shop", "job-1", "job", 11);
    finished["status"]["phase"] = json!("Succeeded");
    let mut pending = pod("other", "late-1", "late", 12);
    pending["status"] = json!({ "phase": "Pending" });
    cluster.create_all([host, finished, pending]);
    cluster.create_all(deployed("other", "api", 13));
    cluster.create_all([pod("other", "free-1", "free", 14), pod("shop", "lost-1", "lost", 15)]);
    let ran = cluster.npgen(&project, &["connections", "--live", "--output", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let text = ran.stdout;
    assert!(text.contains("shop/agent-1[Pod]") && text.contains("other/late-1[Pod]"), "{text}");
    assert!(text.contains("other/api[Deployment]"), "the topmost owner names them: {text}");
    assert!(!text.contains("job-1"), "it ran to its end: {text}");
    assert!(text.contains("other/free-1[Pod]"), "{text}");
    let covered = cluster.npgen(&project, &["coverage", "--live", "--output", "json"]).json();
    assert!(!covered.to_string().contains("job-1"), "{covered}");
    let why = cluster.npgen(&project, &["explain", "shop/web-1", "shop/cart-1:8080", "--live"]);
    assert!(why.code == 0 && why.stdout.contains("NetworkPolicy shop/npgen-cart"), "{why:?}");
    let checked = cluster.npgen(&project, &["check", "--live"]);
    for told in ["lost-1", "a namespace without a default deny: `other` for ingress and egress"] {
        assert!(checked.stderr.contains(told), "{told}: {}", checked.stderr);
    }
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
#[ignore = "needs go and kubectl"]
fn one_namespace_is_looked_at_alone() {
    let (mut cluster, project) = shop();
    cluster.create(&open_policy("other", "all", "tool"));
    let same = cluster.npgen(&project, &["diff", "--live", "--namespace", "shop", "--record", "shop.json"]);
    assert_eq!(same.code, 0, "{same:?}");
    let recorded = std::fs::read_to_string(project.join("shop.json")).unwrap();
    assert!(recorded.contains("web-1") && !recorded.contains("tool"), "{recorded}");
    let missing = cluster.npgen(&project, &["diff", "--live", "--namespace", "nowhere"]);
    assert!(missing.code == 2 && missing.stderr.contains("namespaces in nowhere"), "{missing:?}");
}
