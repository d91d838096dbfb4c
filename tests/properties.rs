//! What holds for every project, tried on random ones.
//!
//! `NPGEN_CASES` says how many projects each property is tried on; the run fails where a trait that makes projects hard
//! was met in too few of them.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test reads and writes files, says what it counted, and fails by panicking"
)]

mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use npgen::analyzer::evaluate::{Rules, engine};
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::backend::{Kubernetes, OutFile};
use npgen::cli;
use npgen::diagnostic::{Diagnostics, SourceId};
use npgen::manifest::read;
use npgen::verify::compare::{Comparison, compare};
use npgen::verify::meaning::Meaning;
use proptest::test_runner::TestCaseError;

use world::build::{Built, build};
use world::meaning::{self, Leave};
use world::mentions::Mentions;
use world::packets::{MOST, World};
use world::project::{Direction, Namespace, Project, TEAM};
use world::toml::{Files, Order, write};
use world::traits::Traits;
use world::trial::{cases, holds_for_all, holds_for_some};
use world::{broken, disk, oracle, strategy};

#[track_caller]
fn must_build(built: &Built) -> Result<(), TestCaseError> {
    let errors = built.errors();
    if errors.is_empty() { Ok(()) } else { Err(TestCaseError::fail(errors.join("\n"))) }
}

#[test]
fn valid_projects_build_and_mean_what_they_say() {
    let traits = RefCell::new(Traits::default());
    let largest = RefCell::new(0);
    holds_for_all(&strategy::projects(), |project| {
        traits.borrow_mut().count(&project);
        let files = write(&project, Order::AS_IT_IS);
        let built = build(&files, &Kubernetes);
        must_build(&built).map_err(|error| TestCaseError::fail(format!("{error}\n{files}")))?;
        for cluster in project.all_clusters() {
            let here = project.in_cluster(cluster);
            for at in (0..here.namespaces.len()).filter(|at| here.namespaces[*at].here) {
                for direction in Direction::BOTH {
                    let policies = policies(&built.files, cluster, &here.namespaces[at].name);
                    let world = policies.and_then(|policies| same_verdicts(&here, at, &policies, direction));
                    let world = world.map_err(|error| TestCaseError::fail(format!("{error}\n{files}")))?;
                    largest.replace_with(|largest| world.size().max(*largest));
                }
            }
        }
        Ok(())
    });
    println!("of {} projects: {}; the largest closed world had {} packets", cases(), traits.borrow(), largest.borrow());
    assert!(*largest.borrow() < MOST, "a closed world is too large to be tried whole");
    traits.borrow().assert_each();
}

/// Holds what the policies of a namespace let pass against what the project, as it is in their cluster, says, packet by
/// packet.
fn same_verdicts(
    project: &Project,
    namespace: usize,
    policies: &[NetworkPolicy],
    direction: Direction,
) -> Result<World, String> {
    let mut mentions = Mentions::default();
    mentions.by_project(project);
    mentions.by_policies(policies, direction);
    let Namespace { name, team, .. } = &project.namespaces[namespace];
    let labels = team.map(|team| (TEAM.to_owned(), team.to_owned())).into_iter().collect();
    let world = World::new(&mentions, name, &labels);
    let written = world.by_policies(policies, direction);
    let said = world.by_project(project, direction);
    match world.difference(&said, &written) {
        None => Ok(world),
        Some((subject, peer, packet)) => {
            let allowed = oracle::allows(policies, direction, &subject, &peer, packet);
            let said = match meaning::leave(project, direction, &subject) {
                Leave::Everything => "may do everything".to_owned(),
                Leave::Only(halves) => format!("may do {halves:?}"),
            };
            Err(format!(
                "{direction:?} of {subject:?} with {peer:?} on {packet:?}: the policies let it pass: {allowed}, but it {said}"
            ))
        }
    }
}

/// Whoever reads what is written, by the rules for anyone's manifests, finds the very connections that are meant.
#[test]
fn what_is_written_says_to_any_reader_what_the_graph_means() {
    let compared = RefCell::new(0);
    holds_for_all(&strategy::projects(), |project| {
        let built = build(&write(&project, Order::AS_IT_IS), &Kubernetes);
        must_build(&built)?;
        for graph in &built.graphs {
            let meaning = Meaning::new(graph);
            for id in graph.governed() {
                let folder = graph.folder(&graph.namespace(id).unwrap().name);
                let rules = raised(&built.files, &format!("{folder}/"));
                let read = compare(&meaning.relations(id), &engine::relations(&rules));
                if read != Comparison::Equal {
                    return Err(TestCaseError::fail(format!("{folder}: {read:?}")));
                }
                *compared.borrow_mut() += 1;
            }
        }
        Ok(())
    });
    println!("{} namespaces of {} projects", compared.borrow(), cases());
    assert!(*compared.borrow() >= cases(), "hardly a project has a governed namespace");
}

