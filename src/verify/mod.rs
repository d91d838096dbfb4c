//! What the graph means, and whether policies allow just that.
//!
//! It never sees how policies are made: halves, name resolution and the cutting of the cluster's own ranges are
//! derived here from the graph, on their own.

pub mod compare;
mod counterexample;
pub mod guards;
pub mod meaning;
pub mod places;
pub mod sides;

pub use counterexample::Counterexample;
