//! What a build did, or would do.

use std::path::Path;

use super::gather::Proof;
use super::output::Output;
use super::{DIFFERS, FINE};
use crate::graph::Prefix;
use crate::host::out::{Changes, Fate};
use crate::host::shown;

/// Says how much was proved, a line a cluster.
pub(super) fn proofs(proofs: &[Proof], output: &mut Output<'_>) {
    for Proof { cluster, namespaces, policies } in proofs {
        let namespaces = counted(*namespaces, "namespace", "namespaces");
        let policies = counted(*policies, "policy", "policies");
        output.note(&match cluster {
            Some(cluster) => format!("{cluster}: proved {namespaces}, {policies}"),
            None => format!("proved {namespaces}, {policies}"),
        });
    }
}

/// Says what was written.
pub(super) fn written(changes: &Changes, output: &mut Output<'_>) {
    output.notes("not isolated any more, open to everyone", default_denies(changes, Fate::Stale));
    output.notes("isolated from now on", default_denies(changes, Fate::New));
    output.notes("edited by hand, and not so any more", changes.with(Fate::Edited).map(shown));
    foreign(changes, output);
    let count = |fate| changes.with(fate).count();
    output.note(&format!(
        "{} new, {} changed, {} unchanged, {} removed, {} edited by hand",
        counted(count(Fate::New), "file", "files"),
        count(Fate::Changed),
        count(Fate::Unchanged),
        count(Fate::Stale),
        count(Fate::Edited),
    ));
}

/// Prints what differs, a line each, and returns the exit code.
pub(super) fn differences(changes: &Changes, output: &mut Output<'_>) -> u8 {
    foreign(changes, output);
    let mut lines = String::new();
    for (path, fate) in changes.iter() {
        let what = match fate {
            Fate::New => "missing",
            Fate::Changed => "changed",
            Fate::Edited => "edited",
            Fate::Stale => "stale",
            Fate::InTheWay => "in-the-way",
            Fate::Unchanged | Fate::Foreign | Fate::Beyond => continue,
        };
        lines.extend([what, " ", &shown(path), "\n"]);
    }
    match output.data(&lines) {
        FINE if !changes.is_empty() => DIFFERS,
        code => code,
    }
}

/// The namespaces whose default deny met this fate.
fn default_denies(changes: &Changes, fate: Fate) -> impl Iterator<Item = String> {
    let prefix = Prefix::default();
    let file = prefix.file(&prefix.default_deny());
    changes.with(fate).filter(move |path| path.ends_with(&file)).filter_map(Path::parent).map(shown)
}

/// Lists the files that are not npgen's.
fn foreign(changes: &Changes, output: &mut Output<'_>) {
    output.notes("not npgen's, left alone", changes.with(Fate::Foreign).map(shown));
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
