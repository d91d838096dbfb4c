//! What differs between two states, in each format.

mod findings;
mod json;
pub mod markdown;
mod text;
mod wording;

use crate::diagnostic::Sources;
use crate::diff::Diff;

pub use findings::findings;
pub use json::{SCHEMA, json};
pub use text::text;

/// What differs between two states, with the files that the places of each point into.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// What differs.
    pub diff: &'a Diff<'a>,
    /// The files of the first state.
    pub before: &'a Sources,
    /// The files of the second state.
    pub after: &'a Sources,
}
