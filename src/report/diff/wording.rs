//! The words of both formats.

use std::collections::BTreeMap;

use crate::connections::{Kind, Who};
use crate::sets::{Addresses, Peer};

/// How a change goes, in one word.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Opened => "opened",
        Kind::Closed => "closed",
        Kind::Widened => "widened",
        Kind::Narrowed => "narrowed",
        Kind::Replaced => "replaced",
    }
}

/// Who is at an end: by name, or as networks.
pub(super) fn who(who: &Who, names: &BTreeMap<Addresses, String>) -> String {
    match who {
        Who::Party(name) => name.to_string(),
        Who::Addresses(addresses) => match names.get(addresses) {
            Some(name) => name.clone(),
            None => crate::report::explain::peer(&Peer::Addresses(addresses.clone())),
        },
    }
}
