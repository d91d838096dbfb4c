//! A real API server takes what npgen writes, and changes nothing in it.
//!
//! It is built with Go, so these tests run only when asked for: `cargo test --test referee_server -- --ignored`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test starts processes, says what it counted, and fails by panicking"
)]

mod judges;
#[path = "evaluation/random.rs"]
#[allow(dead_code, reason = "only policies are made here, and no administrator's")]
mod random;
mod world;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Instant;

use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::backend::Kubernetes;
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::read;
use proptest::prop_assert_eq;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use judges::judge::Judge;
use judges::server::Server;
use world::build::build;
use world::toml::{Order, write};
use world::trial::holds_for_some;
use world::{goldens, strategy};

/// How many random projects are created.
const PROJECTS: usize = 300;

/// How many random policies of others.
const POLICIES: u32 = 500;

/// What a server adds to the metadata of every object.
const OF_THE_SERVER: [&str; 5] = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"];

/// A server with its namespaces, and the API's validation without one.
struct Judges {
    server: Server,
    validation: Judge,
    namespaces: BTreeSet<String>,
    objects: usize,
}

/// What the validation says of an object.
#[derive(Debug, Deserialize)]
struct Validation {
    /// The object with its defaults.
    #[serde(default)]
    object: Json,
    /// Why it is refused.
    #[serde(default)]
    error: String,
}

impl Judges {
    fn start() -> Self {
        let (server, validation) = (Server::start(), Judge::start("validate"));
        Self { server, validation, namespaces: BTreeSet::new(), objects: 0 }
    }

    /// Where the policies of a namespace are. The namespace is made where it is not there.
    fn policies_of(&mut self, namespace: &str) -> String {
        if self.namespaces.insert(namespace.to_owned()) {
            let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}});
            let made = self.server.create("/api/v1/namespaces", &object.to_string());
            assert!(made.status == 201 || made.status == 409, "{namespace}: {:?}", made.body);
        }
        format!("/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies")
    }

    /// Creates the object of a file of npgen, reads it back, and takes it away again.
    fn hold(&mut self, path: &str, bytes: &[u8]) {
        let written: Json = serde_yaml::from_slice(bytes).unwrap();
        if written["kind"] == "Kustomization" {
            return;
        }
        let text = str::from_utf8(bytes).unwrap();
        let place = self.policies_of(written["metadata"]["namespace"].as_str().unwrap());
        let created = self.server.create(&place, text);
        assert_eq!(created.status, 201, "{path}: {}\n{text}", created.body);
        let place = format!("{place}/{}", written["metadata"]["name"].as_str().unwrap());
        let read = without_server(self.server.get(&place).body);
        assert_eq!(read, written, "{path}: the server made something else of it");
        assert_eq!(self.server.delete(&place).status, 200, "{path}");
        assert_eq!(self.validate(text).error, "", "{path}: the validation is stricter than the server");
        self.objects += 1;
    }

    fn validate(&mut self, text: &str) -> Validation {
        self.validation.ask(&json!({ "text": text }));
        self.validation.answer()
    }
}

/// An object without what a server sets.
fn without_server(mut object: Json) -> Json {
    let metadata = object["metadata"].as_object_mut().unwrap();
    for key in OF_THE_SERVER {
        assert!(metadata.remove(key).is_some(), "a server sets {key}");
    }
    object
}

#[test]
#[ignore = "needs go"]
fn a_server_takes_what_npgen_writes_and_changes_nothing() {
    let mut judges = Judges::start();
    let started = Instant::now();
    for (path, bytes) in goldens::all().into_iter().chain(goldens::in_folders()) {
        judges.hold(&path, &bytes);
    }
    let of_ours = judges.objects;
    for project in strategy::same_projects().take(PROJECTS) {
        let built = build(&write(&project, Order::AS_IT_IS), &Kubernetes);
        for file in &built.files {
            judges.hold(&file.path, &file.bytes);
        }
    }
    let random = judges.objects - of_ours;
    println!("{of_ours} policies of goldens and examples, {random} of {PROJECTS} random projects");
    println!("created and read back in {:.1} s", started.elapsed().as_secs_f32());
    assert!(of_ours > 200 && random > 2 * PROJECTS, "too few policies were created");
}

