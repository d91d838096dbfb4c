//! A peer that matches nobody.

use super::seen::{Seen, SeenRule};
use crate::analyzer::raise::kubernetes;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::peer_matches_nothing as rule;
use crate::sets::Peer;

/// Looks for peers whose selectors contradict themselves, or that no workload matches.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    for item in seen.rules().iter().flat_map(SeenRule::peers) {
        let Some(peers) = kubernetes::peers_of(item, seen.policy) else { continue };
        let place = seen.place(&item.span);
        match peers.as_slice() {
            [] => found.push(rule::contradiction(place)),
            [Peer::Pods(labels)] => {
                if let Some(near) = seen.around.all_missed(labels) {
                    found.push(rule::no_workload(place, near));
                }
            }
            _ => {}
        }
    }
}
