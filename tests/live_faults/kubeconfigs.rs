//! Kubeconfigs that lead nowhere.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value as Json, json};

use crate::cluster::Cluster;
use crate::trial::{Trial, assert_told};

const TOKEN: &str = "token-not-to-be-seen";
const PASSWORD: &str = "password-not-to-be-seen";
/// In base64 `key-not-to-be-seen`, which is no key.
const KEY: &str = "a2V5LW5vdC10by1iZS1zZWVu";

/// A kubeconfig with one context, whose cluster and user are these.
pub(crate) fn kubeconfig(cluster: &Json, user: &Json) -> Json {
    json!({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "prod",
        "clusters": [{ "name": "there", "cluster": cluster }],
        "users": [{ "name": "somebody", "user": user }],
        "contexts": [{ "name": "prod", "context": { "cluster": "there", "user": "somebody" } }],
    })
}

#[test]
fn a_kubeconfig_that_can_not_be_used_is_an_error_without_its_secrets() {
    let trial = Trial::new(&[TOKEN, PASSWORD, KEY, "key-not-to-be-seen"]);
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let there = json!({ "server": format!("http://{nobody}") });
    let secure = |key: &str, value: &str| json!({ "server": format!("https://{nobody}"), key: value });
    let token = json!({ "token": TOKEN });
    let path = trial.path("kubeconfig");
    let told = |text: &str, more: &[&str], says: &str| {
        fs::write(&path, text).unwrap();
        assert_told(&trial.diff(&path, more), text, &[says]);
    };

    let refused = "error: the cluster `prod`: GET /version: Connection refused";
    let no_context = "error: the kubeconfig has no current context: expected `--context`\n";
    let no_kubeconfig = format!("error: can't read the kubeconfig `{}`: it is no kubeconfig", path.display());
    let fine = kubeconfig(&there, &token);
    let without = |key: &str| {
        let mut kubeconfig = fine.clone();
        kubeconfig.as_object_mut().unwrap().remove(key);
        kubeconfig.to_string()
    };
    let fine = fine.to_string();
    told(&fine, &[], refused);
    told(&fine, &["--context", "test"], "error: the kubeconfig has no context `test`\n");
    told(&without("clusters"), &[], "error: the kubeconfig has no cluster `there`\n");
    told(&without("current-context"), &[], no_context);
    told("", &[], no_context);
    told(fine.strip_suffix('}').unwrap(), &[], &no_kubeconfig);
    told(&format!("{PASSWORD}: [\n\t{PASSWORD}"), &[], &no_kubeconfig);
    told(&format!("users: [{{ name: a, user: {{ password: [{PASSWORD}] }} }}]"), &[], &no_kubeconfig);

    let no_authority = "the certificate authority of its cluster can't be read";
    for (cluster, reason) in [
        (json!({}), "its cluster has no `server`"),
        (json!({ "server": "http://[" }), "the `server` of its cluster is no URL"),
        (secure("certificate-authority", "nowhere.pem"), no_authority),
        (secure("certificate-authority-data", "%"), no_authority),
        (secure("proxy-url", "http://["), "the proxy of its cluster is no URL"),
    ] {
        let says = format!("error: the context `prod` can't be used: {reason}\n");
        told(&kubeconfig(&cluster, &token).to_string(), &[], &says);
    }
    let secure = secure("tls-server-name", "there");
    let no_key = "its certificates, its key or its proxy can't be read";
    let gone = "`auth-provider` is not supported by Kubernetes any more, expected `exec`";
    for (user, reason) in [
        (json!({ "client-certificate-data": KEY, "client-key-data": KEY }), no_key),
        (json!({ "client-key-data": KEY }), no_key),
        (json!({ "client-certificate": "nowhere.pem", "client-key": "nowhere.pem" }), no_key),
        (json!({ "tokenFile": "nowhere" }), "its token file can't be read"),
        (json!({ "token": format!("{TOKEN}\n{TOKEN}") }), "its token has characters that no token has"),
        (json!({ "auth-provider": { "name": "gcp", "config": { "access-token": TOKEN } } }), gone),
    ] {
        let says = format!("error: the context `prod` can't be used: {reason}\n");
        told(&kubeconfig(&secure, &user).to_string(), &[], &says);
    }
    told(&kubeconfig(&there, &json!({ "username": "somebody", "password": PASSWORD })).to_string(), &[], refused);

    let missing = trial.diff(&trial.path("missing"), &[]);
    assert_told(&missing, "missing", &["/missing`: it is not there, or not readable"]);
    let chosen = trial.diff(Path::new(""), &["--kubeconfig", "missing"]);
    assert_told(&chosen, "missing", &["error: can't read the kubeconfig `missing`: it is not there, or not readable"]);
}

#[test]
#[ignore = "needs go"]
fn a_server_that_can_not_show_who_it_is_is_not_spoken_to() {
    let cluster = Cluster::start();
    let ready = &cluster.server.ready;
    let trial = Trial::new(&[&ready.token]);
    let user = json!({ "token": ready.token });
    let told = |about: &str, there: &Json, says: &[&str]| {
        let path = trial.path("kubeconfig");
        fs::write(&path, kubeconfig(there, &user).to_string()).unwrap();
        assert_told(&trial.diff(&path, &[]), about, says);
    };
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live_faults/other-ca.pem");
    let certificate = "error: the cluster `prod`: GET /version: invalid peer certificate: ";
    told("another authority", &json!({ "server": ready.address, "certificate-authority": other }), &[certificate]);
    told("none", &json!({ "server": ready.address }), &[certificate]);
    let another_name =
        json!({ "server": ready.address, "certificate-authority": ready.ca, "tls-server-name": "another.invalid" });
    told("another name", &another_name, &[certificate]);
    let in_clear = json!({ "server": ready.address.replace("https", "http") });
    told("without TLS", &in_clear, &["error: the cluster `prod`: the server answered 400\n"]);

    // All is well with a token from a file as an editor leaves it, and with a kubeconfig beside one that is missing.
    fs::write(trial.path("token"), format!("{}\n", ready.token)).unwrap();
    let there = json!({ "server": ready.address, "certificate-authority": ready.ca });
    let path = trial.path("kubeconfig");
    fs::write(&path, kubeconfig(&there, &json!({ "tokenFile": "token" })).to_string()).unwrap();
    let both = format!("{}:{}", trial.path("missing").display(), path.display());
    let ran = trial.diff(Path::new(&both), &[]);
    assert!(ran.stderr.contains("read 0 policies and 0 pods"), "{ran:?}");
}
