//! New paths from the internet or to it.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::Headline;
use crate::connections::{Freed, Who};
use crate::diff::connections::Changed;
use crate::profile::special::{NOT_PUBLIC, PUBLIC};
use crate::sets::Addresses;

/// How wide a network is that is more than somebody's place in the internet: as for externals, wider than a /8.
const WIDE: u8 = 8;

static INTERNET: LazyLock<Addresses> = LazyLock::new(|| Addresses::nets(&PUBLIC).minus(&Addresses::nets(&NOT_PUBLIC)));

/// What may newly call, or be called from, large parts of the internet; but not what nothing isolates any more: that is
/// a headline of its own.
pub(super) fn headlines(changed: &[Changed<'_>], freed: &[Freed]) -> Vec<Headline> {
    let freed: BTreeSet<&Arc<str>> = freed.iter().map(|freed| &freed.name).collect();
    let is_freed = |who: &Who| matches!(who, Who::Party(name) if freed.contains(name));
    let new = changed.iter().filter_map(|Changed { change, .. }| {
        let ports = change.after.minus(&change.before);
        let is_new = !ports.is_empty() && !is_freed(&change.source) && !is_freed(&change.destination);
        is_new.then_some((&change.source, &change.destination, ports))
    });
    new.filter_map(|(source, destination, ports)| match (source, destination) {
        (Who::Addresses(addresses), Who::Party(pods)) if is_wide(addresses) => {
            Some(Headline::FromInternet { destination: pods.clone(), ports })
        }
        (Who::Party(pods), Who::Addresses(addresses)) if is_wide(addresses) => {
            Some(Headline::ToInternet { source: pods.clone(), ports })
        }
        _ => None,
    })
    .collect()
}

fn is_wide(addresses: &Addresses) -> bool {
    addresses.intersect(&INTERNET).to_nets().iter().any(|net| net.prefix_len() < WIDE)
}