#[test]
#[ignore = "needs go"]
fn the_validation_fills_in_what_the_server_does() {
    let judges = RefCell::new(Judges::start());
    holds_for_some(POLICIES, &random::policy(), |policy| {
        let mut judges = judges.borrow_mut();
        let text = serde_json::to_string(&policy).unwrap();
        let place = judges.policies_of(policy.metadata.namespace.as_deref().unwrap());
        let created = judges.server.create(&place, &text);
        prop_assert_eq!(created.status, 201, "{}", created.body);
        let name = policy.metadata.name.as_deref().unwrap();
        prop_assert_eq!(judges.server.delete(&format!("{place}/{name}")).status, 200);
        prop_assert_eq!(without_server(created.body), judges.validate(&text).object);
        Ok(())
    });
}

/// Policies that a server refuses: the lines below `spec`.
const REFUSED: [(&str, &str); 13] = [
    ("an unknown field", "podSelector: {}\n  podSelektor: {}"),
    ("a field that stands twice", "podSelector: {}\n  podSelector: {}"),
    ("a third policy type", "podSelector: {}\n  policyTypes: [Ingress, Egress, Sideways]"),
    ("a peer that is nobody", "podSelector: {}\n  ingress: [{from: [{}]}]"),
    (
        "a range and a selector",
        "podSelector: {}\n  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]",
    ),
    (
        "an exception elsewhere",
        "podSelector: {}\n  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9]}}]}]",
    ),
    (
        "an exception that is all",
        "podSelector: {}\n  ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]",
    ),
    ("an unknown protocol", "podSelector: {}\n  ingress: [{ports: [{protocol: ICMP}]}]"),
    ("port 0", "podSelector: {}\n  ingress: [{ports: [{port: 0}]}]"),
    ("an end without a port", "podSelector: {}\n  ingress: [{ports: [{endPort: 80}]}]"),
    ("an end before the port", "podSelector: {}\n  ingress: [{ports: [{port: 81, endPort: 80}]}]"),
    ("a name with an end", "podSelector: {}\n  ingress: [{ports: [{port: http, endPort: 80}]}]"),
    ("an unknown operator", "podSelector: {matchExpressions: [{key: app, operator: Like, values: [a]}]}"),
];

/// What a server refuses since 1.36, but still has if it took it before: npgen reads it.
const REFUSED_BY_NOW: [(&str, &str); 1] =
    [("a range with host bits", "podSelector: {}\n  ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]")];

#[test]
#[ignore = "needs go"]
fn server_validation_and_npgen_refuse_the_same() {
    let mut judges = Judges::start();
    let place = judges.policies_of("shop");
    let refused = REFUSED.map(|(what, spec)| (what, spec, true)).into_iter();
    for (what, spec, by_npgen) in refused.chain(REFUSED_BY_NOW.map(|(what, spec)| (what, spec, false))) {
        let head =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: any, namespace: shop}\nspec:";
        let text = format!("{head}\n  {spec}\n");
        let created = judges.server.create(&place, &text);
        assert!(created.status == 400 || created.status == 422, "{what}: {created:?}");
        assert_ne!(judges.validate(&text).error, "", "{what}: the validation takes it");
        assert_eq!(refuses(&text), by_npgen, "{what}: whether npgen refuses it");
    }
}

/// Whether npgen refuses to read a policy of others.
fn refuses(text: &str) -> bool {
    let mut found = Diagnostics::default();
    let mut refused = false;
    read::objects(SourceId(0), text, &mut found, &mut |object, found| {
        refused |= !matches!(kubernetes::any(&object, found), Raised::Policy(_));
    });
    refused || found.has_errors()
}
