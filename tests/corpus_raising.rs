//! Raising against policies that others wrote: what a real API server took is taken, what it refused is refused.
//!
//! The corpus lies beside the project, in `../shared/corpus`, and is no part of it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(clippy::disallowed_methods, reason = "the test reads the corpus")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::read::{self, Object};

const CORPUS: &str = "../shared/corpus";

/// The kinds that are raised, by API version. A version that never had the kind is in documents that are drafts.
const KINDS: [(&str, &str); 4] = [
    ("networking.k8s.io/v1", "NetworkPolicy"),
    ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"),
    ("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy"),
    ("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy"),
];

/// The kind of a policy; `None` for any other object.
fn kind_of(object: &Object<'_>) -> Option<&'static str> {
    let is = |(version, kind): &&(&str, &str)| object.api_version == *version && object.kind == *kind;
    KINDS.iter().find(is).map(|(_, kind)| *kind)
}

fn yaml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            yaml_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            into.push(path);
        }
    }
}

/// The administrator's policies that are refused, about which the list of refusals says nothing.
/// Each file with what the definition of its kind has against it; most are drafts from before its first release.
const REFUSED_BY_DEFINITION: &[(&str, &str)] = &[
    ("demos/kubecon-eu-2024/policies/anp1.yaml", NAMESPACE_SELECTOR),
    ("demos/kubecon-eu-2024/policies/anp2.yaml", NAMESPACE_SELECTOR),
    ("demos/kubecon-eu-2024/policies/anp3.yaml", NAMESPACE_SELECTOR),
    ("demos/kubecon-eu-2024/policies/banp.yaml", NAMESPACE_SELECTOR),
    ("demos/walkthrough/policies/anp1.yaml", NAMESPACE_SELECTOR),
    ("demos/walkthrough/policies/anp2.yaml", NAMESPACE_SELECTOR),
    ("demos/walkthrough/policies/banp.yaml", NAMESPACE_SELECTOR),
    ("test/example-policies/anps/anp.yaml", NAMESPACE_SELECTOR),
    ("test/example-policies/banp/banp.yaml", NAMESPACE_SELECTOR),
    ("npeps/npep-122.md-00.yaml", "there is no key `notSameLabels`"),
    ("crdtest/testdata/invalid/invalid-ingress-action.yaml", "`Invalid` is none of `Accept`, `Deny`, `Pass`"),
    ("blog/posts/ClusterNetworkPolicy.md-00.yaml", NAMESPACE_SELECTOR),
    ("blog/posts/ClusterNetworkPolicy.md-01.yaml", NAMESPACE_SELECTOR),
    ("blog/posts/Getting Started with ANP.md-01.yaml", NAMESPACE_SELECTOR),
    ("blog/posts/Getting Started with ANP.md-02.yaml", "there is no key `sameLabels`"),
];

/// What is against `namespaces: {namespaceSelector: ...}`, as it once was.
const NAMESPACE_SELECTOR: &str = "there is no key `namespaceSelector`";

/// The files with a policy that a real API server refused, by kind.
fn refused_by_api_server(corpus: &Path) -> BTreeSet<(String, String)> {
    let refused = fs::read_to_string(corpus.join("refused-by-api-server.json")).expect("the list of refusals");
    let refused: Vec<serde_json::Value> = serde_json::from_str(&refused).expect("a list");
    let text = |entry: &serde_json::Value, key: &str| entry.get(key).and_then(|text| text.as_str()).map(str::to_owned);
    refused.iter().map(|entry| (text(entry, "file").expect("a file"), text(entry, "kind").expect("a kind"))).collect()
}

#[test]
#[ignore = "needs ../shared/corpus"]
fn the_api_servers_verdicts_are_ours() {
    let corpus = Path::new(CORPUS);
    let refused_there = refused_by_api_server(corpus);
    let mut files = Vec::new();
    yaml_files(&corpus.join("policies"), &mut files);
    files.sort();

    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut refused_here: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for file in files {
        let name = file.strip_prefix(corpus).expect("in the corpus").to_string_lossy().into_owned();
        let text = String::from_utf8_lossy(&fs::read(&file).expect("a file of the corpus")).into_owned();
        let mut unread = Diagnostics::default();
        read::objects(SourceId(0), &text, &mut unread, &mut |object, _| {
            let Some(kind) = kind_of(&object) else { return };
            let mut found = Diagnostics::default();
            match kubernetes::any(&object, &mut found) {
                Raised::Policy(_) => *taken.entry(kind).or_default() += 1,
                Raised::Refused => {
                    let messages = found.into_sorted().into_iter().map(|one| one.message);
                    refused_here.entry((name.clone(), kind.to_owned())).or_default().extend(messages);
                }
                Raised::Other => panic!("{name}: a {kind} is a policy"),
            }
        });
    }

    let mut wrong = Vec::new();
    for (place, messages) in &refused_here {
        let (file, kind) = place;
        let by_definition =
            REFUSED_BY_DEFINITION.iter().any(|(known, why)| file.ends_with(known) && holds(messages, why));
        if !refused_there.contains(place) && !by_definition {
            wrong.push(format!("{file}: a {kind} that an API server took: {messages:?}"));
        }
    }
    for (file, kind) in refused_there.iter().filter(|(_, kind)| kind == "NetworkPolicy") {
        if !refused_here.contains_key(&(file.clone(), kind.clone())) && !is_of_calico(corpus, file) {
            wrong.push(format!("{file}: a {kind} that an API server refused"));
        }
    }
    println!("taken: {taken:?}; refused in {} files", refused_here.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let counts = KINDS.map(|(_, kind)| taken.get(kind).copied().unwrap_or_default());
    assert!(counts.iter().zip([360, 75, 30, 25]).all(|(taken, least)| *taken >= least), "too few: {taken:?}");
}

/// Whether any message says this.
fn holds(messages: &[String], words: &str) -> bool {
    messages.iter().any(|message| message.contains(words))
}

/// Whether a file holds Calico's kind of that name, and not that of Kubernetes.
fn is_of_calico(corpus: &Path, file: &str) -> bool {
    fs::read_to_string(corpus.join(file)).expect("a file of the corpus").contains("projectcalico.org/v3")
}
