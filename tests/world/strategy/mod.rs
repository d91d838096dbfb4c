//! Random valid projects, with shrinking.
//!
//! Each node and edge is made from a few random bytes of its own, so that proptest can drop one without changing the
//! others and make one simpler by lowering its bytes: zero always picks the simplest form.

mod edges;
mod guards;
mod nodes;
mod setting;
mod settle;
mod tape;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::project::Project;
use tape::Tape;

/// Any valid project.
pub(crate) fn projects() -> impl Strategy<Value = Project> {
    (
        (any::<[u8; 16]>(), any::<[u8; 8]>(), vec(any::<[u8; 8]>(), 0..=3)),
        vec(any::<[u8; 16]>(), 1..=3),
        vec(any::<[u8; 32]>(), 1..=6),
        vec(any::<[u8; 24]>(), 0..=3),
        vec(any::<[u8; 48]>(), 0..=4),
        vec(any::<[u8; 24]>(), 0..=8),
    )
        .prop_map(|((cluster, settings, overlays), namespaces, services, groups, externals, edges)| {
            let cluster_tape = cluster;
            let cluster = setting::cluster(&mut Tape::new(&cluster));
            let mut settings = Tape::new(&settings);
            let clusters = overlays.iter().map(|tape| setting::overlay(&cluster, &mut Tape::new(tape)));
            let clusters: Vec<_> = clusters.collect();
            let namespaces = namespaces.iter().enumerate();
            let namespaces =
                namespaces.map(|(at, tape)| setting::namespace(at, clusters.len(), &mut Tape::new(tape))).collect();
            let mut project = Project {
                cluster,
                clusters,
                consent_of_both: settings.pick(8) >= 5,
                requires_why: settings.one_in(2),
                files: Vec::new(),
                namespaces,
                services: Vec::new(),
                groups: Vec::new(),
                externals: Vec::new(),
                edges: Vec::new(),
                guards: Vec::new(),
            };
            setting::files(&mut project, &mut Tape::new(&cluster_tape));
            for tape in &services {
                nodes::service(&mut project, &mut Tape::new(tape));
            }
            for tape in &groups {
                nodes::group(&mut project, &mut Tape::new(tape));
            }
            for tape in &externals {
                nodes::external(&mut project, &mut Tape::new(tape));
            }
            settle::names(&mut project, &mut settings);
            for tape in &edges {
                edges::edge(&mut project, &mut Tape::new(tape));
            }
            settle::consent(&mut project, &mut settings);
            settle::resolve(&mut project);
            settle::reasons(&mut project);
            settle::size(&mut project);
            project
        })
}

/// Any valid project with guards, of which nobody says that they hold.
pub(crate) fn guarded_projects() -> impl Strategy<Value = Project> {
    (projects(), vec(any::<[u8; 12]>(), 0..=3)).prop_map(|(mut project, guards)| {
        for tape in &guards {
            let guard = guards::guard(&project, &mut Tape::new(tape));
            project.guards.push(guard);
        }
        project
    })
}

/// Any number of valid projects, the same in every run.
pub(crate) fn same_projects() -> impl Iterator<Item = Project> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = projects();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).expect("no project is refused").current())
}