/// The policies below a folder, as the reader of anyone's manifests takes them.
fn raised(files: &[OutFile], folder: &str) -> Rules {
    let (mut rules, mut found) = (Rules::default(), Diagnostics::default());
    for file in files.iter().filter(|file| file.path.starts_with(folder)) {
        let text = str::from_utf8(&file.bytes).unwrap();
        read::objects(SourceId(0), text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
            Raised::Policy(policy) => rules.policies.push(policy),
            Raised::Other => assert_eq!(object.kind, "Kustomization"),
            Raised::Refused => panic!("{}: {found:?}", file.path),
        });
    }
    assert!(!found.has_errors(), "{found:?}");
    rules
}

/// The closed world makes each match once, for all packets that share it: that must not change a verdict.
#[test]
fn all_verdicts_at_once_are_those_of_the_oracle_one_by_one() {
    holds_for_some(10, &strategy::projects(), |project| {
        let built = build(&write(&project, Order::AS_IT_IS), &Kubernetes);
        must_build(&built)?;
        for (cluster, direction) in project.all_clusters().into_iter().zip(Direction::BOTH) {
            let namespace = &project.in_cluster(cluster).namespaces[0].name;
            let policies = policies(&built.files, cluster, namespace).map_err(TestCaseError::fail)?;
            let mut mentions = Mentions::default();
            mentions.by_policies(&policies, direction);
            let world = World::new(&mentions, namespace, &BTreeMap::new());
            let one_by_one =
                world.one_by_one(|subject, peer, packet| oracle::allows(&policies, direction, subject, peer, packet));
            assert_eq!(one_by_one, world.by_policies(&policies, direction));
        }
        Ok(())
    });
}

/// The policies in the folder of a namespace.
fn policies(files: &[OutFile], cluster: Option<usize>, namespace: &str) -> Result<Vec<NetworkPolicy>, String> {
    let folder = format!("{}{namespace}/", Project::folder_of(cluster));
    let in_folder = files.iter().filter(|file| file.path.starts_with(&folder));
    let policies = in_folder.filter(|file| !file.path.ends_with("/kustomization.yaml"));
    policies.map(|file| oracle::read(&file.bytes).map_err(|error| format!("{}: {error}", file.path))).collect()
}

#[test]
fn the_order_of_files_tables_and_arrays_changes_no_byte() {
    holds_for_all(&(strategy::projects(), 1..u64::MAX), |(project, seed)| {
        let as_it_is = build(&write(&project, Order::AS_IT_IS), &Kubernetes);
        let files = write(&project, Order::shuffled(seed));
        let shuffled = build(&files, &Kubernetes);
        must_build(&as_it_is)?;
        must_build(&shuffled)?;
        if as_it_is.files == shuffled.files {
            return Ok(());
        }
        let differ = as_it_is.files.iter().zip(&shuffled.files).find(|(left, right)| left != right);
        let show = |file: &OutFile| format!("{}:\n{}", file.path, String::from_utf8_lossy(&file.bytes));
        let differ = differ.map(|(left, right)| format!("{}\n--- shuffled\n{}", show(left), show(right)));
        Err(TestCaseError::fail(differ.unwrap_or_else(|| "the files are not the same".to_owned())))
    });
}

#[test]
fn a_mistake_is_reported_and_nothing_is_written() {
    holds_for_all(&broken::wrong_projects(), |files| {
        let (code, said) = build_on_disk(&files)?;
        let reported = code == 2 && said.contains("error");
        if reported { Ok(()) } else { Err(TestCaseError::fail(format!("exit {code}\n{said}\n{files}"))) }
    });
}

#[test]
fn noise_is_built_whole_or_reported() {
    let refused = RefCell::new(0_u32);
    holds_for_all(&broken::noisy_projects(), |files| {
        let (code, said) = build_on_disk(&files)?;
        *refused.borrow_mut() += u32::from(code == 2);
        if code == 2 && !said.contains("error") {
            return Err(TestCaseError::fail(format!("refused without a word\n{said}")));
        }
        Ok(())
    });
    println!("{} of {} noisy projects were refused", refused.borrow(), cases());
    assert!(*refused.borrow() > cases() / 3, "too little noise did harm");
}

/// Runs `npgen build` in a new folder, and fails if it wrote something in spite of errors, or nothing without them: the
/// exit code and what it said.
fn build_on_disk(files: &Files) -> Result<(u8, String), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    disk::put(files, folder.path());
    let before = disk::tree(folder.path());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments: [OsString; 4] = ["npgen".into(), "--project".into(), folder.path().into(), "build".into()];
    let code = cli::run(arguments, &Kubernetes, &mut stdout, &mut stderr);
    let said = String::from_utf8_lossy(&stderr).into_owned();
    let untouched = disk::tree(folder.path()) == before;
    match code {
        0 => Ok((code, said)),
        2 if untouched => Ok((code, said)),
        _ => Err(TestCaseError::fail(format!("exit {code}, nothing written: {untouched}\n{said}"))),
    }
}
