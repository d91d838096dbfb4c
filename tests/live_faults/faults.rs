//! Answers that are wrong.

use std::time::{Duration, Instant};

use crate::cluster::{Cluster, namespace, open_policy, pod};
use crate::proxy::{Fault, Proxy, Rule};
use crate::trial::{Trial, assert_told};

const PODS: &str = "/api/v1/pods";
const POLICIES: &str = "/apis/networking.k8s.io/v1/networkpolicies";
const ADMIN: &str = "/apis/policy.networking.k8s.io";

/// All that is asked for in a cluster without policies of administrators, with its name in messages.
const KINDS: [(&str, &str); 7] = [
    ("namespaces", "/api/v1/namespaces"),
    ("networkpolicies.networking.k8s.io", POLICIES),
    ("services", "/api/v1/services"),
    ("replicationcontrollers", "/api/v1/replicationcontrollers"),
    ("replicasets.apps", "/apis/apps/v1/replicasets"),
    ("jobs.batch", "/apis/batch/v1/jobs"),
    ("pods", PODS),
];

/// What the kinds of the administrators' policies are, and in which version npgen reads them.
const ADMIN_KINDS: [(&str, &str); 3] = [
    ("clusternetworkpolicies", "v1alpha2"),
    ("adminnetworkpolicies", "v1alpha1"),
    ("baselineadminnetworkpolicies", "v1alpha1"),
];

/// A small cluster behind a proxy.
fn shop() -> (Proxy, Trial) {
    let mut cluster = Cluster::start();
    cluster.create_all([namespace("shop"), pod("shop", "web-1", "web", 1), open_policy("shop", "in", "web")]);
    let proxy = Proxy::before(cluster);
    let trial = Trial::new(&[&proxy.token()]);
    (proxy, trial)
}

