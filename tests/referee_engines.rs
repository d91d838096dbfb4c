//! Engines that others wrote say of policies what the oracle of the tests says: of npgen's own, and of any that an API
//! server takes.
//!
//! They are built with Go, so all tests but one run only when asked for: `cargo test --test referee_engines -- --ignored`.

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

#[allow(dead_code, reason = "no snapshots are held here")]
mod folders;
mod judges;
#[path = "evaluation/random.rs"]
#[allow(dead_code, reason = "only policies are made here, and no administrator's")]
mod random;
mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use npgen::backend::{Kubernetes, OutFile};
use proptest::collection::vec;
use proptest::test_runner::TestCaseError;
use serde_json::{Value as Json, json};

use judges::ask::{Labels, Size, about};
use judges::engine::Engine;
use judges::go::version;
use judges::judge::Judge;
use judges::panel::Panel;
use judges::questions::without_names;
use random::{NAMED_NUMBER, PORT_NAME};
use world::build::build;
use world::project::{Namespace, Project, TEAM};
use world::toml::{Files, Order, write};
use world::trial::holds_for_some;
use world::{disk, goldens, oracle, strategy};

/// How many random projects the engines are asked about.
const PROJECTS: u32 = 200;

/// How many sets of random policies of others.
const FOREIGN: u32 = 500;

/// How many worlds are made of each of our own projects.
const WORLDS_OF_OURS: usize = 3;

const SIZE: Size = Size { subjects: 3, peers: 16, pods: 8, addresses: 12 };

/// How many questions each engine must have been asked at least, by each of the tests.
const LEAST: usize = 100_000;

/// Engines, and what was asked of them.
struct Asking {
    panel: Panel,
    /// What none of them can be asked, by the reason.
    left_out: BTreeMap<&'static str, usize>,
    started: Instant,
}

impl Asking {
    fn start() -> Self {
        Self { panel: Panel::start(), left_out: BTreeMap::new(), started: Instant::now() }
    }

