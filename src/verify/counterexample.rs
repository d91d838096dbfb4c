//! What shows that two relations differ.

use crate::sets::{Direction, Endpoint, Pod, Port};

/// One connection that one relation lets pass and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// Seen from the subject.
    pub direction: Direction,
    /// The pod that is called, or calls.
    pub subject: Pod,
    /// The other end.
    pub peer: Endpoint,
    /// The destination's port; `None`: only a port by name tells them apart.
    pub port: Option<Port>,
    /// Whether the first relation, the meant one, lets it pass; the second does the opposite.
    pub meant: bool,
}
