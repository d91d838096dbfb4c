//! A range of which its exceptions leave nothing.

use super::seen::{Seen, SeenRule};
use crate::analyzer::raise::kubernetes;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::emptied_range as rule;
use crate::manifest::{Node, Scalar, Value};
use crate::sets::Peer;

/// Looks for ranges that are empty.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    for item in seen.rules().iter().flat_map(SeenRule::peers) {
        let Some(block) = item.get("ipBlock") else { continue };
        let peers = kubernetes::peers_of(item, seen.policy).unwrap_or_default();
        if let [Peer::Addresses(addresses)] = peers.as_slice()
            && addresses.is_empty()
        {
            let place = seen.place(&block.get("except").unwrap_or(block).span);
            found.push(rule::nothing_left(place, block.get("cidr").map(text).unwrap_or_default()));
        }
    }
}

fn text<'n>(node: &'n Node<'_>) -> &'n str {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text)) => text,
        Value::List(_) | Value::Map(_) => "",
    }
}
