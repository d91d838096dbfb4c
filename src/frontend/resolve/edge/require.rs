//! `require`: what every edge must have.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::missing_key;
use crate::frontend::parse::tree::{Required, Spanned};
use crate::graph;

use super::draft::Draft;

/// What every edge must have.
pub(in crate::frontend::resolve) fn required(written: &[Spanned<Required>]) -> graph::Required {
    let has = |key| written.iter().any(|entry| entry.value == key);
    graph::Required { owner: has(Required::Owner), why: has(Required::Why) }
}

/// Each edge has what `npgen.toml` requires, at one of the places where it is written; the owner of a file counts as one.
pub(super) fn check(drafts: &[Draft], required: &[Spanned<Required>], found: &mut Diagnostics) {
    for entry in required {
        for draft in drafts {
            let mut writings = draft.writings.iter();
            let (has, key) = match entry.value {
                Required::Owner => {
                    (draft.owner.is_some() || writings.any(|writing| writing.file_owner.is_some()), "owner")
                }
                Required::Why => (writings.any(|writing| writing.why.is_some()), "why"),
            };
            if let (false, Some(writing)) = (has, draft.writings.first()) {
                found.push(missing_key::required(writing.place, key, entry.place));
            }
        }
    }
}