    /// Holds the engines to the policies of one cluster.
    fn hold(
        &mut self,
        policies: &[NetworkPolicy],
        objects: &[Json],
        namespaces: &BTreeMap<String, Labels>,
        seed: usize,
        named: Option<(&'static str, u16)>,
    ) -> Result<(), String> {
        let asked = about(&without_names(policies, named), objects, namespaces, SIZE, seed);
        for questions in asked.questions {
            self.panel.hold(&questions.with_named_port(named), policies)?;
        }
        for (reason, count) in asked.left_out {
            *self.left_out.entry(reason).or_default() += count;
        }
        Ok(())
    }

    /// Says what was asked, and fails where it was too little.
    fn end(&self, of: &str) {
        println!("{of}, asked in {:.1} s\n{}", self.started.elapsed().as_secs_f32(), self.panel.tally);
        for (reason, count) in &self.left_out {
            println!("{count} not asked of anyone: {reason}");
        }
        self.panel.tally.assert_enough(LEAST);
    }
}

#[test]
#[ignore = "needs go"]
fn engines_allow_what_random_projects_say() {
    let asking = RefCell::new(Asking::start());
    let seed = RefCell::new(0);
    holds_for_some(PROJECTS, &strategy::projects(), |project| {
        seed.replace_with(|seed| *seed + 1);
        let built = build(&write(&project, Order::AS_IT_IS), &Kubernetes);
        for cluster in project.all_clusters() {
            let policies = policies(&built.files, &Project::folder_of(cluster));
            let here = project.in_cluster(cluster);
            let namespaces = here.namespaces.iter().filter(|namespace| namespace.here);
            let namespaces = namespaces.map(|one| (one.name.clone(), labels(one))).collect();
            let held = asking.borrow_mut().hold(&policies, &objects(&policies), &namespaces, *seed.borrow(), None);
            held.map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    asking.into_inner().end(&format!("{PROJECTS} random projects"));
}

#[test]
#[ignore = "needs go"]
fn engines_allow_what_cases_and_examples_say() {
    let mut asking = Asking::start();
    let mut clusters = folders_of(&goldens::in_folders());
    for case in folders::cases("cases", 5) {
        let npgen = fs::read_to_string(case.join("npgen.toml")).unwrap_or_else(|_| "language = 1".to_owned());
        let intents = disk::tree(&case.join("intents")).into_iter().filter_map(|(path, bytes)| {
            // A file that is no text is for tests of files, and read nowhere else.
            Some((path.display().to_string(), String::from_utf8(bytes).ok()?))
        });
        let built = build(&Files { npgen, intents: intents.collect() }, &Kubernetes);
        let files = built.files.into_iter().map(|file| (file.path, file.bytes)).collect::<Vec<_>>();
        clusters.extend(
            folders_of(&files)
                .into_iter()
                .map(|(folder, policies)| (format!("{}: {folder}", case.display()), policies)),
        );
    }
    println!("{} clusters of cases and examples", clusters.len());
    assert!(clusters.len() > 40, "the cases were not found");
    for (name, policies) in clusters {
        let namespaces = policies.iter().map(|policy| (oracle::namespace(policy).to_owned(), Labels::new())).collect();
        for seed in 0..WORLDS_OF_OURS {
            let held = asking.hold(&policies, &objects(&policies), &namespaces, seed, None);
            held.unwrap_or_else(|differs| panic!("{name}: {differs}"));
        }
    }
    asking.end("cases and examples");
}

/// The policies by the folder that the namespaces' folders are in: those of one cluster each.
fn folders_of(files: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<NetworkPolicy>> {
    let mut folders: BTreeMap<String, Vec<NetworkPolicy>> = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with("/kustomization.yaml")) {
        let policy = oracle::read(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        let folder = Path::new(path).ancestors().nth(2).unwrap().display().to_string();
        folders.entry(folder).or_default().push(policy);
    }
    folders
}

#[test]
#[ignore = "needs go"]
fn engines_allow_what_random_policies_of_others_say() {
    let asking = RefCell::new((Asking::start(), Judge::start("validate"), 0));
    holds_for_some(FOREIGN, &vec(random::policy(), 1..4), |policies| {
        let (asking, validation, seed) = &mut *asking.borrow_mut();
        *seed += 1;
        let mut objects = Vec::new();
        for (at, mut policy) in policies.iter().cloned().enumerate() {
            policy.metadata.name = Some(format!("p{at}"));
            objects.push(with_defaults(validation, &policy));
        }
        let env = BTreeMap::from([("env".to_owned(), random::VALUES[0].to_owned())]);
        let namespaces = ["shop", "other"].map(|name| (name.to_owned(), env.clone())).into();
        let named = Some((PORT_NAME, NAMED_NUMBER));
        asking.hold(&policies, &objects, &namespaces, *seed, named).map_err(TestCaseError::fail)
    });
    let (asking, ..) = asking.into_inner();
    asking.end(&format!("{FOREIGN} sets of random policies"));
    asking.panel.tally.assert_differences();
}

/// The policy as the API hands it out: its own validation fills in what is missing.
fn with_defaults(validation: &mut Judge, policy: &NetworkPolicy) -> Json {
    validation.ask(&json!({ "text": serde_json::to_string(policy).unwrap() }));
    let answer: Json = validation.answer();
    assert!(answer["object"].is_object(), "the API refuses {policy:?}: {answer}");
    answer["object"].clone()
}

#[test]
#[ignore = "needs go"]
fn an_engine_that_says_something_else_is_found() {
    let closed = json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "closed", "namespace": "shop"},
        "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
    });
    let mut open = closed.clone();
    open["spec"]["egress"] = json!([{}]);
    let mut asking = Asking::start();
    let namespaces = BTreeMap::from([("shop".to_owned(), Labels::new())]);
    let policy = |object: &Json| serde_json::from_value::<NetworkPolicy>(object.clone()).unwrap();
    let held = |asking: &mut Asking, object| asking.hold(&[policy(&closed)], &[object], &namespaces, 0, None);
    assert_eq!(held(&mut asking, closed.clone()), Ok(()));
    assert!(held(&mut asking, open).is_err(), "the engines were asked about another policy than the oracle");
}

/// Where the engines' versions are asked for, and how the page calls them.
const VERSIONS: [(&str, &str, &str); 3] = [
    ("go.mod", "github.com/mattfenwick/cyclonus", "cyclonus"),
    ("go.mod", "github.com/cilium/cilium", "Cilium"),
    ("netpol-analyzer/go.mod", "github.com/np-guard/netpol-analyzer", "netpol-analyzer"),
];

#[test]
fn every_known_difference_is_explained() {
    let page = fs::read_to_string(folders::root().join("docs/semantics.md")).unwrap();
    for difference in Engine::ALL.iter().flat_map(|engine| engine.differences()) {
        let heading = format!("\n### {}\n", difference.heading);
        assert!(page.contains(&heading), "docs/semantics.md does not explain: {heading}");
    }
    for (file, module, name) in VERSIONS {
        let version = format!("{name} {}", version(file, module));
        assert!(page.contains(&version), "docs/semantics.md speaks of another version than {version}");
    }
}

/// The labels of a namespace beside its name.
fn labels(namespace: &Namespace) -> Labels {
    namespace.team.map(|team| (TEAM.to_owned(), team.to_owned())).into_iter().collect()
}

fn objects(policies: &[NetworkPolicy]) -> Vec<Json> {
    policies.iter().map(|policy| serde_json::to_value(policy).unwrap()).collect()
}

/// The policies below a folder of `out/`.
fn policies(files: &[OutFile], folder: &str) -> Vec<NetworkPolicy> {
    let below = files.iter().filter(|file| file.path.starts_with(folder));
    let policies = below.filter(|file| !file.path.ends_with("/kustomization.yaml"));
    policies.map(|file| oracle::read(&file.bytes).unwrap_or_else(|error| panic!("{}: {error}", file.path))).collect()
}
