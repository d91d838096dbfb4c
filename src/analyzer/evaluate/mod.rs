//! Rules → verdicts.

pub mod engine;
pub mod oracle;
mod rules;

pub use rules::{ObjectId, Policy, Rule, Rules};
