//! Mutants: policies with one mistake put into them are judged by the proof and, apart from it, by the oracle of the
//! tests. Both must agree on each, those that change nothing included. What is made of graphs with one mistake put into
//! them must be refused where it lets pass something else.

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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use npgen::backend::write::{self, Document};
use npgen::backend::{Backend as _, Kubernetes, OutFile};
use npgen::diagnostic::Diagnostics;
use npgen::graph::{Graph, NamespaceId};
use npgen::manifest::{Node, read};
use npgen::pipeline;
use npgen::verify::meaning::Meaning;

use world::build::{Built, build};
use world::mentions::Mentions;
use world::mutation::{Kind, Mutant, mutants};
use world::packets::{MOST, World};
use world::project::Direction;
use world::toml::{Order, write as write_down};
use world::{example, graph_mutation, oracle, strategy};

/// How many random projects are mutated at most, until there are enough mutants of each kind.
const PROJECTS: usize = 1000;

/// How many mutants of each kind are tried in one namespace of a random graph, at most.
const MUTANTS_OF_A_KIND: usize = 6;

/// How many mutants of each kind must have changed what is let through, or not where a kind changes nothing; then no more
/// are tried.
const LEAST_DIFFERENT: usize = 200;

/// How many mutants of each kind are made of a random graph, at most.
const MUTANTS_OF_A_GRAPH: usize = 2;

/// How many mutants of each kind of a graph must have changed what is let through in some namespace.
const LEAST_DIFFERENT_GRAPHS: usize = 25;

/// How many kinds of mutants must have changed what the example lets through: it has no mesh, isolates no service, and cuts
/// nothing out of a network.
const LEAST_KINDS_OF_THE_EXAMPLE: usize = 9;

/// How many of each of subjects, peers and ports the random packets of the example are made of: 10⁴ in all.
const RANDOM_PACKETS: (usize, usize, usize) = (20, 25, 20);

/// How many mutants of a kind changed something, and how many did not.
#[derive(Debug, Default)]
struct Counts(BTreeMap<Kind, (usize, usize)>);

impl Counts {
    fn add(&mut self, kind: Kind, differs: bool) {
        let (different, same) = self.0.entry(kind).or_default();
        *(if differs { different } else { same }) += 1;
    }

    /// Whether there are enough mutants of a kind.
    fn are_enough(&self, kind: Kind) -> bool {
        let (different, same) = self.0.get(&kind).copied().unwrap_or_default();
        let counted = if kind == Kind::SaidTwice { same } else { different };
        counted >= LEAST_DIFFERENT
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, (different, same)) in &self.0 {
            writeln!(out, "{:>20}: {different} changed something, {same} nothing", format!("{kind:?}"))?;
        }
        Ok(())
    }
}

/// One namespace of a proved build, ready to be mutated.
struct Folder<'b> {
    meaning: &'b Meaning<'b>,
    namespace: NamespaceId,
    name: String,
    /// The files of the namespace.
    files: Vec<OutFile>,
    /// The policies in them, by the index of their file.
    policies: BTreeMap<usize, NetworkPolicy>,
}

impl<'b> Folder<'b> {
    fn all(graph: &'b Graph, meaning: &'b Meaning<'b>, built: &Built) -> Vec<Self> {
        let mut folders = Vec::new();
        for namespace in graph.governed() {
            let name = graph.namespace(namespace).unwrap().name.to_string();
            let start = format!("{}/", graph.folder(&name));
            let files: Vec<OutFile> =
                built.files.iter().filter(|file| file.path.starts_with(&start)).cloned().collect();
            let policies = files.iter().enumerate().filter(|(_, file)| !file.path.ends_with("/kustomization.yaml"));
            let policies = policies.map(|(at, file)| (at, oracle::read(&file.bytes).unwrap())).collect();
            folders.push(Self { meaning, namespace, name, files, policies });
        }
        folders
    }