/// The API of the administrators' policies in some version.
fn serving(kinds: &[&str], version: &str) -> Vec<Rule> {
    let names: Vec<String> = kinds.iter().map(|kind| format!(r#"{{"name":"{kind}"}}"#)).collect();
    let resources = format!(r#"{{"kind":"APIResourceList","resources":[{}]}}"#, names.join(","));
    let versions = format!(r#"{{"kind":"APIGroup","versions":[{{"version":"{version}"}}]}}"#);
    let none = r#"{"kind":"List","metadata":{},"items":[]}"#;
    vec![
        Rule::always(&format!("{ADMIN}/{version}/"), Fault::body(none)),
        Rule::always(&format!("{ADMIN}/{version}"), Fault::body(&resources)),
        Rule::always(ADMIN, Fault::body(&versions)),
    ]
}

#[test]
#[ignore = "needs go"]
fn what_is_wrong_about_a_cluster_is_told_and_nothing_else() {
    let (proxy, trial) = shop();
    let kubeconfig = proxy.kubeconfig();
    let fine = trial.diff(&kubeconfig, &[]);
    assert_eq!(fine.code, 1, "{fine:?}");
    assert!(fine.stderr.contains("read 1 policy and 1 pod of"), "{fine:?}");

    let told = |about: &str, rules: &[Rule], says: &[&str]| {
        for format in ["json", "text"] {
            proxy.set(rules);
            let ran = trial.run(&kubeconfig, format, "diff", &[]);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{about}: {ran:?}");
            if format == "text" {
                assert_told(&ran, about, says);
            }
        }
    };
    let always = |path: &str, fault: Fault| [Rule::always(path, fault)];

    told(
        "nobody is logged in",
        &always("/", Fault::status(401)),
        &["error: the cluster `prod`: the server does not take the login\n"],
    );
    told(
        "a login that ends in between",
        &[Rule::once("/version", Fault::body("{}")), Rule::always("/", Fault::status(401))],
        &[
            "error: cilium.io: the server does not take the login\nerror: the cluster `prod`: the server does not take the login\n",
        ],
    );
    for (name, path) in KINDS {
        let forbidden = format!("error: {name}: not allowed: the proxy says 403\n");
        told("not allowed", &always(path, Fault::status(403)), &[&forbidden]);
        let missing = format!("error: {name}: the server does not have it\n");
        told("not there", &always(path, Fault::status(404)), &[&missing]);
    }
    for (kind, version) in ADMIN_KINDS {
        let mut rules = vec![Rule::always(&format!("{ADMIN}/{version}/{kind}"), Fault::status(403))];
        rules.extend(serving(&[kind], version));
        told(
            "not allowed",
            &rules,
            &[&format!("error: {kind}.policy.networking.k8s.io: not allowed: the proxy says 403\n")],
        );
        let newer =
            format!("error: {kind}.policy.networking.k8s.io: the server has it in v9, which npgen does not read\n");
        told("too new", &serving(&[kind], "v9"), &[&newer]);
    }
    told(
        "a group that is down",
        &always(ADMIN, Fault::status(503)),
        &["error: policy.networking.k8s.io: the server answered 503: the proxy says 503\n"],
    );
    told(
        "broken for ever",
        &always(PODS, Fault::status(500)),
        &["error: pods: the server answered 500: the proxy says 500\n"],
    );
    told(
        "busy for long",
        &always(PODS, Fault::with_header(429, "Retry-After", "60")),
        &["error: pods: GET /api/v1/pods: the server is busy, and asks to come again in 60 s\n"],
    );
    told(
        "busy for ever",
        &always(PODS, Fault::with_header(429, "Retry-After", "0")),
        &["error: pods: the server answered 429: the proxy says 429\n"],
    );
    told(
        "led away",
        &always(PODS, Fault::with_header(302, "Location", "/api/v1/secrets")),
        &["error: pods: the server answered 302: the proxy says 302\n"],
    );
    assert_eq!(proxy.times("/api/v1/secrets"), 0);
    told("cut short", &always(PODS, Fault::Cut), &["error: pods: the answer can't be read: "]);
    told(
        "another list",
        &always(PODS, Fault::body("{}")),
        &["error: pods: the answer can't be read: it is no list of objects\n"],
    );
    told("a page of a portal", &always(PODS, Fault::body("<html>")), &["error: pods: the answer can't be read: "]);
    told(
        "closed in the middle",
        &always(POLICIES, Fault::ClosedMidway),
        &["error: networkpolicies.networking.k8s.io: GET /apis/networking.k8s.io/v1/networkpolicies: "],
    );
    told("closed at once", &always(PODS, Fault::Closed), &["error: pods: GET /api/v1/pods: "]);
    told("not HTTP", &always(PODS, Fault::Garbage), &["error: pods: GET /api/v1/pods: "]);
    told("stalled", &always(PODS, Fault::Stalled), &["error: pods: GET /api/v1/pods: nothing came for 1 s\n"]);
    told("silent", &always(PODS, Fault::Silence), &["error: pods: GET /api/v1/pods: nothing came for 1 s\n"]);
    told(
        "silent from the start",
        &always("/", Fault::Silence),
        &["error: the cluster `prod`: GET /version: nothing came for 1 s\n"],
    );
    told(
        "silent from some moment on",
        &[
            Rule::once("/version", Fault::body("{}")),
            Rule::always("/version", Fault::Silence),
            Rule::always(POLICIES, Fault::Stalled),
        ],
        &[
            "error: networkpolicies.networking.k8s.io: GET /apis/networking.k8s.io/v1/networkpolicies: nothing came for 1 s\nerror: the cluster `prod`: GET /version: nothing came for 1 s\n",
        ],
    );
}

#[test]
#[ignore = "needs go"]
fn what_passes_is_waited_for_and_what_may_lack_is_told() {
    let (proxy, trial) = shop();
    let kubeconfig = proxy.kubeconfig();
    let fine = trial.run(&kubeconfig, "text", "diff", &[]);
    for fault in [
        Fault::status(500),
        Fault::status(502),
        Fault::status(503),
        Fault::status(504),
        Fault::with_header(429, "Retry-After", "1"),
        Fault::Closed,
        Fault::ClosedMidway,
        Fault::Garbage,
    ] {
        let about = format!("{fault:?}");
        proxy.set(&[Rule::once("/version", fault.clone()), Rule::once(ADMIN, fault.clone()), Rule::once(PODS, fault)]);
        let started = Instant::now();
        let ran = trial.run(&kubeconfig, "text", "diff", &[]);
        assert_eq!((ran.code, &ran.stdout, &ran.stderr), (1, &fine.stdout, &fine.stderr), "{about}");
        assert_eq!(proxy.times(PODS), 2, "{about}");
        let waited = if about.contains("Retry-After") { Duration::from_secs(3) } else { Duration::from_millis(600) };
        assert!(started.elapsed() >= waited, "{about}: it came again after {:?}", started.elapsed());
    }

    let partial = &["--allow-partial"];
    for (name, path) in
        KINDS.into_iter().filter(|(_, path)| *path != POLICIES).chain([("policy.networking.k8s.io", ADMIN)])
    {
        proxy.set(&[Rule::always(path, Fault::status(403))]);
        let ran = trial.diff(&kubeconfig, partial);
        let said = format!("left out, so what is told is not all: {name}: not allowed: the proxy says 403\n");
        assert!([0, 1].contains(&ran.code) && ran.stderr.contains(&said), "{name}: {ran:?}");
    }
    for fault in [Fault::status(403), Fault::status(404), Fault::status(500), Fault::Silence, Fault::Cut] {
        proxy.set(&[Rule::always(POLICIES, fault)]);
        let ran = trial.diff(&kubeconfig, partial);
        assert_told(&ran, "policies are not left out", &["error: networkpolicies.networking.k8s.io: "]);
    }
}

#[test]
#[ignore = "needs go"]
fn no_verb_says_anything_of_half_a_cluster() {
    let (proxy, trial) = shop();
    let kubeconfig = proxy.kubeconfig();
    let verbs: [(&str, &[&str]); 7] = [
        ("diff", &["--output", "json"]),
        ("diff", &["--output", "sarif"]),
        ("connections", &[]),
        ("connections", &["--output", "json"]),
        ("coverage", &[]),
        ("check", &[]),
        ("explain", &["shop/web-1", "shop/web-1:8080"]),
    ];
    for (verb, more) in verbs {
        proxy.set(&[]);
        let ran = trial.npgen(&kubeconfig, verb, more);
        assert!([0, 1].contains(&ran.code), "{verb}: {ran:?}");
        for fault in [Fault::status(403), Fault::Stalled] {
            proxy.set(&[Rule::always(PODS, fault)]);
            let ran = trial.npgen(&kubeconfig, verb, more);
            assert_told(&ran, verb, &["error: pods: "]);
        }
    }
}
