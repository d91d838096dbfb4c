//! A selector of namespaces and one of pods as two peers, where one was meant.

use super::seen::{Seen, SeenRule};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::and_written_as_or as rule;
use crate::manifest::{Node, Value};

/// Looks for two neighbours in a list of peers, one with a selector of namespaces, one with a selector of pods, in a
/// policy that has both in one peer elsewhere.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    let rules = seen.rules();
    let all = || rules.iter().filter(|_| seen.is_network_policy()).map(SeenRule::peers);
    let has_both = |peer: &&Node<'_>| asks(peer, "namespaceSelector") && asks(peer, "podSelector");
    let Some(together) = all().flatten().find(has_both) else { return };
    for neighbours in all().flat_map(|peers| peers.windows(2)) {
        let [first, second] = neighbours else { continue };
        let only = |peer: &Node<'_>, key: &str, other: &str| asks(peer, key) && peer.get(other).is_none();
        let namespaces = |peer| only(peer, "namespaceSelector", "podSelector");
        let pods = |peer| only(peer, "podSelector", "namespaceSelector");
        if (namespaces(first) && pods(second)) || (pods(first) && namespaces(second)) {
            let place = |node: &Node<'_>| seen.place(&node.span);
            found.push(rule::two_items(place(first), place(second), place(together)));
        }
    }
}

/// Whether a peer has this selector, and it asks for anything.
fn asks(peer: &Node<'_>, key: &str) -> bool {
    matches!(peer.get(key).map(|selector| &selector.value), Some(Value::Map(entries)) if !entries.is_empty())
}