    /// Every mutant of a kind, with the file that it stands in.
    fn mutants(&self) -> BTreeMap<Kind, Vec<(usize, Mutant<'_>)>> {
        let mut all: BTreeMap<Kind, Vec<(usize, Mutant<'_>)>> = BTreeMap::new();
        for at in self.policies.keys() {
            let policy = read::canonical::read(&self.files[*at].bytes).unwrap();
            for (kind, mutants) in mutants(&policy) {
                all.entry(kind).or_default().extend(mutants.into_iter().map(|mutant| (*at, mutant)));
            }
        }
        all
    }

    /// Whether the proof takes the mutant for what was meant.
    fn proved(&self, at: usize, bytes: Vec<u8>) -> Result<(), String> {
        let mut files = self.files.clone();
        files[at].bytes = bytes;
        self.prove(&files)
    }

    fn prove(&self, files: &[OutFile]) -> Result<(), String> {
        let mut found = Diagnostics::default();
        pipeline::prove(self.meaning, self.namespace, files, &mut found);
        if found.has_errors() {
            let lines = found.into_sorted().into_iter().map(|one| format!("{}: {}", one.rule.name, one.message));
            Err(lines.collect::<Vec<_>>().join("\n"))
        } else {
            Ok(())
        }
    }

    /// Judges one mutant both ways; whether it changes what is let through.
    fn judge(&self, at: usize, mutant: &Mutant<'_>, worlds: &dyn Fn(&Judged<'_>, Direction) -> Vec<World>) -> bool {
        let bytes = plainly(&mutant.policy);
        let before: Vec<NetworkPolicy> = self.policies.values().cloned().collect();
        let mutated = oracle::read(&bytes).unwrap_or_else(|error| panic!("{error}\n{}", show(&bytes)));
        let mut after = self.policies.clone();
        let original = after.insert(at, mutated.clone()).unwrap();
        let after: Vec<NetworkPolicy> = after.into_values().collect();
        let judged = Judged { namespace: &self.name, all: [&before, &after], one: [original, mutated] };
        let difference = Direction::BOTH.into_iter().find_map(|direction| {
            worlds(&judged, direction).into_iter().find_map(|world| {
                assert!(world.size() < MOST, "a closed world of {} packets is too large", world.size());
                let [before, after] = judged.all.map(|policies| world.by_policies(policies, direction));
                world.difference(&before, &after).map(|packet| (direction, packet))
            })
        });
        let proof = self.proved(at, bytes.clone());
        let path = &self.files[at].path;
        match (&difference, proof) {
            (Some(packet), Ok(())) => {
                panic!("{:?} in {path} went through the proof, but {packet:?} differs:\n{}", mutant.kind, show(&bytes))
            }
            (None, Err(found)) => {
                panic!("{:?} in {path} changes nothing, but the proof says\n{found}{}", mutant.kind, show(&bytes))
            }
            _ => difference.is_some(),
        }
    }
}

impl Folder<'_> {
    /// Whether what is made of a mutated graph for this namespace lets pass something else; then the proof must refuse it.
    fn refuses(&self, kind: graph_mutation::Kind, mutant: &Graph) -> bool {
        let is_this = |id: &NamespaceId| *mutant.namespace(*id).unwrap().name == *self.name;
        let Some(namespace) = mutant.governed().find(is_this) else { return false };
        let files = Kubernetes.prepare(mutant).files(namespace, &mut Diagnostics::default());
        let policies = files.iter().filter(|file| !file.path.ends_with("/kustomization.yaml"));
        let after: Vec<NetworkPolicy> = policies.map(|file| oracle::read(&file.bytes).unwrap()).collect();
        let before: Vec<NetworkPolicy> = self.policies.values().cloned().collect();
        if before == after {
            return false;
        }
        let differs = Direction::BOTH.into_iter().any(|direction| {
            let mut mentions = Mentions::default();
            mentions.by_policies(&before, direction);
            mentions.by_policies(&after, direction);
            let world = World::new(&mentions, &self.name, &BTreeMap::new());
            world.by_policies(&before, direction) != world.by_policies(&after, direction)
        });
        assert!(!differs || self.prove(&files).is_err(), "{kind:?} in {} went through the proof", self.name);
        differs
    }
}

/// The policies of a namespace before and after one of them was mutated.
struct Judged<'j> {
    namespace: &'j str,
    all: [&'j [NetworkPolicy]; 2],
    one: [NetworkPolicy; 2],
}

