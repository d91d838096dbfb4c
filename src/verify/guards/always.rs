//! `[[always]]`

use crate::sets::{Allow, Budget, Direction, OutOfBudget, Peer, first_uncovered};
use crate::verify::compare::SPLIT_BUDGET;

use super::ends::End;
use crate::verify::sides::{Connections, Sides};

/// Connections between a caller and a callee that a side does not let through; `None` where all pass.
pub(super) fn closed(callers: &[End], callees: &[End], sides: &Sides) -> Result<Option<Connections>, OutOfBudget> {
    let mut budget = Budget::of(SPLIT_BUDGET);
    for (caller, callee) in callers.iter().flat_map(|caller| callees.iter().map(move |callee| (caller, callee))) {
        let Some(asked) = caller.calls(callee) else { continue };
        for direction in Direction::BOTH {
            let (needed, opened) = sides.needed(direction, &asked);
            for piece in needed {
                if let Some(left) = first_uncovered(&piece, &opened, &mut budget)? {
                    return Ok(Some(connections(direction, left)));
                }
            }
        }
    }
    Ok(None)
}

fn connections(direction: Direction, left: Allow) -> Connections {
    let (own, far) = (Peer::Pods(left.subject), left.peer);
    match direction {
        Direction::Egress => Connections { caller: own, callee: far, ports: left.ports },
        Direction::Ingress => Connections { caller: far, callee: own, ports: left.ports },
    }
}
