//! What decides one end of a connection in one state.

use crate::analyzer::evaluate::Verdict;
use crate::verify::meaning::Opening;

/// What decides one end of a connection in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause<'d> {
    /// The graph does not isolate the pods, or they are no pods.
    NotIsolated,
    /// What the graph says lets it through: edges, or name resolution; at least one.
    Opened(Vec<Opening<'d>>),
    /// The graph isolates the pods, and nothing lets it through.
    Isolated,
    /// A policy decides, or none does.
    Policy(Verdict<'d>),
}

impl Cause<'_> {
    /// Whether it lets the connection through.
    pub fn passes(&self) -> bool {
        match self {
            Self::NotIsolated | Self::Opened(_) => true,
            Self::Isolated => false,
            Self::Policy(verdict) => verdict.allows(),
        }
    }
}