/// Writes a policy as npgen does, but without its comments.
fn plainly(policy: &Node<'_>) -> Vec<u8> {
    write::file(&Document { path: String::new(), root: policy.clone() }).bytes
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_proof_and_the_oracle_agree_on_mutants_of_random_graphs() {
    let mut counts = Counts::default();
    let closed = |judged: &Judged<'_>, direction: Direction| {
        let mut mentions = Mentions::default();
        judged.all.iter().for_each(|policies| mentions.by_policies(policies, direction));
        vec![World::new(&mentions, judged.namespace, &BTreeMap::new())]
    };
    for project in strategy::same_projects().take(PROJECTS) {
        if Kind::WRONG.into_iter().all(|kind| counts.are_enough(kind)) {
            break;
        }
        let built = build(&write_down(&project, Order::AS_IT_IS), &Kubernetes);
        assert!(!built.graphs.is_empty(), "a valid project gives graphs: {:?}", built.errors());
        for graph in &built.graphs {
            let meaning = Meaning::new(graph);
            for folder in Folder::all(graph, &meaning, &built) {
                for (kind, mutants) in folder.mutants() {
                    if counts.are_enough(kind) {
                        continue;
                    }
                    let step = mutants.len().div_ceil(MUTANTS_OF_A_KIND).max(1);
                    for (at, mutant) in mutants.iter().step_by(step) {
                        counts.add(kind, folder.judge(*at, mutant, &closed));
                    }
                }
            }
        }
    }
    println!("{counts}");
    for kind in Kind::WRONG {
        let (different, _) = counts.0[&kind];
        assert!(different >= LEAST_DIFFERENT, "only {different} mutants of {kind:?} let pass something else");
    }
    let (different, same) = counts.0[&Kind::SaidTwice];
    assert!(different == 0 && same >= LEAST_DIFFERENT, "saying something twice changed something");
}

#[test]
fn the_proof_refuses_what_is_made_of_mutants_of_random_graphs() {
    let mut counts: BTreeMap<graph_mutation::Kind, usize> = BTreeMap::new();
    let are_enough =
        |counts: &BTreeMap<_, usize>, kind| counts.get(&kind).is_some_and(|count| *count >= LEAST_DIFFERENT_GRAPHS);
    for project in strategy::same_projects().take(PROJECTS) {
        if graph_mutation::Kind::ALL.into_iter().all(|kind| are_enough(&counts, kind)) {
            break;
        }
        let built = build(&write_down(&project, Order::AS_IT_IS), &Kubernetes);
        for graph in &built.graphs {
            let meaning = Meaning::new(graph);
            let folders = Folder::all(graph, &meaning, &built);
            for (kind, mutants) in graph_mutation::mutants(graph, &built.graphs) {
                if are_enough(&counts, kind) {
                    continue;
                }
                for mutant in mutants.iter().take(MUTANTS_OF_A_GRAPH) {
                    let differ = folders.iter().filter(|folder| folder.refuses(kind, mutant)).count();
                    *counts.entry(kind).or_default() += usize::from(differ > 0);
                }
            }
        }
    }
    println!("{counts:#?}");
    for kind in graph_mutation::Kind::ALL {
        assert!(are_enough(&counts, kind), "too few mutants of {kind:?} let pass something else");
    }
}

#[test]
fn the_proof_and_the_oracle_agree_on_every_mutant_of_the_example() {
    let mut counts = Counts::default();
    let built = build(&example::files(), &Kubernetes);
    let [graph] = &built.graphs[..] else { panic!("the example does not build: {:?}", built.errors()) };
    let meaning = Meaning::new(graph);
    let worlds = |judged: &Judged<'_>, direction: Direction| {
        let mut near = Mentions::default();
        near.by_policies(&judged.one, direction);
        let mut far = Mentions::default();
        judged.all.iter().for_each(|policies| far.by_policies(policies, direction));
        vec![
            World::new(&near, judged.namespace, &BTreeMap::new()),
            some_of(&World::new(&far, judged.namespace, &BTreeMap::new())),
        ]
    };
    for folder in Folder::all(graph, &meaning, &built) {
        for (kind, mutants) in folder.mutants() {
            for (at, mutant) in &mutants {
                counts.add(kind, folder.judge(*at, mutant, &worlds));
            }
        }
    }
    println!("{counts}");
    let kinds: BTreeSet<Kind> =
        counts.0.iter().filter(|(_, (different, _))| *different > 0).map(|(kind, _)| *kind).collect();
    assert!(kinds.len() >= LEAST_KINDS_OF_THE_EXAMPLE, "the example is too tame: only {kinds:?} changed something");
}

/// 10⁴ packets of a world that is too large to be tried whole.
fn some_of(world: &World) -> World {
    let mut seed = 88_172_645_463_325_252_u64;
    let (subjects, peers, packets) = RANDOM_PACKETS;
    World {
        subjects: picked(&world.subjects, subjects, &mut seed),
        peers: picked(&world.peers, peers, &mut seed),
        packets: picked(&world.packets, packets, &mut seed),
    }
}

fn picked<T: Clone>(all: &[T], count: usize, seed: &mut u64) -> Vec<T> {
    let next = || {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        all[usize::try_from(*seed % all.len() as u64).unwrap()].clone()
    };
    std::iter::repeat_with(next).take(count).collect()
}
