//! What must never and what must always hold, whatever the edges say.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::Labels;

use super::{EdgePorts, End};

/// One `[[never]]` or `[[always]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Which of the two.
    pub must: Must,
    /// Who calls: any of these.
    pub from: Vec<GuardEnd>,
    /// Who is called: any of these.
    pub to: Vec<GuardEnd>,
    /// Ends that are meant neither as caller nor as callee.
    pub except: Vec<GuardEnd>,
    /// The ports, where the guard itself names any by number; `None`: those that come with the ends of `to`, or every
    /// port.
    pub ports: Option<EdgePorts>,
    /// The reason.
    pub why: Option<Arc<str>>,
    /// Whether it is also written as an explicit deny, where the flavor has that.
    pub enforce: bool,
    /// Where it is written.
    pub place: Place,
}

/// Which way a guard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Must {
    /// Nothing of it may be open.
    Never,
    /// All of it must be open.
    Always,
}

/// An end of a guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardEnd {
    /// What it picks.
    pub selected: Selected,
    /// The ports that the end was written with (`*:metrics`); `None`: the guard's, or every port.
    pub ports: Option<EdgePorts>,
    /// Where it is written.
    pub place: Place,
}

/// What an end of a guard picks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selected {
    /// A node or `@NAME`; a wildcard and `tags` give one for each node that they pick.
    End(End),
    /// Pods by label, of their own and of their namespace.
    Pods(Labels),
}
