//! The proof of one namespace.

use std::collections::BTreeSet;

use crate::analyzer::evaluate::{Rule, engine};
use crate::backend::OutFile;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::{not_proved, proof_difference, proof_folder, proof_range};
use crate::graph::NamespaceId;
use crate::profile::{Profile, StandsFor};
use crate::sets::{Addresses, Direction, Peer};
use crate::verify::compare::{Comparison, SPLIT_BUDGET, compare};
use crate::verify::meaning::{Meaning, MeantObject};

use super::blame;
use super::folder::{Folder, KUSTOMIZATION, line_of};

/// Reads `files`, which are about to be written for `namespace`, and holds them against what the graph means. What
/// does not hold goes to `found`; nothing found is proved.
///
/// What is asked, in this order, and what fails ends it, since all that follows would only say it again:
///
/// 1. each file is in the namespace's folder, has the right hash, is in npgen's plain form of YAML, and holds an object
///    of the namespace that an API server takes;
/// 2. the objects are those that are meant, each once, and `kustomization.yaml` lists just their files;
/// 3. who may call, and who may be called, is what the graph means;
/// 4. no range holds an address of a pod or node, save those of `@anywhere`, `@nodes` and the profile's names.
pub fn prove(meaning: &Meaning<'_>, namespace: NamespaceId, files: &[OutFile], found: &mut Diagnostics) {
    let name = meaning.graph().namespace(namespace).map(|named| named.name.clone()).unwrap_or_default();
    let path = meaning.graph().folder(&name);
    let Some(folder) = Folder::read(&path, &name, files, found) else { return };
    let mut wrong = Diagnostics::default();
    check_objects(&path, &folder, &meaning.objects(namespace), &mut wrong);
    check_list(&path, &folder, &mut wrong);
    if wrong.is_empty() {
        check_relations(meaning, namespace, &path, &folder, &mut wrong);
    }
    if wrong.is_empty() {
        check_ranges(&meaning.graph().profile, &folder, &mut wrong);
    }
    found.append(wrong);
}

/// The objects are those that are meant, each once.
fn check_objects(path: &str, folder: &Folder<'_>, meant: &[MeantObject], found: &mut Diagnostics) {
    let mut missing: BTreeSet<(&str, &str, &str)> =
        meant.iter().map(|object| (&*object.file, object.kind, &*object.name)).collect();
    let mut seen = BTreeSet::new();
    for (file, policy) in folder.files.iter().zip(&folder.rules.policies) {
        let object = (file.name, &*policy.object.kind, &*policy.object.name);
        if !seen.insert(object) {
            found.push(proof_folder::twice(file.path));
        } else if !missing.remove(&object) {
            found.push(proof_folder::unexpected(file.path, &policy.object.to_string()));
        }
    }
    for (file, kind, name) in missing {
        found.push(proof_folder::missing(&format!("{path}/{file}"), kind, name));
    }
}

/// `kustomization.yaml` is there where anything is, and lists the other files, each once.
fn check_list(path: &str, folder: &Folder<'_>, found: &mut Diagnostics) {
    let path = format!("{path}/{KUSTOMIZATION}");
    let mut files: Vec<&str> = folder.files.iter().map(|file| file.name).collect();
    match &folder.listed {
        None if files.is_empty() => {}
        None => found.push(proof_folder::no_list(&path)),
        Some(_) if files.is_empty() => found.push(proof_folder::unexpected(&path, "Kustomization")),
        Some(listed) => {
            let mut listed: Vec<&str> = listed.iter().map(String::as_str).collect();
            listed.sort_unstable();
            files.sort_unstable();
            if listed != files {
                found.push(proof_folder::wrong_list(&path, &listed, &files));
            }
        }
    }
}

/// The bytes let pass what the graph means, in each direction, exactly.
fn check_relations(
    meaning: &Meaning<'_>,
    namespace: NamespaceId,
    path: &str,
    folder: &Folder<'_>,
    found: &mut Diagnostics,
) {
    let meant = meaning.relations(namespace);
    match compare(&meant, &engine::relations(&folder.rules)) {
        Comparison::Equal => {}
        Comparison::OutOfBudget => found.push(not_proved::out_of_budget(path, SPLIT_BUDGET)),
        Comparison::Different(shown) => {
            let connection = blame::connection(&shown);
            found.push(if shown.is_confirmed(&meant, &folder.rules) {
                blame::difference(meaning, namespace, folder, &shown, &connection)
            } else {
                proof_difference::unconfirmed(path, &connection)
            });
        }
    }
}

/// No range holds an address of a pod or node, save in rules for just `@nodes` or for just a name of the profile, out of
/// which nothing is cut, and for `@anywhere`.
pub(super) fn check_ranges(profile: &Profile, folder: &Folder<'_>, found: &mut Diagnostics) {
    let inside = profile.inside();
    if inside.is_empty() {
        return;
    }
    let uncut = uncut(profile);
    for (file, policy) in folder.files.iter().zip(&folder.rules.policies) {
        for rule in Direction::BOTH.into_iter().filter_map(|direction| policy.rules(direction)).flatten() {
            let addresses = addresses(rule);
            if let Some(address) = addresses.intersect(&inside).first()
                && !uncut.contains(&addresses)
            {
                let line = line_of(file.bytes, rule.span.start);
                found.push(proof_range::holds_inside(file.path, line, &policy.object.to_string(), address));
            }
        }
    }
}

/// The addresses of each end out of which nothing is cut: `@nodes`, and the profile's names, called or calling.
fn uncut(profile: &Profile) -> Vec<Addresses> {
    let nodes = || profile.node_cidr.iter().flatten();
    let of_names = profile.names.values().flat_map(|name| [Some(&name.peers), name.from.as_ref()]).flatten();
    let addresses = |all: &Vec<StandsFor>| {
        let addresses = all.iter().map(|one| match one {
            StandsFor::Addresses(nets) => Addresses::nets(nets),
            StandsFor::Nodes => Addresses::nets(nodes()),
            StandsFor::Pods(_) => Addresses::default(),
        });
        addresses.fold(Addresses::default(), |all, more| all.union(&more))
    };
    of_names.map(addresses).chain([Addresses::nets(nodes())]).collect()
}

/// The addresses of a rule's ranges; none where it has no list of peers.
fn addresses(rule: &Rule) -> Addresses {
    if *rule.peers == Peer::anywhere() {
        return Addresses::default();
    }
    let ranges = rule.peers.iter().filter_map(|peer| match peer {
        Peer::Addresses(addresses) => Some(addresses),
        Peer::Pods(_) | Peer::Entities(_) => None,
    });
    ranges.fold(Addresses::default(), |all, more| all.union(more))
}
