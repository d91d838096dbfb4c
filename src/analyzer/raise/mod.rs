//! Nodes → rules, a room a flavor.

pub mod kubernetes;

use super::evaluate::Policy;

/// What an object is to whoever looks for policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raised {
    /// A policy.
    Policy(Policy),
    /// A policy that nobody would take. What is wrong with it is among the findings, at least one of them an error.
    Refused,
    /// No policy.
    Other,
}
