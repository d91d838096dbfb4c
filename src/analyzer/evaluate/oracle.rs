//! Rules and one packet → a verdict: the specification in code.

use crate::sets::{Direction, Endpoint, Pod, Port};

use super::Rules;

/// Whether the rules let a connection pass at the subject's end.
pub fn allows(_rules: &Rules, _direction: Direction, _subject: &Pod, _peer: &Endpoint, _port: Port) -> bool {
    false
}
