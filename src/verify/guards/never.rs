//! `[[never]]`

use crate::sets::Direction;

use super::ends::End;
use crate::verify::sides::{Connections, Sides};

/// Connections between a caller and a callee that both sides let through; `None` where there are none.
pub(super) fn open(callers: &[End], callees: &[End], sides: &Sides) -> Option<Connections> {
    for (caller, callee) in callers.iter().flat_map(|caller| callees.iter().map(move |callee| (caller, callee))) {
        let Some(asked) = caller.calls(callee) else { continue };
        for let_out in sides.passing(Direction::Egress, &asked) {
            if let Some(both) = sides.passing(Direction::Ingress, &let_out).into_iter().next() {
                return Some(both);
            }
        }
    }
    None
}
