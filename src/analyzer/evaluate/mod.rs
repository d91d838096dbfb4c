//! Rules → verdicts.

pub mod classes;
pub mod engine;
mod lookup;
pub mod oracle;
mod rules;
mod shared;
pub mod trace;
mod verdict;

pub use rules::{Action, ObjectId, Policy, Rule, Rules, Symbol, Tier};
pub use shared::Shared;
pub use verdict::Verdict;
