//! Everything open by an empty list.

use super::seen::{Seen, entry, items};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::open_by_empty_list as rule;
use crate::manifest::{Scalar, Value};

/// Looks for lists of peers and ports that are there and empty, and for rules without a word. The administrator's kinds
/// can't have them.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    for one in seen.rules().iter().filter(|_| seen.is_network_policy()) {
        if let Value::Scalar(Scalar::Plain(_)) = one.node.value {
            found.push(rule::nothing(seen.place(&one.node.span)));
        }
        for key in ["from", "to", "ports"] {
            let Some(list) = entry(one.node, key).filter(|list| items(&list.node).is_empty()) else { continue };
            let span = if list.node.span.is_empty() { &list.key_span } else { &list.node.span };
            found.push(rule::empty(seen.place(span), key));
        }
    }
}
