//! One edge of all the places where it is written.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::owners_differ;
use crate::frontend::resolve::names::Named;

use super::draft::{Draft, Ports};

/// One draft of those with the same ends and ports, in canonical order.
pub(super) fn merged(mut drafts: Vec<Draft>, found: &mut Diagnostics) -> Vec<Draft> {
    drafts.sort_unstable_by(|left, right| {
        let place = |draft: &Draft| draft.writings.first().map(|writing| writing.place);
        key(left).cmp(&key(right)).then_with(|| place(left).cmp(&place(right)))
    });
    drafts.dedup_by(|again, first| {
        let same = key(again) == key(first);
        if same {
            join(again, first, found);
        }
        same
    });
    drafts
}

fn key(draft: &Draft) -> (&Named, &Named, &Ports) {
    (&draft.caller, &draft.callee, &draft.ports)
}

/// Takes what a second writing says over to the first.
fn join(again: &mut Draft, first: &mut Draft, found: &mut Diagnostics) {
    first.writings.append(&mut again.writings);
    match (&first.owner, &again.owner) {
        (Some((owner, place)), Some((other, other_place))) if owner != other => {
            found.push(owners_differ::edge(*other_place, other, *place, owner));
        }
        (None, Some(_)) => first.owner = again.owner.take(),
        _ => {}
    }
    match (&mut first.detail, again.detail.take()) {
        (Some(first), Some(again)) => first.join(*again, found),
        (None, again) => first.detail = again,
        (Some(_), None) => {}
    }
}
