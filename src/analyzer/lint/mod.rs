//! What is probably not meant in policies that others wrote: a file a lint.
//!
//! A lint looks at one policy, at its text and at what was made of it, and at its surroundings: all policies, and what
//! runs. It warns and changes nothing. What it says of workloads it says only where manifests hold any that could match.

mod and_as_or;
mod dns;
mod empty_list;
mod empty_range;
mod hidden_rule;
mod peer_matches_nothing;
mod protocol;
mod seen;
mod selects_nothing;
mod surroundings;
mod together;

pub use surroundings::Surroundings;

use super::evaluate::Policy;
use super::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::manifest::read::{self, Object};
use seen::Seen;

/// Looks at all policies of these files, which were read before and are read once more, since the rules keep no text.
/// What is odd goes to `found`; what can't be read or would be refused was said before.
pub fn files(sources: &Sources, files: &[SourceId], around: &Surroundings<'_>, found: &mut Diagnostics) {
    for file in files {
        let Some(source) = sources.get(*file) else { continue };
        let mut said_before = Diagnostics::default();
        read::objects(*file, &source.text, &mut said_before, &mut |object, said_before| {
            if let Raised::Policy(raised) = kubernetes::any(&object, said_before) {
                policy(&object, &raised, around, found);
            }
        });
    }
}

/// Looks at a policy, which was raised from `object`. What is odd goes to `found`, each with the policy's name.
fn policy(object: &Object<'_>, policy: &Policy, around: &Surroundings<'_>, found: &mut Diagnostics) {
    let seen = Seen { node: &object.node, policy, around };
    let mut here = Diagnostics::default();
    for lint in [
        and_as_or::lint,
        dns::lint,
        empty_list::lint,
        empty_range::lint,
        hidden_rule::lint,
        peer_matches_nothing::lint,
        protocol::lint,
        selects_nothing::lint,
    ] {
        lint(&seen, &mut here);
    }
    for mut one in here.into_sorted() {
        one.message = format!("{}: {}", seen.name(), one.message);
        found.push(one);
    }
}

#[cfg(test)]
mod tests;
