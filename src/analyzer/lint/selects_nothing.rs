//! A policy that selects no pod.

use super::seen::Seen;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::policy_selects_nothing as rule;

/// Looks for a selector that contradicts itself, or that no workload matches.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    let key = if seen.is_network_policy() { "podSelector" } else { "subject" };
    let span = seen.spec(key).map_or(&seen.node.span, |entry| &entry.node.span);
    let place = seen.place(span);
    match &seen.policy.subject {
        None => found.push(rule::contradiction(place)),
        Some(labels) => {
            if let Some(near) = seen.around.all_missed(labels) {
                found.push(rule::no_workload(place, near));
            }
        }
    }
}
