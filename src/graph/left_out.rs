//! What was written and does not count in a cluster.

use std::sync::Arc;

use crate::diagnostic::Place;

/// An edge or a guard that does not count in this cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Where it is written.
    pub place: Place,
    /// Why it does not count.
    pub why: Why,
}

/// Why something does not count in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its last day is over.
    Expired {
        /// The last day, as written (`2027-03-31`).
        day: Arc<str>,
        /// Who calls, in the words of a message.
        caller: Arc<str>,
        /// Who is called, in the words of a message.
        callee: Arc<str>,
    },
    /// It names a node that is not in this cluster: the node in the words of a message, ``the service `shop/cart` ``.
    NodeElsewhere(Arc<str>),
    /// It calls every service that declares a port of a name, and in this cluster none does.
    NobodyPicked,
    /// It is a guard, and one of its ends picks nothing in this cluster.
    NothingGuarded,
}
